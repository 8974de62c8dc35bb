#include "consolidate/patterns.h"

#include <algorithm>
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "text/normalise.h"

using namespace hebb;

namespace {

// As near to others as it has terms in common with them.
Vector vector_of(std::string_view text) {
  Vector vector(kVectorDimension);
  for (const auto& term : index_terms(text)) vector[std::hash<std::string>()(term) % kSemanticDimension] += 1;
  float length = 0;
  for (const float x : vector) length += x * x;
  for (float& x : vector) x /= length > 0 ? std::sqrt(length) : 1;
  return vector;
}

MeetingId meeting_number(std::uint8_t number) {
  UuidBytes bytes{};
  bytes[0] = number;
  return MeetingId(bytes);
}

// Statements of a test, each with an id of its own.
class Talk {
 public:
  MemoryId say(std::uint8_t meeting, std::string text, MemoryType type = MemoryType::context) {
    Memory& memory = memories_.emplace_back();
    memory.id = memory_id_of(meeting_number(meeting), Level::episode, "statement",
                             static_cast<std::uint32_t>(memories_.size()), 0);
    memory.meeting = meeting_number(meeting);
    memory.type = type;
    memory.vector = vector_of(text);
    memory.text = std::move(text);
    return memory.id;
  }
  std::vector<std::vector<MemoryId>> patterns(const PatternParameters& parameters = {}) const {
    PatternSearch search(parameters);
    for (const Memory& memory : memories_) search.add(memory);
    const auto candidates = search.candidates();
    REQUIRE(candidates);
    const auto read = [&](std::span<const MemoryId> ids) -> Result<std::vector<Memory>> {
      CHECK(ids.size() <= parameters.most_vectors);
      std::vector<Memory> chosen;
      for (const Memory& memory : memories_) {
        if (!std::ranges::contains(ids, memory.id)) continue;
        CHECK(std::ranges::binary_search(*candidates, memory.id));
        chosen.push_back(memory);
      }
      return chosen;
    };
    return *search.patterns(read);
  }
  std::vector<Memory>& memories() { return memories_; }

 private:
  std::vector<Memory> memories_;
};

bool are_one(const char* first, const char* second) {
  Talk talk;
  talk.say(1, first);
  talk.say(2, second);
  return !talk.patterns().empty();
}

using Sets = std::set<std::set<MemoryId>>;

Sets as_sets(const std::vector<std::vector<MemoryId>>& patterns) {
  Sets sets;
  for (const auto& members : patterns) sets.emplace(members.begin(), members.end());
  return sets;
}

}  // namespace

TEST_CASE("what is said again in another meeting is a pattern", "[consolidate]") {
  Talk talk;
  const auto first = talk.say(1, "Takes too much time to learn how to use a new remote control.");
  talk.say(1, "We could make the buttons of rubber.");
  const auto second = talk.say(2, "It takes too much time to learn to use a new remote control");
  CHECK(as_sets(talk.patterns()) == Sets{{first, second}});
}

TEST_CASE("what differs in a number, a day, a name, a denial or the better of two is not the same", "[consolidate]") {
  CHECK(
      are_one("The retail price of our remote control is 25 Euro", "Our remote control has a retail price of 25 Euro"));
  CHECK_FALSE(are_one("The retail price of our remote control is 25 Euro",
                      "The retail price of our remote control is 20 Euro"));
  CHECK_FALSE(are_one("Seventy percent of users find remotes ugly", "Eighty percent of users find remotes ugly"));
  CHECK_FALSE(are_one("The vendor ships the chips on friday", "The vendor ships the chips on monday"));
  CHECK_FALSE(are_one("The offer of Acme covers the plastic case", "The offer of Bolt covers the plastic case"));
  CHECK_FALSE(are_one("The display requires an advanced chip", "The display doesn't require an advanced chip"));
  CHECK_FALSE(are_one("The vendor limits the chips budget to 50k", "The vendor limits the chips budget to 60k"));
  CHECK_FALSE(are_one("No one sells rubber cases on Friday", "Everyone sells rubber cases on Friday"));
  CHECK_FALSE(are_one("The colour of the case is purple", "The colour of the case is cyan"));
  CHECK_FALSE(are_one("The LCD screen is worth more than speech recognition",
                      "Speech recognition is worth more than the LCD screen"));
}

TEST_CASE("nor is a statement of another type, mere talk, or the same meeting's own", "[consolidate]") {
  Talk talk;
  talk.say(1, "The display requires an advanced chip", MemoryType::issue);
  talk.say(2, "The display requires an advanced chip", MemoryType::finding);
  talk.say(1, "Let me look at it again, thank you very much");
  talk.say(2, "Let me look at it again, thank you very much");
  talk.say(3, "Rubber buttons require a rubber case");
  talk.say(3, "The rubber buttons require a rubber case");
  CHECK(talk.patterns().empty());
}

TEST_CASE("every member says what the most central one says, though a chain of small steps goes on", "[consolidate]") {
  const std::vector<std::string> words{"alpha", "bravo", "delta", "foxtrot", "golf", "hotel", "india", "juliet"};
  Talk talk;
  for (std::size_t i = 0; i + 4 <= words.size(); ++i) {
    talk.say(static_cast<std::uint8_t>(i), words[i] + " " + words[i + 1] + " " + words[i + 2] + " " + words[i + 3]);
  }
  const auto patterns = talk.patterns({.least_cosine = 0.7f, .least_shared = 0.5f});
  REQUIRE_FALSE(patterns.empty());
  for (const auto& members : patterns) CHECK(members.size() <= 3);
}

