#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

#include "recall/recall_fixture.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);

// Weekly meetings of small talk and some decisions on this and that, two of which speak of feeding dragons, too.
class Weeklies {
 public:
  Weeklies() {
    for (const int week : {0, 1, 2, 3}) add("Weekly " + std::to_string(week), week);
    view = meetings_.view();
  }

  // Of the results, in order, "decision" and "statement", with "other" for what is not about dragons.
  std::vector<std::string> list_of_decisions(const char* list) {
    std::mt19937 random(3);
    const auto question = vector_of(1, random);
    RecallQuery query{.vector = question, .terms = index_terms("dragon feeding")};
    query.limits.fill(12);
    query.results = 12;
    query.reading.types = {{.type = MemoryType::decision, .standing = Standing::prior}};
    query.reading.lists = true;
    const Recalled recalled = recall(view, query);
    std::vector<std::string> out;
    for (const Scored& one : list == std::string("results") ? recalled.results : recalled.direct[kEpisodes]) {
      const bool decision = view.catalog->memory(one.ordinal).type == MemoryType::decision;
      const bool other = !texts_[one.ordinal].contains("dragon");
      out.push_back(std::string(other ? "other " : "") + (decision ? "decision" : "statement"));
    }
    return out;
  }

  // How many are listed by each of the ways, of a question that is near to none of them and has no word.
  std::vector<std::size_t> listed(bool wordless) {
    const std::vector<float> question(kSemanticDimension);
    RecallQuery query{.vector = question};
    query.limits.fill(12);
    query.results = 12;
    query.reading.wordless = wordless;
    const Recalled recalled = recall(view, query);
    return {recalled.results.size(), recalled.direct[kEpisodes].size()};
  }

  RecallView view;

 private:
  static std::vector<float> vector_of(float topic, std::mt19937& random) {
    std::normal_distribution<float> noise(0, 0.05f);
    std::vector<float> vector(kSemanticDimension);
    for (float& x : vector) x = noise(random);
    vector.front() += topic;
    double squares = 0;
    for (const double x : vector) squares += x * x;
    for (float& x : vector) x /= static_cast<float>(std::sqrt(squares));
    return vector;
  }

  void add(const std::string& title, int week) {
    Meeting meeting{.project = "p", .title = title};
    meeting.id = meeting_id_of(meeting, {});
    std::vector<Memory> memories(40);
    for (std::uint32_t i = 0; i < memories.size(); ++i) {
      Memory& m = memories[i];
      const bool on_topic = week < 2 && i >= 10 && i < 18;
      m.id = memory_id_of(meeting.id, Level::episode, "statement", i, 0);
      m.position = i;
      m.type = i == 5 || i == 12 || i == 16 || i == 25 || i == 35 ? MemoryType::decision : MemoryType::context;
      static constexpr std::array kMatters{"the slides", "lunch", "the room", "a train", "coffee", "the minutes"};
      const std::string matter = kMatters[random_() % kMatters.size()];
      m.text = !on_topic                        ? "so we talked of " + matter
               : m.type == MemoryType::decision ? "we settle that the dragon eats twice a day"
                                                : "feeding the dragon costs more than " + matter;
      m.vector = vector_of(!on_topic ? 0.1f : m.type == MemoryType::decision ? 0.6f : 0.8f, random_);
      texts_.push_back(m.text);
    }
    meetings_.add(meeting, memories);
  }

  std::mt19937 random_{7};
  IndexedMeetings meetings_;
  std::vector<std::string> texts_;
};

TEST_CASE("a question that names only whom, what or when lists what is in scope, however far it is", "[recall]") {
  CHECK(Weeklies().listed(false) == std::vector<std::size_t>{0, 0});
  CHECK(Weeklies().listed(true) == std::vector<std::size_t>{12, 12});
}

}  // namespace

TEST_CASE("of decisions that are to be listed on a topic, its own come first, then what else was said of it",
          "[recall]") {
  Weeklies weeklies;
  for (const char* list : {"results", "direct"}) {
    INFO(list);
    const auto found = weeklies.list_of_decisions(list);
    REQUIRE(found.size() == 12);
    for (const auto& one : found) UNSCOPED_INFO(one);
    CHECK(std::ranges::count(found.begin(), found.begin() + 4, "decision") == 4);
    CHECK(std::ranges::count(found.begin() + 4, found.begin() + 10, "statement") == 6);
  }
}

}  // namespace hebb
