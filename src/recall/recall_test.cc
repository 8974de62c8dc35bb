#include "recall/recall.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <ranges>

#include "recall/recall_fixture.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);

// Meetings of memories whose vectors and words are drawn at random, seeded.
class Fixture {
 public:
  explicit Fixture(std::uint32_t meetings, std::uint32_t memories_each = 50, bool backwards = false) {
    for (std::uint32_t i = 0; i < meetings; ++i) add_meeting(backwards ? meetings - 1 - i : i, memories_each);
    view = meetings_.view();
  }

  RecallView view;
  std::vector<std::string> texts;  // by ordinal

  // Late in the evening, so that most of a meeting is said on the day after; a day each.
  static Instant start_of(std::uint32_t number) {
    return Instant(std::chrono::days(20'000 + number)) + std::chrono::minutes(23 * 60 + 45);
  }

  std::vector<float> random_vector() {
    std::normal_distribution<float> normal;
    std::vector<float> vector(kSemanticDimension);
    double norm = 0;
    for (float& x : vector) norm += std::pow(x = normal(random_), 2);
    for (float& x : vector) x /= static_cast<float>(std::sqrt(norm));
    return vector;
  }

 private:
  void add_meeting(std::uint32_t number, std::uint32_t count) {
    static constexpr std::array kWords{"battery", "launch", "price", "gasket", "mount", "supplier", "cold", "alarm"};
    random_.seed(number);  // a meeting is the same whenever it is added
    Meeting meeting{.project = number % 2 == 0 ? "p" : "q", .title = std::to_string(number)};
    meeting.id = meeting_id_of(meeting, {});
    meeting.started_at = start_of(number);
    std::vector<Memory> memories(count);
    std::uniform_int_distribution<std::size_t> word(0, kWords.size() - 1);
    for (std::uint32_t i = 0; i < count; ++i) {
      Memory& m = memories[i];
      m.id = memory_id_of(meeting.id, Level::episode, "statement", i, 0);
      m.position = i;
      m.start = std::chrono::minutes(i);
      m.speaker = random_() % 3 == 0 ? "Anna" : "Ben";
      m.type = random_() % 4 == 0 ? MemoryType::idea : MemoryType::context;
      m.vector = random_vector();
      for (std::size_t words = 1 + random_() % 5; words > 0; --words)
        m.text += std::string(kWords[word(random_)]) + " ";
      texts.push_back(m.text);
    }
    meetings_.add(meeting, memories);
  }

  std::mt19937 random_{7};
  IndexedMeetings meetings_;
};

RecallQuery query_for(std::span<const float> vector, std::string_view text, std::size_t limit) {
  RecallQuery query{.vector = vector, .terms = index_terms(text)};
  query.limits.fill(limit);
  query.results = limit;
  query.max_activations = limit;
  return query;
}

std::vector<Ordinal> ordinals_of(const std::vector<Scored>& list) {
  auto view = list | std::views::transform(&Scored::ordinal);
  return {view.begin(), view.end()};
}

NamedTime day_of(Instant start, Standing standing) {
  const auto day = std::chrono::floor<std::chrono::days>(start);
  return {.from = day, .to = day + std::chrono::days(1), .standing = standing};
}

// A vector store that cannot be reached, or gives another error.
class FailingView final : public VectorView {
 public:
  explicit FailingView(ErrorCode code) : code_(code) {}
  Result<std::vector<Hit>> search(const VectorQuery&) const override { return failed(); }
  Result<void> score_ranges(std::span<const float>, Level, std::span<const OrdinalRange>,
                            std::span<float>) const override {
    return failed();
  }
  std::size_t size(Level) const override { return 0; }
  std::size_t resident_bytes() const override { return 0; }

 private:
  std::unexpected<Error> failed() const { return fail(code_, "no vectors"); }

  ErrorCode code_;
};

}  // namespace

TEST_CASE("each list is ranked by its score, which is the sum of its parts", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "battery price", 200);
  query.reading.speakers = {{.name = "Anna"}};
  query.reading.types = {{.type = MemoryType::idea}};
  const auto recalled = recall(f.view, query);
  const auto& direct = recalled.direct[kEpisodes];
  REQUIRE(direct.size() > 20);
  CHECK(std::ranges::is_sorted(direct, std::greater{}, &Scored::score));
  for (const Scored& one : direct) {
    CHECK(std::abs(one.score - (one.semantic + one.lexical + one.speaker + one.meeting + one.type_prior + one.exchange +
                                one.length)) < 1e-4f);
    CHECK((one.cosine > 0 || one.bm25 > 0));
  }
  REQUIRE(recalled.results.size() == 200);
  CHECK(std::ranges::is_sorted(recalled.results, std::greater{}, &Scored::score));
  for (const Scored& one : recalled.results) {
    CHECK(std::abs(one.score - (one.activation + one.coverage + one.speaker + one.meeting + one.type_prior +
                                one.exchange + one.length)) < 1e-4f);
  }
  CHECK(std::ranges::any_of(recalled.results, [](const Scored& one) { return one.length != 0; }));  // it jumps
  CHECK(recalled.direct[0].empty());
  CHECK(recalled.degraded.empty());
}

