#include "extract/statements.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <random>

#include "text/normalise.h"

namespace hebb {
namespace {

using Dropped = std::map<std::string, std::uint32_t>;

Turn turn(std::uint32_t number, std::string speaker, std::string text) {
  return {.number = number, .speaker = std::move(speaker), .text = std::move(text)};
}

std::string words(std::size_t count, std::string_view word = "price") {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + std::string(word) + std::to_string(i);
  return text;
}

TEST_CASE("a turn of one sentence is one statement, clean") {
  const auto [list, report] = statements_of({turn(0, "Anna", "The price {vocalsound} is twenty five euros .")}, {});
  REQUIRE(list.size() == 1);
  CHECK(list[0].text == "The price is twenty five euros.");
  CHECK(list[0].own() == list[0].text);
  CHECK(list[0].speaker == "Anna");
  CHECK(report.turns_remembered == 1);
}

TEST_CASE("backchannels are function words alone or at most two words, unless they ask") {
  CHECK(is_backchannel("Yeah, okay, so."));
  CHECK(is_backchannel("Mm-hmm."));
  CHECK(is_backchannel("Uh, well, you know, that's it."));
  CHECK(is_backchannel("Next slide."));
  CHECK_FALSE(is_backchannel("Okay?"));
  CHECK_FALSE(is_backchannel("Why not?"));
  CHECK_FALSE(is_backchannel("Okay, but there's another problem."));
  CHECK_FALSE(is_backchannel("I'll do that."));
}

TEST_CASE("a dropped turn has its reason") {
  const auto [list, report] = statements_of(
      {turn(0, "Anna", "Mm-hmm."), turn(1, "Ben", ""), turn(2, "Ben", " \t"), turn(3, "Ben", "{disfmarker} .")}, {});
  CHECK(list.empty());
  CHECK(report.turns == 4);
  CHECK(report.turns_remembered == 0);
  CHECK(report.dropped == Dropped{{"backchannel", 1}, {"empty", 2}, {"marks_only", 1}});
}

TEST_CASE("a short turn joins the statement before it") {
  const auto anna = turn(0, "Anna", "We shall meet the supplier in the new office.");
  SECTION("the same speaker's goes on as their own words") {
    const auto [list, report] = statements_of({anna, turn(1, "Anna", "Friday at noon.")}, {});
    REQUIRE(list.size() == 1);
    CHECK(list[0].text == "We shall meet the supplier in the new office. Friday at noon.");
    CHECK(list[0].own() == list[0].text);
    CHECK(list[0].last_turn == 1);
    CHECK(report.turns_remembered == 2);
  }
  SECTION("another's stands after a dash and is not the speaker's own") {
    const auto [list, report] = statements_of({anna, turn(1, "Ben", "Friday suits me.")}, {});
    REQUIRE(list.size() == 1);
    CHECK(list[0].text == "We shall meet the supplier in the new office. \u2014 Friday suits me.");
    CHECK(list[0].own() == "We shall meet the supplier in the new office.");
    CHECK(list[0].speaker == "Anna");
  }
  SECTION("three turns back, but not four") {
    auto near = std::vector{anna, turn(3, "Ben", "Friday suits me.")};
    CHECK(statements_of(near, {}).list.size() == 1);
    near[1].number = 4;
    CHECK(statements_of(near, {}).list.size() == 2);
  }
  SECTION("not where that would be too long") {
    const auto [list, report] =
        statements_of({turn(0, "Anna", words(59) + "."), turn(1, "Anna", "Friday at noon.")}, {});
    CHECK(list.size() == 2);
  }
  SECTION("not when it has as many words as the option says") {
    CHECK(statements_of({anna, turn(1, "Anna", "Friday at noon then.")}, {.merge_below_words = 4}).list.size() == 2);
  }
}

TEST_CASE("few words of another that settle or take on something stand alone") {
  const auto count = [](std::string before, std::string text, std::string speaker = "Anna") {
    return statements_of({turn(0, "Ben", std::move(before)), turn(1, std::move(speaker), std::move(text))}, {})
        .list.size();
  };
  CHECK(count("The contract lies in the drawer.", "I'll send it tomorrow.") == 2);
  CHECK(count("The contract lies in the drawer.", "We decided to ship.") == 2);
  CHECK(count("The contract lies in the drawer.", "I'll send it tomorrow.", "Ben") == 1);
  CHECK(count("We need to send the contract.", "I'll send it tomorrow.") == 1);  // the answer to it
  CHECK(count("Who sends the contract?", "I'll send it tomorrow.") == 1);
  CHECK(count("The contract lies in the drawer.", "We agreed on that.") == 1);
  CHECK(count("The contract lies in the drawer.", "The motion is carried.") == 1);
}

TEST_CASE("the word that answers a question is kept, a yes is not") {
  const auto question = turn(0, "Anna", "Who sends the drawing to the factory?");
  const auto answered = statements_of({question, turn(1, "Ben", "Clara.")}, {});
  REQUIRE(answered.list.size() == 1);
  CHECK(answered.list[0].text.ends_with("\u2014 Clara."));
  CHECK(statements_of({question, turn(1, "Ben", "Yes.")}, {}).report.dropped == Dropped{{"backchannel", 1}});
  CHECK(statements_of({turn(0, "Anna", "Clara sends the drawing."), turn(1, "Ben", "Clara.")}, {}).report.dropped ==
        Dropped{{"backchannel", 1}});
}

TEST_CASE("a statement knows the few words that others say to it, joined or left out") {
  const auto list = statements_of({turn(0, "Anna", "Let's go with the yellow case then."), turn(1, "Ben", "Agreed."),
                                   turn(2, "Clara", "Works for me."), turn(3, "Anna", "Great."),
                                   turn(4, "Ben", "The factory lies in the far north."), turn(9, "Clara", "Okay.")},
                                  {})
                        .list;
  REQUIRE(list.size() == 2);
  REQUIRE(list[0].replies.size() == 2);
  CHECK((list[0].replies[0].speaker == "Ben" && list[0].replies[0].text == "Agreed."));
  CHECK((list[0].replies[1].speaker == "Clara" && list[0].replies[1].text == "Works for me."));
  CHECK(list[1].replies.empty());  // so much later it is none
}

TEST_CASE("a statement has the times of its first and last turn, and none that were not given") {
  using std::chrono::seconds;
  auto first = turn(0, "Anna", words(50) + ". " + words(50, "cost") + ".");
  first.start = seconds(3);
  first.end = seconds(60);
  auto second = turn(1, "Anna", "Friday at noon.");
  second.start = seconds(61);
  const auto list = statements_of({first, second}, {}).list;
  REQUIRE(list.size() == 2);
  CHECK(list[0].start == seconds(3));
  CHECK(list[0].end == seconds(60));
  CHECK(list[1].start == seconds(3));
  CHECK_FALSE(list[1].end);
  CHECK(list[1].first_turn == 0);
  CHECK(list[1].offset == 1);
}

// Captions of two seconds each, one right after the other.
std::vector<Turn> captions(std::initializer_list<std::string> texts) {
  std::vector<Turn> turns;
  for (const auto& text : texts) {
    auto& caption = turns.emplace_back(turn(static_cast<std::uint32_t>(turns.size()), "Maya", text));
    caption.start = Milliseconds(2000 * caption.number);
    caption.end = *caption.start + Milliseconds(2000);
  }
  return turns;
}

TEST_CASE("a sentence that captions cut apart is whole again") {
  const auto turns = captions({"It is too expensive. So I think we", "should go with June, and Jonas will send",
                               "the new flyer to the printer by Friday.", "Any other points for today?"});
  const auto [list, report] = statements_of(turns, {});
  REQUIRE(list.size() == 2);
  CHECK(list[0].text ==
        "It is too expensive. So I think we should go with June, and Jonas will send the new flyer to the printer by "
        "Friday.");
  CHECK(list[0].own() == list[0].text);
  CHECK(list[0].first_turn == 0);
  CHECK(list[0].last_turn == 2);
  CHECK(list[0].start == Milliseconds(0));
  CHECK(list[0].end == Milliseconds(6000));
  CHECK(list[1].first_turn == 3);
  CHECK(report.turns_remembered == 4);
}

TEST_CASE("a caption in which one statement ends and the next begins is of both") {
  const auto turns = captions({words(30) + " and that", "is all. The other", words(29, "cost") + "."});
  const auto list = statements_of(turns, {}).list;
  REQUIRE(list.size() == 2);
  CHECK(list[0].text.ends_with("and that is all."));
  CHECK(list[0].last_turn == 1);
  CHECK(list[1].text.starts_with("The other cost0"));
  CHECK(list[1].first_turn == 1);
  CHECK(list[1].offset == 0);
  CHECK(list[1].last_turn == 2);
}

TEST_CASE("what is no caption of one sentence is not put together") {
  auto turns = captions({"We have decided to move the launch to", "the second week of June, after the fair."});
  REQUIRE(statements_of(turns, {}).list.size() == 1);
  SECTION("another speaks") {
    turns[1].speaker = "Jonas";
  }
  SECTION("a long pause") {
    turns[1].start = *turns[0].end + Milliseconds(3001);
  }
  SECTION("no end is known, as in a chat") {
    turns[0].end.reset();
  }
  SECTION("a sentence ends") {
    turns[0].text += " June.";
  }
  SECTION("something between is erased") {
    turns[1].number = 2;
  }
  CHECK(statements_of(turns, {}).list.size() == 2);
}

TEST_CASE("captions that mark a change of speaker are of two voices") {
  const std::string mark = GENERATE(">> ", ">>", "- ", "\u2013 ");
  auto turns = captions({"so I think we should order ten pumps", mark + "no we should not order any pump",
                         "before the new year", mark + "okay then we wait"});
  for (auto& turn : turns) turn.speaker.reset();
  const auto list = statements_of(turns, {}).list;
  REQUIRE(list.size() == 2);
  CHECK(list[0].text == "so I think we should order ten pumps");
  CHECK(list[1].own() == mark + "no we should not order any pump before the new year");
  CHECK(list[1].text == std::string(list[1].own()) + " \u2014 " + mark + "okay then we wait");
}

TEST_CASE("the dashes of a named speaker's list and of an aside are no other's voice") {
  const auto items = captions({"The list is", "- the pump which ships on Friday", "- the gasket",
                               "- and the supplier whom I will call tomorrow"});
  const auto list = statements_of(items, {}).list;
  REQUIRE(list.size() == 1);
  CHECK(list[0].own() ==
        "The list is - the pump which ships on Friday - the gasket - and the supplier whom I will call tomorrow");
  auto aside = captions({"We have decided to move the launch to June", "\u2014 and that is all for today"});
  for (auto& turn : aside) turn.speaker.reset();
  CHECK(statements_of(aside, {}).list.size() == 1);
}

TEST_CASE("however captions cut a text, its statements are those of the whole") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U);
  std::mt19937 random(seed);
  std::string whole;
  for (int i = 0; i < 12; ++i) whole += (i ? " " : "") + words(3 + random() % 40) + ".";
  const auto expected = statements_of({turn(0, "Maya", whole)}, {}).list;
  std::vector<Turn> cut;
  for (std::string_view rest = whole; !rest.empty();) {
    std::size_t end = rest.find(' ', 20 + random() % 100);
    while (end != std::string_view::npos && rest[end - 1] == '.') end = rest.find(' ', end + 1);
    cut.push_back(turn(static_cast<std::uint32_t>(cut.size()), "Maya", std::string(rest.substr(0, end))));
    cut.back().start = cut.back().end = Milliseconds(1000 * cut.size());
    rest.remove_prefix(std::min(end, rest.size()));
  }
  const auto list = statements_of(cut, {}).list;
  REQUIRE(list.size() == expected.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    CHECK(list[i].text == expected[i].text);
    CHECK(cut[list[i].first_turn].text.find(list[i].text.substr(0, list[i].text.find(' '))) != std::string::npos);
    if (i == 0) continue;
    CHECK(list[i].first_turn >= list[i - 1].last_turn);
    CHECK(list[i].offset == (list[i].first_turn == list[i - 1].first_turn ? list[i - 1].offset + 1 : 0));
  }
  CHECK(list.front().first_turn == 0);
  CHECK(list.back().last_turn == cut.back().number);
}

