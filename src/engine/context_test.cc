#include "engine/context.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <format>
#include <random>

#include "text/normalise.h"

using namespace hebb;

namespace {

// Meetings and memories of a test; what it hands out stays where it is.
class Shelf {
 public:
  const CatalogMeeting* meeting(char last, std::string title, std::optional<int> day) {
    CatalogMeeting& made = meetings_.emplace_back();
    made.id = *MeetingId::parse(std::string("01234567-89ab-8def-8123-456789abcde") + last);
    made.title = std::move(title);
    made.project = "p";
    if (day) made.started_at = Instant() + std::chrono::days(*day);
    return &made;
  }

  RankedMemory memory(const CatalogMeeting* meeting, std::uint32_t position, std::string text,
                      std::optional<std::string> speaker = "Ada", float score = 1) {
    Memory& made = memories_.emplace_back();
    made.id = memory_id_of(meeting->id, Level::episode, "statement", position, 0);
    made.meeting = meeting->id;
    made.position = position;
    made.first_turn = 2 * position;
    made.last_turn = 2 * position + 1;
    made.start = std::chrono::seconds(10 * position);
    made.end = std::chrono::seconds(10 * position + 9);
    made.text = std::move(text);
    made.speaker = std::move(speaker);
    return {&made, meeting, score};
  }

 private:
  std::deque<CatalogMeeting> meetings_;
  std::deque<Memory> memories_;
};

std::string text_of(const Passage& passage) {
  std::string text;
  for (const auto& line : passage.lines) text += line.speaker.value_or("?") + ": " + line.text + "\n";
  return text;
}

}  // namespace

TEST_CASE("memories that touch are one passage, with what they have in common", "[engine]") {
  Shelf shelf;
  const auto* meeting = shelf.meeting('1', "Pricing", 3);
  const std::vector ranked{
      shelf.memory(meeting, 5, "Why so much?", "Bo", 4), shelf.memory(meeting, 4, "We raise it.", "Ada", 1),
      shelf.memory(meeting, 3, "The price is low.", "Ada", 2), shelf.memory(meeting, 7, "Nobody spoke.", std::nullopt)};
  const auto passages = packed_passages(ranked, 100);
  REQUIRE(passages.size() == 2);
  const Passage& first = passages[0];
  CHECK(text_of(first) == "Ada: The price is low. We raise it.\nBo: Why so much?\n");
  CHECK(first.speakers == std::vector<std::string>{"Ada", "Bo"});
  CHECK(first.memories == std::vector{ranked[2].memory->id, ranked[1].memory->id, ranked[0].memory->id});
  CHECK(first.first_turn == 6);
  CHECK(first.last_turn == 11);
  CHECK(first.start == std::chrono::seconds(30));
  CHECK(first.end == std::chrono::seconds(59));
  CHECK(first.occurred_at == Instant() + std::chrono::days(3) + std::chrono::seconds(30));
  CHECK(first.words == 10);
  CHECK(first.score == 4);
  CHECK(first.meeting_title == "Pricing");
  CHECK(first.project == "p");
  CHECK(text_of(passages[1]) == "?: Nobody spoke.\n");
  CHECK(passages[1].speakers.empty());
}

TEST_CASE("consecutive positions of two meetings do not touch", "[engine]") {
  Shelf shelf;
  const std::vector ranked{shelf.memory(shelf.meeting('1', "A", 1), 0, "one"),
                           shelf.memory(shelf.meeting('2', "B", 1), 1, "two")};
  CHECK(packed_passages(ranked, 100).size() == 2);
}

TEST_CASE("passages come by the meeting's start, undated ones last and by title, then by time", "[engine]") {
  Shelf shelf;
  const auto* late = shelf.meeting('1', "A", 9);
  const auto* early = shelf.meeting('2', "Z", 2);
  const auto* undated_b = shelf.meeting('3', "b", std::nullopt);
  const auto* undated_a = shelf.meeting('4', "a", std::nullopt);
  const std::vector ranked{shelf.memory(undated_b, 0, "five"), shelf.memory(late, 8, "three"),
                           shelf.memory(early, 4, "one"), shelf.memory(late, 2, "two"),
                           shelf.memory(undated_a, 0, "four")};
  std::string order;
  for (const auto& passage : packed_passages(ranked, 100)) order += passage.lines[0].text + " ";
  CHECK(order == "one two three four five ");
}

TEST_CASE("what does not fit is passed over for what does, a few times", "[engine]") {
  Shelf shelf;
  const auto* meeting = shelf.meeting('1', "A", 1);
  std::vector ranked{shelf.memory(meeting, 0, "one two three"), shelf.memory(meeting, 2, "one two three"),
                     shelf.memory(meeting, 4, "one two")};
  auto passages = packed_passages(ranked, 5);
  REQUIRE(passages.size() == 2);
  CHECK(passages[1].first_turn == 8);
  CHECK(packed_passages(ranked, 2).size() == 1);
  CHECK(packed_passages(ranked, 1).empty());
  CHECK(packed_passages({}, 50).empty());

  ranked.resize(1);
  for (std::uint32_t i = 0; i < 40; ++i) ranked.push_back(shelf.memory(meeting, 10 + 2 * i, "one two three four"));
  ranked.push_back(shelf.memory(meeting, 100, "far down"));
  CHECK(packed_passages(ranked, 5).size() == 1);
}

TEST_CASE("no budget is exceeded, no word lost, and the order of equals changes nothing", "[engine]") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    Shelf shelf;
    std::vector<RankedMemory> ranked;
    for (int m = 0; m < 3; ++m) {
      const auto* meeting =
          shelf.meeting(static_cast<char>('1' + m), "same", m == 0 ? std::nullopt : std::optional<int>(1));
      for (std::uint32_t position = 0; position < 20; ++position) {
        std::string text = "word";
        for (auto words = random() % 12; words > 0; --words) text += " word";
        ranked.push_back(shelf.memory(meeting, position, text, random() % 2 == 0 ? "Ada" : "Bo"));
      }
    }
    std::ranges::shuffle(ranked, random);
    const std::size_t budget = random() % 500;
    const auto passages = packed_passages(ranked, budget);
    std::size_t words = 0;
    std::vector<MemoryId> used;
    for (const auto& passage : passages) {
      std::size_t counted = 0;
      for (const auto& line : passage.lines) counted += count_words(line.text);
      CHECK(counted == passage.words);
      words += counted;
      used.insert(used.end(), passage.memories.begin(), passage.memories.end());
    }
    CHECK(words <= budget);
    CHECK((words + 12 > budget || used.size() == ranked.size()));
    std::ranges::sort(used);
    CHECK(std::ranges::adjacent_find(used) == used.end());

    // Everything fits: then ranks do not matter.
    const auto whole = packed_passages(ranked, 10'000);
    std::ranges::shuffle(ranked, random);
    const auto again = packed_passages(ranked, 10'000);
    REQUIRE(whole.size() == 3);
    REQUIRE(again.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(whole[i].memories == again[i].memories);
      CHECK(whole[i].lines == again[i].lines);
      CHECK(whole[i].lines.size() > 1);
    }
  }
}