TEST_CASE("each result tells which of the question's terms it holds", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  const auto query = query_for(vector, "battery unheard price batteries", 60);
  const auto recalled = recall(f.view, query);
  const auto check = [&](const Scored& one) {
    const auto terms = index_terms(f.texts.at(one.ordinal));
    std::uint64_t expected = 0;
    for (const std::size_t i : {0uz, 1uz, 2uz}) {  // the last repeats the first
      if (std::ranges::contains(terms, query.terms[i])) expected |= std::uint64_t{1} << i;
    }
    CHECK(one.shared == expected);
    CHECK((one.shared != 0) == (one.bm25 > 0));
  };
  REQUIRE(recalled.results.size() == 60);
  REQUIRE_FALSE(recalled.activated.empty());
  std::ranges::for_each(recalled.results, check);
  std::ranges::for_each(recalled.direct[kEpisodes], check);
  std::ranges::for_each(recalled.activated, check, &Activated::memory);
}

TEST_CASE("what is activated is reached from another memory of its meeting, strongest first", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  const auto recalled = recall(f.view, query_for(vector, "gasket", 60));
  REQUIRE_FALSE(recalled.activated.empty());
  CHECK(std::ranges::is_sorted(recalled.activated, std::greater{}, &Activated::strength));
  for (const Activated& one : recalled.activated) {
    CHECK(one.memory.giver != one.memory.ordinal);
    CHECK(&f.view.catalog->meeting_of(one.memory.giver) == &f.view.catalog->meeting_of(one.memory.ordinal));
    CHECK((one.strength >= 0.05f && one.strength <= 1));
    const auto expected = one.strength >= 0.5f   ? ActivationClass::core
                          : one.strength >= 0.2f ? ActivationClass::contextual
                                                 : ActivationClass::peripheral;
    CHECK(one.classification == expected);
  }
}

TEST_CASE("what gives activation is itself among what the filter shows", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "gasket", 60);
  query.filter.speakers = {"Anna"};
  const auto recalled = recall(f.view, query);
  const auto by_anna = [&](Ordinal ordinal) {
    const auto speaker = f.view.catalog->memory(ordinal).speaker;
    return f.view.catalog->meeting_of(ordinal).speakers[static_cast<std::size_t>(speaker)] == "Anna";
  };
  REQUIRE_FALSE(recalled.activated.empty());
  for (const Activated& one : recalled.activated) CHECK(by_anna(one.memory.giver));
  for (const Scored& one : recalled.results) CHECK(by_anna(one.giver));
}

TEST_CASE("thresholds name and cut what is activated, and change no ranking", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  const auto query = query_for(vector, "gasket", 200);
  const auto before = recall(f.view, query);
  const ActivationThresholds high{.core = 0.9f, .contextual = 0.7f, .peripheral = 0.5f};
  const auto after = recall(f.view, query, {.thresholds = high});
  CHECK(ordinals_of(after.results) == ordinals_of(before.results));
  REQUIRE_FALSE(after.activated.empty());
  REQUIRE(after.activated.size() < before.activated.size());
  for (std::size_t i = 0; i < after.activated.size(); ++i) {
    const Activated& one = after.activated[i];
    CHECK(one.memory.ordinal == before.activated[i].memory.ordinal);
    CHECK(one.strength == before.activated[i].strength);
    CHECK(one.classification == (one.strength >= 0.9f   ? ActivationClass::core
                                 : one.strength >= 0.7f ? ActivationClass::contextual
                                                        : ActivationClass::peripheral));
  }
  CHECK(before.activated[after.activated.size()].strength < 0.5f);
}

TEST_CASE("without activation, results are the direct list and nothing is activated", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "gasket price", 60);
  query.activation = false;
  query.max_activations = 0;
  const auto recalled = recall(f.view, query);
  CHECK(ordinals_of(recalled.results) == ordinals_of(recalled.direct[kEpisodes]));
  CHECK(recalled.activated.empty());
  for (const Scored& one : recalled.results) CHECK(one.giver == one.ordinal);
}

TEST_CASE("a direct list owes nothing to a giver", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  const auto recalled = recall(f.view, query_for(vector, "gasket price", 60));
  REQUIRE_FALSE(recalled.direct[kEpisodes].empty());
  for (const Scored& one : recalled.direct[kEpisodes]) CHECK(one.giver == one.ordinal);
}

