"""Golden files for WordPiece, by HuggingFace `tokenizers` (tool/golden/prepare gives it its virtual environment).

    wordpiece.py VOCABULARY qmsum FOLDER OUT    the ids of every QMSum sentence in FOLDER, one JSON object a line
    wordpiece.py VOCABULARY torture OUT         tests/golden/wordpiece_torture.json
    wordpiece.py VOCABULARY check FILE          fails when FILE is not what `torture` would write
    wordpiece.py VOCABULARY classes             the tables of src/text/wordpiece_classes.h, to be formatted
"""
import hashlib
import json
import pathlib
import re
import sys

import tokenizers
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import NFD, BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

import torture_texts

SURROGATES = range(0xD800, 0xE000)
CODE_POINTS = [c for c in range(0x110000) if c not in SURROGATES]


def reference(vocabulary):
    """BERT uncased without added tokens: "[SEP]" in a text is text (as with encode_special_tokens)."""
    model = WordPiece.from_file(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", tokenizer.token_to_id("[SEP]")), ("[CLS]", tokenizer.token_to_id("[CLS]")))
    return tokenizer


def ids_of(tokenizer, texts):
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def sentences(folder):
    """Every turn, and every sentence of a turn that has several, without repetitions."""
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        for turn in json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]:
            parts = re.split(r"(?<=[.?!])\s+", turn["content"])
            found.update(dict.fromkeys([turn["content"], *parts]))
    return list(found)


def write_qmsum(tokenizer, folder, out):
    texts = sentences(folder)
    if not texts:
        sys.exit(f"{folder} holds no QMSum meetings")
    with open(out, "w", encoding="utf-8") as file:
        for text, ids in zip(texts, ids_of(tokenizer, texts)):
            file.write(json.dumps({"text": text, "ids": ids}, ensure_ascii=False, separators=(",", ":")) + "\n")


def sweep(tokenizer):
    """[first, last, ids] for every code point c, encoded within "a" + c + "b": neighbours with equal ids are one row."""
    rows = []
    for code, ids in zip(CODE_POINTS, ids_of(tokenizer, [f"a{chr(c)}b" for c in CODE_POINTS])):
        inner = ids[1:-1]
        if rows and rows[-1][2] == inner and rows[-1][1] == code - 1:
            rows[-1][1] = code
        else:
            rows.append([code, code, inner])
    return rows


def torture(tokenizer, vocabulary):
    digest = hashlib.sha256(pathlib.Path(vocabulary).read_bytes()).hexdigest()
    line = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    texts = torture_texts.texts()
    cases = ",\n".join(line([text, ids[1:-1]]) for text, ids in zip(texts, ids_of(tokenizer, texts)))
    rows = [line(row) for row in sweep(tokenizer)]
    swept = ",\n".join(",".join(rows[at : at + 8]) for at in range(0, len(rows), 8))
    about = f"ids without [CLS] and [SEP]; sweep: [first, last, ids of a + code point + b]; made by tool/golden/wordpiece.py"
    head = {"about": about, "tokenizers": tokenizers.__version__, "vocabulary_sha256": digest}
    return line(head)[:-1] + f',\n"cases":[\n{cases}\n],\n"sweep":[\n{swept}\n]}}\n'


def classes():
    """What the normaliser drops, what it strips and what the pre-tokenizer takes for punctuation, above ASCII."""
    clean = BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    strip = BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
    decompose, split = NFD(), BertPreTokenizer()
    private = lambda c: 0xE000 <= c <= 0xF8FF or c >= 0xF0000
    found = {"kFormat": [], "kPunctuation": [], "kNonspacing": []}
    for code in CODE_POINTS[0xA0:]:
        text = chr(code)
        if not clean.normalize_str(text) and not private(code) and code != 0xFFFD:
            found["kFormat"].append(code)
        if len(split.pre_tokenize_str(f"a{text}b")) == 3:
            found["kPunctuation"].append(code)
        if decompose.normalize_str(text) == text and not strip.normalize_str(text):
            found["kNonspacing"].append(code)
    for name, codes in found.items():
        ranges = []
        for code in codes:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
        cells = ", ".join(f"{{0x{first:04X}, 0x{last:04X}}}" for first, last in ranges)
        print(f"inline constexpr CodeRange {name}[] = {{\n    {cells}}};\n")


def main(arguments):
    match arguments:
        case [vocabulary, "qmsum", folder, out]:
            write_qmsum(reference(vocabulary), folder, out)
        case [vocabulary, "torture", out]:
            pathlib.Path(out).write_text(torture(reference(vocabulary), vocabulary), encoding="utf-8")
        case [vocabulary, "check", file]:
            if pathlib.Path(file).read_text(encoding="utf-8") != torture(reference(vocabulary), vocabulary):
                sys.exit(f"{file} is not what tokenizers {tokenizers.__version__} gives: make it again with `torture`")
        case [_, "classes"]:
            classes()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
