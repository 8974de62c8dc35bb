"""The texts of tests/golden/wordpiece_torture.json: many scripts, and what breaks tokenizers."""
import random

SENTENCES = [
    "Let's meet at 10:30 — it's about the Q3 budget (€1.5m), isn't it?",
    "Straße, Fußgängerübergänge, ẞ und GROẞ; Ä Ö Ü ä ö ü",
    "Où êtes-vous allés l'été dernier ? Cœur, œuvre, Œdipe, naïve, ŸÇ",
    "¿Qué pasó mañana? ¡El niño comió una piña! ñ Ñ ª º",
    "A reunião começará às três; não há discussão. Ação, coração, ÃÕ",
    "Perché no? Città, università, È così.",
    "De vergadering over het ĳs en de ĲSSEL, coöperatie, reünie",
    "İstanbul'da ışık ILIK iğne ĞğŞşÇçÖöÜü Iı İi",
    "Zażółć gęślą jaźń. ZAŻÓŁĆ GĘŚLĄ JAŹŃ. Łódź łąka",
    "Příliš žluťoučký kůň úpěl ďábelské ódy. ŘÁD",
    "Árvíztűrő tükörfúrógép ŐŰ őű",
    "Þórður ætlaði að ðrekka Æ æ Ø ø Å å",
    "Gheorghe a văzut știința și țara; ŞşŢţ ȘșȚț",
    "Đorđe Ljubičić Njegoš ǅ ǆ Ǆ ǈ ǉ ǋ ǌ ǲ ǳ",
    "Tiếng Việt có rất nhiều dấu: ắ ằ ẳ ẵ ặ ế ề ể ễ ệ Ơ Ư ơ ư đ Đ",
    "Cześć ċ ġ ħ ż Malti, Ċ Ġ Ħ Ż, kāpēc ģ ķ ļ ņ, ąčęėįšųūž",
    "Η γρήγορη αλεπού: ΣΊΣΥΦΟΣ Σίσυφος ΟΔΟΣ οδός, ϐ ϑ ϕ ϖ ϰ ϱ ϴ ϵ ς σ",
    "ᾳ ᾼ ῇ ῼ ἄνθρωπος Ἀθῆναι ὦ ῥ Ῥ ΐ ΰ ῒ ᾿Α · ;",
    "Съешь ещё этих мягких французских булок, да выпей чаю. ЁЙ ёй",
    "Їжак ґанок євро І Ї Є Ґ ў Ў џ Џ љ њ ћ ђ ѓ ќ ѝ",
    "Ӂ ӂ Ӑ ӑ Ӓ Ѐ ѐ Ҋ ҋ Ѷ ѷ ѿ ꙮ Ꙁ ꙁ",
    "Հայերեն լեզու և մեսրոպ Մաշտոց, ﬓ ﬔ ﬕ ﬖ ﬗ",
    "ქართული ენა ᲥᲐᲠᲗᲣᲚᲘ ႠႡႢ ⴀⴁⴂ",
    "שלום עולם! שָׁלוֹם עֲלֵיכֶם, בְּרֵאשִׁית ﬡ שׂ אַ ״ ׳ ־",
    "مرحبا بالعالم، كيف حالك؟ السَّلَامُ عَلَيْكُمْ ٱ آ أ ؤ إ ئ ـــ",
    "سلام دنیا، می‌خواهم ۱۲۳۴۵ و ٪٫٬ پ چ ژ گ",
    "ﷺ ﷲ ﻻ ﻼ ﷼ ؀ ۝ ؜",
    "اردو: یہ ایک ٹیسٹ ہے۔ ھ ہ ۃ ے ۓ",
    "ܫܠܡܐ ܥܠܡܐ ܀ ކިހިނެއް ߒߞߏ ࠀࠁ ࡀࡁ",
    "नमस्ते दुनिया। क्षत्रिय ज्ञान श्री ॐ क़ ख़ ग़ ज़ ड़ १२३ ॥",
    "বাংলা ভাষা। ক্ষ ড় ঢ় য় ৎ ো ৌ ১২৩ ৳",
    "ਪੰਜਾਬੀ ਸ਼ ਖ਼ ગુજરાતી ଓଡ଼ିଆ ଡ଼ ୍",
    "தமிழ் மொழி ொ ோ ௌ ௧௨ తెలుగు భాష ಕನ್ನಡ ೀ ೇ മലയാളം ൊ ൌ ർ",
    "සිංහල ේ ෝ ෞ ෴ ไทยภาษา สวัสดีครับ ๆ ฯ ๚ ๛ ๐๑๒ ລາວ ສະບາຍດີ",
    "བོད་ཡིག་ གྷ ཌྷ ཱི ྲྀ ༄༅། ། ༠༡ မြန်မာ ၊ ။ ဦ ភាសាខ្មែរ ។ ៕ ៛",
    "አማርኛ ሰላም። ፩፪ ꬁ ᏣᎳᎩ ꮳꮃꭹ Ᏸ ᏸ ᐃᓄᒃᑎᑐᑦ ᙮ ᚠᚢᚦ ᚁᚂ ᛫",
    "ᠮᠣᠩᠭᠣᠯ ᠠ᠋ᠨ᠎ᠠ ᢅ ᢆ ᮞᮥᮔ᮪ᮓ ᬅᬓ᭄ᬱᬭ ᬆ ᭪ ꦗꦮ ꧀ ꧋ ᝣᝤ ᜴ ᜵",
    "你好，世界！我们在二〇二四年三月开会。「引用」『双』、《书》…… 〇〡〢",
    "繁體中文：會議紀錄、決議事項；𠀀𠀁𪜀𫝀𫠠𬺰㐀㿿鿿鿫豈更車凉﨎﨏丽丸乁",
    "会議は午後３時からです。カタカナ・ひらがな、ﾊﾝｶｸ ｶﾞｷﾞﾊﾟ ヴ が ぱ ゛゜ ゝゞ ヽヾ 〆ヶ ㍿ ㋿",
    "안녕하세요 회의는 오후 3시입니다. 각 힣 가 ㄱㄴㅏ 각 ꥠ ힰ ﾡￂ",
    "Ｆｕｌｌｗｉｄｔｈ　ＡＢＣ１２３！？（）［］｛｝～￥￦",
    "𝐁𝐨𝐥𝐝 𝕯𝖔𝖚𝖇𝖑𝖊 𝒮𝒸𝓇𝒾𝓅𝓉 ℝ ℕ ℤ Å K Ω ℵ ⅷ Ⅷ ① ⑴ ⒈ ⓐ Ⓐ 🄰 🅰 🆎",
    "ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ ŉ ǰ ẖ ẗ ẘ ẙ ẚ ſ ẛ ẜ K",
    "x² + y³ = √z ± ½ × ¾ ÷ ⅓ ≠ ≤ ≥ ≮ ≯ ∄ ∤ ∦ ≁ ≄ ∑ ∏ ∫ ∞ ∂ ∇ ∀ ∃ ¬ ∧",
    "→ ← ↔ ⇒ ⇏ ⇍ ↚ ↛ • ‣ ◦ ● ■ ★ ☆ ☐ ☑ ✓ ✔ ✗ ♥ ♫ © ® ™ ℠ № ℗ § ¶ † ‡ ‰ ‱ ′ ″",
    "$100 £200 €300 ¥400 ₹500 ₿6 ¢ ¤ ₽ ₺ ₩ ₫ ﹩ ＄ ￡",
    "😀 😂🤣 👍🏽 👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇫🇷 ❤️ ☕️ 1️⃣ #️⃣ 🧑🏿‍🚀 🫠 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "𐍈𐌰 𐐀𐐨 𐒰𐓘 𐤀𐤁 𐎠 𒀀 𓀀 𖠀 𖼀 𗀀 𛀀 𞄀 𞤀𞤢𞤤 𐲀𐳀 𑢠𑣀 𑂚 𑂜 𑄮 𑍋 𑒻 𝅗𝅥 𝅘𝅥𝅮",
    "e\u0301 E\u0301 o\u0308\u0304 a\u030a\u0301 n\u0303 I\u0307 i\u0307 q\u0307\u0323 q\u0323\u0307 s\u0323\u0307",
    "Z\u0351\u036b\u0343\u036a\u0302a\u0308\u0324l\u034f\u0355g\u0325o\u0337 te\u0334xt \u20dd \u20e3 a\u20dd \u0488 \u0483",
    "zero\u200bwidth zero\u200cwidth zero\u200dwidth word\u2060joiner soft\u00adhyphen bom\ufeff mid\u180edle",
    "tab\there\nnew\rreturn\x0bvertical\x0cform\x1ffile\x85next\u2028line\u2029para\u00a0nbsp\u3000wide\u1680ogham",
    "nul\x00byte bell\x07 esc\x1b[31mred\x1b[0m del\x7f c1\x80\x9f ls\u200e rs\u200f \u202a\u202e \u2066\u2069",
    "\ufffd replaced\ufffdhere \ufffc object \ufff9anchor\ufffa \ufffe \uffff \U0001fffe \U0010ffff \U000e0001",
    "private \ue000 \uf8ff \U000f0000 \U0010fffd a\ue000b a\U000f0000b \ud7ff a\ud7ffb a\ud7b0b",
    "quotes “double” ‘single’ «guillemets» ‹x› „low“ ‚x‘ \"plain\" 'plain' `back` ´acute´",
    "dashes - ‐ ‑ ‒ – — ― ⸺ ⸻ − _ ‿ ⁀ ﹘ ﹣ － · ‧ ・ ･ … ‥ ․",
    "brackets ⟨a⟩ ⟪b⟫ 〈c〉 【d】 〔e〕 ⁅f⁆ ❨g❩ ⦃h⦄ ⸢i⸣ ｟j｠ ︵k︶",
    "punctuation !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ all in one",
    "http://user:pass@example.com:8080/a/b?c=d&e=f#g  me@example.co.uk  C:\\Users\\x  ~/.config  @handle #tag",
    "snake_case camelCase kebab-case SCREAMING_CASE v1.2.3-rc4+build5 0xDEADBEEF 1e-9 1,234,567.89 50% 3/4",
    "don't won't it's y'all o'clock rock'n'roll 'tis ain’t we’re I’m",
    "[CLS] [SEP] [PAD] [UNK] [MASK] [unused0] ##ing ## # [ CLS ] <s> </s> <|endoftext|>",
    "antidisestablishmentarianism floccinaucinihilipilification supercalifragilisticexpialidocious",
    "", " ", "   \t\n  ", "\u200b", "\u0301", "\u0301\u0301abc", "\u00ad", ".", "...", "#", "##", "a", "A", "é", "中",
    "i̇ İ̇ I̍ ı̇", "ß ẞ ﬀ ŉ", "ΑΣ ΑΣΑ Σ σς", "\u1e9b\u0323", "\u0344", "\u0958", "\u2126\u212b\u212a", "\uac00\u11a8",
    "\u1100\u1161\u11a8", "\U0001d15e", "\U0002f800", "\ufb1d", "\ufb2c", "\u0f73", "\u0f75", "\u0f81", "\u1f82",
]