TEST_CASE("a long turn is packed at sentence ends") {
  const auto pieces = packed(words(30, "a") + ". " + words(25, "b") + ". " + words(10, "c") + ".", 60, 5);
  REQUIRE(pieces.size() == 2);
  CHECK(pieces[0].ends_with("b24."));
  CHECK(pieces[1].starts_with("c0"));
  SECTION("a tail too short to stand alone stays with what it follows") {
    CHECK(packed(words(40, "a") + ". " + words(18, "b") + ". " + words(2, "c") + ".", 60, 5).size() == 1);
  }
}

TEST_CASE("a long sentence is cut evenly, at a comma near the middle") {
  const auto even = packed(words(80), 60, 5);
  REQUIRE(even.size() == 2);
  CHECK(count_words(even[0]) == 40);
  const auto comma = packed(words(35, "a") + ", " + words(45, "b"), 60, 5);
  REQUIRE(comma.size() == 2);
  CHECK(comma[1].starts_with("b0"));
  const auto conjunction = packed(words(44, "a") + " because " + words(35, "b"), 60, 5);
  REQUIRE(conjunction.size() == 2);
  CHECK(conjunction[1].starts_with("because"));
}

TEST_CASE("no statement is longer than max_words, whatever the text") {
  std::mt19937 random(7);
  static constexpr std::array<std::string_view, 16> kPieces{"a",  "price", ".",  ",",  " ", " ",      " ",      "-",
                                                            "/a", "?",     "ab", "'s", "1", "\u00E9", "\u65E5", "Mr."};
  for (int i = 0; i < 300; ++i) {
    std::vector<Turn> turns;
    const auto count = random() % 12;
    for (std::uint32_t t = 0; t < count; ++t) {
      std::string text;
      const auto pieces = random() % 400;
      for (std::uint32_t k = 0; k < pieces; ++k) text += kPieces[random() % kPieces.size()];
      turns.push_back(turn(t, random() % 2 != 0 ? "Anna" : "Ben", text));
      if (i % 2 != 0) turns.back().start = turns.back().end = Milliseconds(1000 * t);
    }
    const ExtractOptions options{.max_words = 8 + random() % 60, .merge_below_words = random() % 8};
    const auto [list, report] = statements_of(turns, options);
    std::uint32_t explained = report.turns_remembered;
    for (const auto& [reason, dropped] : report.dropped) explained += dropped;
    REQUIRE(explained == turns.size());
    for (const auto& statement : list) {
      REQUIRE(count_words(statement.text) <= options.max_words);
      REQUIRE_FALSE(statement.text.empty());
      REQUIRE(statement.own_bytes <= statement.text.size());
      REQUIRE(statement.first_turn <= statement.last_turn);
    }
  }
}

TEST_CASE("a turn without white space is cut all the same") {
  const auto letters = packed(std::string(100'000, 'x'), 60, 5);
  CHECK(letters.size() > 1);
  for (const auto& piece : letters) CHECK(piece.size() <= 60 * 520);
  std::string dashes;
  for (int i = 0; i < 20'000; ++i) dashes += "- ";
  for (const auto& piece : packed(dashes + words(70), 60, 5)) CHECK(piece.size() < 1000);
  const auto accents = packed(
      [] {
        std::string text;
        for (int i = 0; i < 20'000; ++i) text += "\u00E9/";
        return text;
      }(),
      60, 5);
  for (const auto& piece : accents) {
    CHECK(count_words(piece) <= 60);
    CHECK(clean_text(piece) == piece);
  }
}

}  // namespace
}  // namespace hebb
