#include "text/normalise.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <random>
#include <string>
#include <thread>

namespace hebb {
namespace {

using Words = std::vector<std::string>;
using Views = std::vector<std::string_view>;

struct Cleaning {
  std::string_view given;
  std::string_view clean;
};

TEST_CASE("clean_text removes transcription marks") {
  const auto [given, clean] = GENERATE(values<Cleaning>({
      {"So {vocalsound} we start {disfmarker} now .", "So we start now."},
      {"[laughter] Fine [inaudible 00:03:21] then", "Fine then"},
      {"<v Anna>Hello</v> there", "Hello there"},
      {"if x < 6 and y > 2", "if x < 6 and y > 2"},
      {"half a { bracket", "half a bracket"},
      {"half a ] bracket", "half a bracket"},
      {"{gap}", ""},
      {"", ""},
      {" . , and so", "and so"},
      {"a\tb\r\nc\xC2\xA0"
       "d",
       "a b c d"},
      {"\xEF\xBB\xBFWell", "Well"},
      {"bad \xFF\xFE bytes", "bad bytes"},
  }));
  CHECK(clean_text(given) == clean);
}

TEST_CASE("clean_text keeps an opening bracket from swallowing a speech") {
  const std::string speech(500, 'x');
  CHECK(clean_text("[ " + speech + " ]") == "[ " + speech + " ]");
  CHECK(clean_text("[inaudible " + speech + " and on") == "inaudible " + speech + " and on");
}

TEST_CASE("clean_text joins what annotation split") {
  const auto [given, clean] = GENERATE(values<Cleaning>({
      {"it 's what we 've got , I 'm sure", "it's what we've got, I'm sure"},
      {"I do n't and ca n't", "I don't and can't"},
      {"we do n 't", "we don't"},
      {"the L_C_D_ and T_ V_ set", "the LCD and TV set"},
      {"A_ plan", "A plan"},
      {"snake_case stays", "snake_case stays"},
      {"he said ' so '", "he said ' so '"},
      {"what ? no !", "what? no!"},
      {"rock ' n ' roll", "rock ' n ' roll"},
  }));
  CHECK(clean_text(given) == clean);
}

TEST_CASE("split_sentences ends at marks before white space") {
  CHECK(split_sentences("We go. Really? Yes! Fine") == Views{"We go.", "Really?", "Yes!", "Fine"});
  CHECK(split_sentences("He said \"stop.\" Then he left.") == Views{"He said \"stop.\"", "Then he left."});
  CHECK(split_sentences("okay. so we start").size() == 2);
  CHECK(split_sentences("Well... we try. Then… We see").size() == 3);
  CHECK(split_sentences("What?! No.").size() == 2);
  CHECK(split_sentences("  ").empty());
  CHECK(split_sentences("").empty());
  CHECK(split_sentences(" . ").size() == 1);
}

TEST_CASE("split_sentences leaves words that own their full stop") {
  const auto text = GENERATE("Mr. Smith met Dr. Jones.", "J. R. Smith left at 3.5 past.",
                             "Use e.g. the red one, i.e. this one.", "It is item no. 5 on the list.",
                             "See hebb.example/index.html now.", "At 5 p.m. we meet.", "Version 1.2.3 is out.",
                             "Apples, pears etc. are fruit.", "Acme Inc. sells it.", "We met St. John there.");
  CHECK(split_sentences(text) == Views{text});
}

TEST_CASE("split_sentences ends after an abbreviation when a new sentence begins") {
  CHECK(split_sentences("We meet at 5 p.m. Bring the plan.").size() == 2);
  CHECK(split_sentences("Oh no. We lost it.").size() == 2);
  CHECK(split_sentences("So do I. We both do.").size() == 2);
}

TEST_CASE("words_of gives runs of letters and digits") {
  CHECK(words_of("Don't e-mail the 3rd one -- it's 3.5%!") ==
        Words{"don't", "e-mail", "the", "3rd", "one", "it's", "3", "5"});
  CHECK(words_of("It\u2019s the \uFB01nal CAF\u00C9 \uFF21\uFF11") == Words{"it's", "the", "final", "caf\u00E9", "a1"});
  CHECK(words_of("cafe\u0301") == words_of("caf\u00E9"));
  CHECK(words_of("_a_ 'b' -c- \xFF"
                 "d") == Words{"a", "b", "c", "d"});
  CHECK(words_of("...").empty());
  CHECK(count_words("Don't e-mail the 3rd one") == 5);
  CHECK(count_words("caf\u00E9 \u2014 bar") == 2);
}

TEST_CASE("index_terms are stems of content words") {
  CHECK(index_terms("We were discussing the remote controls' prices") == Words{"discuss", "remot", "control", "price"});
  CHECK(index_terms("The discussion's e-mail follow-up, yeah") == Words{"discuss", "email", "follow"});
  CHECK(index_terms("um, you know, that's it").empty());
  CHECK(is_stop_word("the"));
  CHECK(is_stop_word("she's"));
  CHECK_FALSE(is_stop_word("price"));
  CHECK(index_terms(std::string(1000, 'x')) == Words{std::string(64, 'x')});
}

TEST_CASE("index_terms may be called from several threads at once") {
  const std::string text = "discussing prices and remote controls";
  const auto expected = index_terms(text);
  std::array<bool, 4> same{};
  {
    std::vector<std::jthread> threads;
    for (auto& ok : same)
      threads.emplace_back([&] {
        ok = true;
        for (int i = 0; i < 200; ++i)
          ok = ok && index_terms(text + " " + std::to_string(i)).size() == expected.size() + 1;
      });
  }
  for (const bool ok : same) CHECK(ok);
}

// Text over an alphabet in which every rule has its characters, so that they meet in all orders.
std::string random_text(std::mt19937& random) {
  static constexpr std::array<std::string_view, 49> kPieces{
      "a",     "B",  "s",   "n't",    "T_",     "_",    "'",        "\u2019",     "-",      ".",
      ",",     "?",  "!",   " ",      " ",      " ",    "{",        "}",          "[",      "]",
      "<",     ">",  "/",   "\u00E9", "\u2026", "\xFF", "\xE2\x80", "\uFEFF",     "re",     "\t",
      "Mr",    "no", "p.m", "5",      ":",      ";",    "\"",       "\u00A0",     "\u65E5", "\xF0\x9F\x98\x80",
      "noise", "i",  "v",   "gap",    "(",      "=",    "comment",  "correction", "laughs"};
  std::string text;
  const auto pieces = random() % 40;
  for (std::uint32_t i = 0; i < pieces; ++i) text += kPieces[random() % kPieces.size()];
  return text;
}

bool is_blank(std::string_view text) {
  return words_of(text).empty() && text.find_first_not_of(" \t\r\n") == text.npos;
}

TEST_CASE("a mark that gets short enough by cleaning makes no difference to cleaning again") {
  for (std::size_t letters = 150; letters < 220; ++letters) {
    const std::string text = "so <v Anna " + std::string(letters, 'x') + " } , it 's U_ K_> fine";
    const auto clean = clean_text(text);
    INFO("text: " << text);
    CHECK(clean_text(clean) == clean);
  }
}

TEST_CASE("normalisation holds its properties on any text") {
  std::mt19937 random(20260305);
  for (int i = 0; i < 20000; ++i) {
    const auto text = random_text(random);
    INFO("text: " << text);
    const auto clean = clean_text(text);
    REQUIRE(clean.size() <= text.size());
    REQUIRE(clean_text(clean) == clean);
    REQUIRE(count_words(text) == words_of(text).size());
    for (const std::string& subject : {text, clean}) {
      const std::string_view whole = subject;
      std::size_t at = 0;
      for (const auto sentence : split_sentences(whole)) {
        REQUIRE_FALSE(sentence.empty());
        const auto begin = static_cast<std::size_t>(sentence.data() - whole.data());
        REQUIRE(begin >= at);
        REQUIRE((begin + sentence.size()) <= whole.size());
        if (&subject == &clean) REQUIRE(is_blank(whole.substr(at, begin - at)));
        at = begin + sentence.size();
      }
    }
  }
}

TEST_CASE("clean_text keeps what only looks like a mark") {
  const auto [given, clean] = GENERATE(values<Cleaning>({
      {"[OPS-123] must be done", "[OPS-123] must be done"},
      {"[SPEAKER_00] We go.", "We go."},
      {"a <b and c > d", "a <b and c > d"},
      {"see [the price list](https://prices.example)", "see the price list (https://prices.example)"},
      {"latency <p99 and cost > 5", "latency <p99 and cost > 5"},
      {"[INAUDIBLE] we [crosstalk 00:03] go", "we go"},
      {"we decided on .NET , not Java .", "we decided on .NET, not Java."},
      {".NET is fine", ".NET is fine"},
      {"well .. yes", "well.. yes"},
      {"\u200EMaya", "Maya"},
  }));
  CHECK(clean_text(given) == clean);
}

TEST_CASE("clean_text keeps brackets that are part of what was said") {
  const std::string_view said = GENERATE(
      "List<String> and vector<int> here, and if a<b and c>d then we stop.",
      R"(Keep items[0], slice[1:2] and drop {"id": 5, "of": [1, 2]} from the reply.)",
      "Send the <title> and <body> elements to <ada@example.org> by Friday please.", "Use the <b> element, not <i>.",
      "Set HEBB_URL=https://<host>:<port>/api before the start.", "The fee is [ten percent] {gross} for all partners.",
      "Take Set<S>, Vec<u>, Map<K, V> and int[] from noise[level].",
      "The price is {price} for [name] and list[...] more.", "Say <noise_level> or [music_file] or {} or <br_x>.",
      "We go 3 <- 4 -> 5 and x <v and y > z.");
  CHECK(clean_text(said) == said);
}

TEST_CASE("clean_text removes marks of other languages, transcribers, subtitles and recorders") {
  const std::string_view mark = GENERATE(
      "[lacht]", "[Gel\u00E4chter]", "[GEL\u00C4CHTER]", "[unverst\u00E4ndlich]", "[unv.]", "[unv., 00:12:03]",
      "[rires]", "[applaudissements]", "[incompr\u00E9hensible]", "[?]", "[??]", "[ph]", "[phonetic]", "[overtalk]",
      "[over-talking]", "[cross-talk]", "[off mic]", "[off-mic]", "[unclear word]", "[indistinct]", "[muffled]",
      "[no audio]", "[No response]", "[pause 5 sec]", "[silence 3s]", "[LAUGHS HARD]", "[laughter in room]",
      "[Maya laughs]", "[both laugh]", "[coughing fit]", "[telephone rings]", "[10:35 AM]", "[10:35:02 p.m.]", "{um}",
      "{Maya laughs}", "<sil>", "[\u2026]", "[...]", "[****]", "[\u266A]", "[door opens]", "[phone buzzes]",
      "[birds chirping]", "[knocking on door]", "[dramatic music]", "[crowd cheering]", "[groaning]", "[MUSIC PLAYING]",
      "[phone-ringing]", "[Recording started]", "[end of recording]", "[Start of recorded material]", "[END]");
  CHECK(clean_text("We go " + std::string(mark) + " on then.") == "We go on then.");
  CHECK(clean_text(mark).empty());
}

TEST_CASE("clean_text removes what WhatsApp says of a message") {
  const std::string_view note =
      GENERATE("<This message was edited>", "<this message was edited.>", "<Diese Nachricht wurde bearbeitet.>",
               "\u200E<Diese Nachricht wurde bearbeitet>", "<Ce message a \u00E9t\u00E9 modifi\u00E9>",
               "<Media omitted>", "<Medien ausgeschlossen>", "<attached: 00000012-PHOTO.jpg>");
  CHECK(clean_text("We meet on Friday. " + std::string(note)) == "We meet on Friday.");
  CHECK(clean_text(note).empty());
}

TEST_CASE("clean_text keeps brackets that only resemble marks of what was heard") {
  const std::string_view said =
      GENERATE("Ask [Lachlan] and [Coughlin] for the [phone number] and the [music budget].",
               "The [gap analysis] and the [comment field] say [static types] and [door code].",
               "We take [the plan] of [JIRA] and [REDACTED] with [name of speaker] and [our music].",
               "Of code[END] and code[*] and a[0] the [budget for music] is [the end].",
               "It runs {...} and {name: Maya} at [10 am].",
               "I said [a joke of which they laughed and which nobody found funny].");
  CHECK(clean_text(said) == said);
}

TEST_CASE("clean_text removes the marks of captions and transcribers wherever they stand") {
  const auto [given, clean] = GENERATE(values<Cleaning>({
      {"<i>We go</i> now, <b>all</b> of us", "We go now, all of us"},
      {"- <i>We go on", "- We go on"},
      {"so<00:00:05.000><c> we</c><00:00:06.120><c.yellow> go</c>", "so we go"},
      {"<v.loud Anna Smith>Hello <lang en>all</lang>", "Hello all"},
      {"<font color=\"#ff0000\">Red</font> un<u>believ</u>able", "Red un believ able"},
      {"one line<br>next<br/>last", "one line next last"},
      {"[Music] we [ __ ] go [00:03:21] on [speaking Welsh] then [Phone ringing]", "we go on then"},
      {"[Inaudible.] [Laughter and applause] {pause} {gap} <unk> yes [BLANK_AUDIO]", "yes"},
      {"we [inaudible due to {noise} outside] go", "we go"},
  }));
  CHECK(clean_text(given) == clean);
}

TEST_CASE("clean_text keeps behind a word what may be said of other things") {
  const std::string_view said =
      GENERATE("We use List<Comment>, Repository<Speaker>, Promise<Comment[]> and Map<Speaker, Comment>.",
               "Read map[speaker], map[static], playlist[music] and ${speaker} here.",
               "Call /api/talks/{speaker} and /music/{comment}?id={speaker} first.",
               "[Correction: the launch is 8 June] We tell [correction of the price] them.");
  CHECK(clean_text(said) == said);
}

TEST_CASE("clean_text removes behind a word what is said of nothing else") {
  const std::string_view mark =
      GENERATE("[laughs]", "{disfmarker}", "{vocalsound}", "{nonvocalsound}", "{gap}", "{pause}", "[inaudible.]",
               "[laughter.]", "[interruption.]", "[inaudible 00:03:21]", "[inaudible because of the noise]", "<laughs>",
               "[cross-talk]", "[?]", "[ __ ]");
  CHECK(clean_text("yeah" + std::string(mark) + " we go") == "yeah we go");
  CHECK(clean_text("w" + std::string(mark) + "we go") == "w we go");
}

TEST_CASE("a mark of nothing but a line is one beside brackets without a partner too") {
  const auto clean = clean_text("so {v<{_][}a");
  CHECK(clean_text(clean) == clean);
}

TEST_CASE("clean_text removes a correction that tells of nothing") {
  const std::string_view mark =
      GENERATE("[correction]", "[Correction]", "[correction: indiscernible]", "[comment]", "{comment}", "<comment>");
  CHECK(clean_text("We go " + std::string(mark) + " on.") == "We go on.");
}

}  // namespace
}  // namespace hebb