TEST_CASE("the order of import changes no answer", "[recall]") {
  const Fixture onwards(12, 40, false);
  const Fixture backwards(12, 40, true);
  Fixture questions(1);
  for (const std::size_t exact_scope : {std::size_t{20'000}, std::size_t{100}}) {
    const RecallOptions options{.exact_scope = exact_scope, .chosen_episodes = 200, .sample_meetings = 4};
    for (int i = 0; i < 5; ++i) {
      const auto vector = questions.random_vector();
      const auto query = query_for(vector, "cold alarm", 30);
      const auto ids = [](const Fixture& f, const std::vector<Scored>& list) {
        std::vector<MemoryId> found;
        for (const Scored& one : list) found.push_back(f.view.catalog->memory(one.ordinal).id);
        return found;
      };
      const auto a = recall(onwards.view, query, options);
      const auto b = recall(backwards.view, query, options);
      CHECK(ids(onwards, a.results) == ids(backwards, b.results));
      CHECK(ids(onwards, a.direct[kEpisodes]) == ids(backwards, b.direct[kEpisodes]));
      REQUIRE(a.activated.size() == b.activated.size());
      for (std::size_t k = 0; k < a.activated.size(); ++k) {
        const Activated &one = a.activated[k], &other = b.activated[k];
        const auto id = [](const Fixture& f, Ordinal ordinal) { return f.view.catalog->memory(ordinal).id; };
        CHECK(id(onwards, one.memory.ordinal) == id(backwards, other.memory.ordinal));
        CHECK(id(onwards, one.memory.giver) == id(backwards, other.memory.giver));
        CHECK(std::abs(one.strength - other.strength) < 1e-5f);
      }
    }
  }
}

TEST_CASE("a named speaker's memories and those around them rise", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "price", 20);
  const auto by_anna = [&](const std::vector<Scored>& list) {
    return std::ranges::count_if(list, [&](const Scored& one) {
      const auto& meeting = f.view.catalog->meeting_of(one.ordinal);
      const auto speaker = f.view.catalog->memory(one.ordinal).speaker;
      return speaker >= 0 && meeting.speakers[static_cast<std::size_t>(speaker)] == "Anna";
    });
  };
  const auto before = recall(f.view, query);
  query.reading.speakers = {{.name = "Anna"}};
  const auto after = recall(f.view, query);
  CHECK(by_anna(after.direct[kEpisodes]) > by_anna(before.direct[kEpisodes]));
  CHECK(by_anna(after.results) > by_anna(before.results));
}

TEST_CASE("recall returns only what the filter lets through, and the same as without it in the same order",
          "[recall]") {
  Fixture f(6);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "gasket", 1000);
  query.filter.project = "q";
  const auto filtered = recall(f.view, query).direct[kEpisodes];
  REQUIRE_FALSE(filtered.empty());
  for (const Scored& one : filtered) CHECK(f.view.catalog->meeting_of(one.ordinal).project == "q");
  query.filter.project = "nowhere";
  CHECK(recall(f.view, query).direct[kEpisodes].empty());
}