LONG = [
    "a" * 100, "a" * 101, "x" * 99 + " y", "é" * 100, "é" * 101, "e\u0301" * 100, "中" * 120, "\u00ad" * 300 + "hidden",
    "a\u0301" * 101, "ab" * 50 + "\u200b" + "c", "ab" * 50 + "\u200bc" + ", then", "가" * 33, "가각" * 20, "가" * 51,
    "word " * 60, "?!" * 70, "한" * 34, "१" * 100, "a-" * 60, "\U0001f600" * 101, "ｗ" * 100, "İ" * 100, "ǆ" * 101,
    "the " + "b" * 101 + " end", "the" + "\u0301" * 500 + " end", " " * 500 + "after", "z" * 100 + "\u0301",
]

POOLS = [
    ["the", "meeting", "Budget", "UNAFFABLE", "re", "deploy", "x", "I", "q3", "2024", "ing", "naïve", "Ångström"],
    list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    list("¡§«¶·»¿‐–—‘’“”„†•…‰′″‹›‼⁇。、・「」！？，．：；（）۔،؟।॥።"),
    [" ", " ", "  ", "\t", "\n", "\u00a0", "\u2003", "\u3000", "\u2028", "\r\n"],
    list("\u0300\u0301\u0302\u0303\u0308\u030a\u0327\u0328\u0323\u0331\u0345\u034f\u05b7\u064b\u093c\u0e49\u3099\u20d0"),
    list("\u0000\u0001\u0008\u001b\u007f\u0085\u00ad\u0600\u200b\u200c\u200d\u200e\u202e\u2060\ufeff\ufffd\ue000"),
    list("ßſıİŁłøæœðþĳŉǆǈǋﬁﬂﬀᾳῼΣςσϴẞ"),
    list("中文会議日本語豈更𠀀𪜀〇々〆") + ["한국", "가", "각", "힣", "ひら", "カタ", "ガ", "ﾊﾟ"],
    list("абвёйїґѐӂабв") + ["ЁЖ", "שָׁל", "سلا", "نمس", "नम", "स्ते", "ไทย", "தமி", "ქარ", "ᲥᲐ", "Ᏸ", "ꭰ", "ⴀ", "አማ"],
    ["😀", "👍🏽", "👩\u200d💻", "🇩🇪", "❤\ufe0f", "1\ufe0f\u20e3", "🏳\ufe0f\u200d🌈"],
    list("½²③ⅷ①℃Å㎏㍿ＡｂＣ１２￥𝐀𝔄ℝ"),
]


def mixtures(count, seed):
    """Random concatenations of the pools; the same for the same seed on every Python."""
    numbers = random.Random(seed)
    pick = lambda items: items[int(numbers.random() * len(items))]
    for _ in range(count):
        yield "".join(pick(pick(POOLS)) for _ in range(3 + int(numbers.random() * 14)))


def texts():
    return SENTENCES + LONG + list(mixtures(900, 20260305))