TEST_CASE("patterns share no member, span meetings, and do not depend on the order", "[consolidate]") {
  std::mt19937 random(Catch::getSeed());
  const std::vector<std::string> words{"battery", "button", "casing", "chip",    "colour", "display",
                                       "market",  "price",  "rubber", "speaker", "target", "titanium"};
  for (int round = 0; round < 20; ++round) {
    Talk talk;
    for (int i = 0; i < 120; ++i) {
      std::string text;
      for (int word = 0; word < 5; ++word) text += words[random() % words.size()] + " ";
      if (random() % 8 == 0) text += "not ";
      if (random() % 8 == 0) text += std::to_string(random() % 3);
      talk.say(static_cast<std::uint8_t>(random() % 6), text, random() % 4 == 0 ? MemoryType::issue : MemoryType::idea);
    }
    const auto patterns = talk.patterns();
    std::set<MemoryId> met;
    for (const auto& members : patterns) {
      std::set<MeetingId> meetings;
      for (const auto& id : members) {
        CHECK(met.insert(id).second);
        meetings.insert(std::ranges::find(talk.memories(), id, &Memory::id)->meeting);
      }
      CHECK(meetings.size() > 1);
    }
    std::ranges::shuffle(talk.memories(), random);
    CHECK(talk.patterns() == patterns);
  }
}

TEST_CASE("prefix filtering finds every pair that shares enough, and no other", "[consolidate]") {
  std::mt19937 random(Catch::getSeed());
  Talk talk;
  std::vector<std::set<std::string>> terms;
  std::map<std::string, int> used;
  for (std::uint8_t i = 0; i < 150; ++i) {
    std::string text;
    for (int word = 0; word < 4; ++word) {
      // Some words far more often than others, so that their weights differ.
      text += "thing" + std::string(1, static_cast<char>('a' + std::min(random() % 12, random() % 12))) + " ";
    }
    talk.say(i, text);
    const auto all = index_terms(text);
    for (const auto& term : terms.emplace_back(all.begin(), all.end())) ++used[term];
  }
  constexpr float kLeast = 0.6f;
  PatternSearch search({.least_cosine = 0, .least_shared = kLeast, .least_words = 1});
  for (const Memory& memory : talk.memories()) search.add(memory);
  const auto candidates = *search.candidates();
  const auto weight = [&](const std::string& term) { return std::log1p(150.0 / used.at(term)); };
  const auto shared = [&](const auto& a, const auto& b) {
    double both = 0, either = 0;
    for (const auto& term : a) (b.contains(term) ? both : either) += weight(term);
    for (const auto& term : b) either += a.contains(term) ? 0 : weight(term);
    return both / (both + either);
  };
  for (std::size_t i = 0; i < terms.size(); ++i) {
    double most = 0;
    for (std::size_t j = 0; j < terms.size(); ++j) most = i == j ? most : std::max(most, shared(terms[i], terms[j]));
    if (std::abs(most - kLeast) < 1e-3) continue;  // a matter of rounding
    CHECK(std::ranges::binary_search(candidates, talk.memories()[i].id) == (most > kLeast));
  }
}

TEST_CASE("what one meeting says over and over counts once", "[consolidate]") {
  Talk talk;
  for (int i = 0; i < 3000; ++i) talk.say(1, "Rubber buttons require a rubber case");
  talk.say(2, "The rubber buttons require a rubber case");
  const auto patterns = talk.patterns();
  REQUIRE(patterns.size() == 1);
  CHECK(patterns.front().size() == 2);
}

TEST_CASE("patterns are the same however few vectors are in memory at a time", "[consolidate]") {
  std::mt19937 random(5);
  Talk talk;
  for (std::uint8_t i = 0; i < 80; ++i) {
    std::string text = "The rubber buttons of the remote";
    for (int word = 0; word < 3; ++word) text += " part" + std::string(1, static_cast<char>('a' + random() % 5));
    talk.say(i, text);
  }
  const auto all = talk.patterns();
  REQUIRE(all.size() > 1);
  for (const std::size_t most : {2UZ, 3UZ, 17UZ}) CHECK(talk.patterns({.most_vectors = most}) == all);
}

TEST_CASE("what has gone since it was a candidate is in no pattern", "[consolidate]") {
  PatternSearch search;
  Memory memory;
  memory.text = "rubber buttons require a rubber case";
  for (std::uint8_t i = 0; i < 2; ++i) {
    memory.meeting = meeting_number(i);
    memory.id = memory_id_of(memory.meeting, Level::episode, "statement", i, 0);
    search.add(memory);
  }
  REQUIRE(search.candidates()->size() == 2);
  CHECK(search.patterns([](auto) { return Result<std::vector<Memory>>(); })->empty());
}

TEST_CASE("a search is given up when nobody waits for it", "[consolidate]") {
  PatternSearch search;
  CHECK(search.candidates()->empty());
  CHECK(search.patterns({})->empty());
  Memory memory;
  memory.text = "rubber buttons require a rubber case";
  search.add(memory);
  const auto stopped = search.candidates({.deadline = {}, .gone = [] { return true; }});
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().code == ErrorCode::cancelled);
}