TEST_CASE("recall from candidates finds what scoring everything finds", "[recall]") {
  Fixture f(40);  // 2,000 memories
  std::size_t same = 0;
  for (int i = 0; i < 10; ++i) {
    const auto vector = f.random_vector();
    const auto query = query_for(vector, "cold alarm", 10);
    auto exact = ordinals_of(recall(f.view, query).direct[kEpisodes]);
    auto found = ordinals_of(
        recall(f.view, query, {.exact_scope = 100, .candidates = 400, .chosen_episodes = 1'600}).direct[kEpisodes]);
    std::ranges::sort(exact);
    std::ranges::sort(found);
    std::vector<Ordinal> both;
    std::ranges::set_intersection(exact, found, std::back_inserter(both));
    same += both.size();
  }
  CHECK(same >= 90);  // of 100
}

TEST_CASE("above the exact scope, scores are standardised over the meetings that the filter leaves", "[recall]") {
  Fixture f(8);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "gasket price", 100);
  for (const CatalogMeeting* meeting : f.view.catalog->meetings_in({.project = "p"})) {
    if (query.filter.meetings.size() < 2) query.filter.meetings.push_back(meeting->id);
  }
  const auto exact = recall(f.view, query);
  // Chooses all that is in scope, so that only means and deviations could differ.
  const auto chosen = recall(f.view, query, {.exact_scope = 10, .chosen_episodes = 100, .sample_meetings = 2});
  for (const auto& [a, b] :
       {std::pair(&exact.results, &chosen.results), std::pair(&exact.direct[kEpisodes], &chosen.direct[kEpisodes])}) {
    REQUIRE(a->size() > 20);
    REQUIRE(ordinals_of(*a) == ordinals_of(*b));
    for (std::size_t i = 0; i < a->size(); ++i) {
      CHECK(std::abs((*a)[i].lexical - (*b)[i].lexical) < 1e-4f);
      CHECK(std::abs((*a)[i].score - (*b)[i].score) < 1e-4f);
    }
  }
}

TEST_CASE("above the exact scope, a meeting that only a time names is chosen", "[recall]") {
  constexpr std::uint32_t kMeetings = 40;
  Fixture f(kMeetings);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "xylophone", 1000);  // nobody's word: nothing but the time tells meetings apart
  for (std::uint32_t number = 0; number < kMeetings; ++number) {
    INFO(number);
    const Instant start = Fixture::start_of(number);
    query.reading.time = day_of(start, Standing::prior);
    const auto recalled =
        recall(f.view, query, {.exact_scope = 100, .candidates = 1, .chosen_episodes = 0, .sample_meetings = 2});
    CHECK(std::ranges::any_of(recalled.results, [&](const Scored& one) {
      return f.view.catalog->meeting_of(one.ordinal).started_at == start;
    }));
  }
}

TEST_CASE("a time that the question asks for leaves whole meetings, those that began then", "[recall]") {
  Fixture f(4);
  const auto vector = f.random_vector();
  auto query = query_for(vector, "price", 1000);
  const auto found = [&] {
    query.filter = narrowed({}, query.reading);
    return recall(f.view, query).results;
  };
  query.reading.time = day_of(Fixture::start_of(2), Standing::filter);
  const auto results = found();
  CHECK(results.size() == 50);
  for (const Scored& one : results) {
    CHECK(f.view.catalog->meeting_of(one.ordinal).started_at == Fixture::start_of(2));
  }
  query.reading.time = day_of(Fixture::start_of(9), Standing::filter);  // no meeting then
  CHECK(found().empty());
  query.reading.time = day_of(Fixture::start_of(2), Standing::prior);
  CHECK(found().size() == 200);
}

TEST_CASE("recall is the same each time", "[recall]") {
  Fixture f(10);
  const auto vector = f.random_vector();
  const auto query = query_for(vector, "launch supplier", 50);
  const auto once = recall(f.view, query);
  const auto again = recall(f.view, query);
  CHECK(ordinals_of(once.direct[kEpisodes]) == ordinals_of(again.direct[kEpisodes]));
  CHECK(ordinals_of(once.results) == ordinals_of(again.results));
  REQUIRE_FALSE(once.activated.empty());
  CHECK(std::ranges::equal(once.activated, again.activated, [](const Activated& a, const Activated& b) {
    return a.memory.ordinal == b.memory.ordinal && a.memory.giver == b.memory.giver && a.strength == b.strength &&
           a.classification == b.classification;
  }));
}

TEST_CASE("recall without its vector store answers by words and says so", "[recall]") {
  Fixture f(4);
  f.view.vectors = std::make_shared<FailingView>(ErrorCode::unavailable);
  const auto vector = f.random_vector();
  for (const std::size_t exact_scope : {std::size_t{20'000}, std::size_t{10}}) {
    const auto recalled = recall(f.view, query_for(vector, "mount", 20), {.exact_scope = exact_scope});
    CHECK(recalled.degraded == std::vector<std::string>{"vector_store"});
    REQUIRE(recalled.direct[kEpisodes].size() == 20);
    CHECK(std::ranges::none_of(recalled.direct[kEpisodes], [](const Scored& one) { return one.length != 0; }));
    CHECK(std::ranges::is_sorted(recalled.direct[kEpisodes], std::greater{}, &Scored::score));
    const auto holds = [&](Ordinal ordinal) { return f.texts.at(ordinal).contains("mount"); };
    CHECK(holds(recalled.direct[kEpisodes].front().ordinal));
    CHECK(holds(recalled.results.front().ordinal));
  }
}

TEST_CASE("a vector store that refuses a question is a bug, not away", "[recall]") {
  Fixture f(2);
  const auto vector = f.random_vector();
  for (const ErrorCode code : {ErrorCode::invalid_argument, ErrorCode::internal}) {
    f.view.vectors = std::make_shared<FailingView>(code);
    for (const std::size_t exact_scope : {std::size_t{20'000}, std::size_t{10}}) {
      CHECK_THROWS_AS(recall(f.view, query_for(vector, "mount", 20), {.exact_scope = exact_scope}), ContractViolation);
    }
  }
}

TEST_CASE("a question with nothing in common gets nothing", "[recall]") {
  Fixture f(2);
  f.view.vectors = std::make_shared<FailingView>(ErrorCode::unavailable);
  const auto vector = f.random_vector();
  const auto nothing = recall(f.view, query_for(vector, "xylophone", 20));
  CHECK(nothing.direct[kEpisodes].empty());
  CHECK(nothing.results.empty());
  CHECK(nothing.activated.empty());
}

}  // namespace hebb
