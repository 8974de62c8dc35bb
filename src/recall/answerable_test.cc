#include "recall/answerable.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <memory>

#include "recall/bridges.h"
#include "recall/recall.h"

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);

CatalogMeeting meeting_of(Ordinal first, std::uint32_t memories) {
  CatalogMeeting meeting{.first = first};
  meeting.memories.resize(memories);
  meeting.counts[kEpisodes] = memories;
  return meeting;
}

Recalled five_of_each(float answerable) {
  Recalled recalled;
  recalled.answerable = answerable;
  recalled.ground = std::make_shared<BridgeGround>(BridgeGround{.field = EpisodeField({})});
  for (Ordinal i = 0; i < 5; ++i) {
    const Scored near{.ordinal = i, .cosine = 0.4f};
    recalled.results.push_back(near);
    recalled.activated.push_back({.memory = near});
    for (auto& list : recalled.direct) list.push_back(near);
  }
  return recalled;
}

}  // namespace

TEST_CASE("answerable rises with what speaks for an answer and falls with the size of the scope", "[answerable]") {
  const Grounds grounds{.cosine = 0.4f, .coverage = 0.5f, .memories = 300};
  const float base = answerable(grounds);
  CHECK((base > 0 && base < 1));
  CHECK(answerable({.cosine = 0.5f, .coverage = 0.5f, .memories = 300}) > base);
  CHECK(answerable({.cosine = 0.4f, .coverage = 0.6f, .memories = 300}) > base);
  CHECK(answerable({.cosine = 0.4f, .coverage = 0.5f, .memories = 100'000}) < base);
}

TEST_CASE("answerable is certain only where that is due", "[answerable]") {
  CHECK(answerable({}) == 0);
  CHECK(answerable({.cosine = 0.2f, .coverage = 0, .memories = 300}) < 0.05f);
  CHECK(answerable({.cosine = 0.6f, .coverage = 1, .memories = 300}) > 0.95f);
  for (const std::size_t memories : {std::size_t{1}, std::size_t{1'000'000'000}}) {
    for (const float cosine : {-1.0f, 1.0f}) {
      const float value = answerable({.cosine = cosine, .coverage = 1, .memories = memories});
      CHECK((value >= 0 && value <= 1));
    }
  }
}

TEST_CASE("a question without a topic is not called unanswerable, unless nothing is there", "[answerable]") {
  CHECK(answerable({.cosine = 0.1f, .memories = 300, .whole = true}) == kAnswerableWhole);
  CHECK(answerable({.cosine = 0.6f, .coverage = 1, .memories = 300, .whole = true}) > 0.95f);
  CHECK(answerable({.whole = true}) == 0);
}

TEST_CASE("without vectors, words alone decide", "[answerable]") {
  const Grounds words{.coverage = 1, .memories = 300, .vectors = false};
  CHECK(answerable(words) > 0.9f);
  CHECK(answerable({.cosine = 0.9f, .coverage = 1, .memories = 300, .vectors = false}) == answerable(words));
  CHECK(answerable({.memories = 300, .vectors = false}) < 0.05f);
}

TEST_CASE("grounds are of shown memories, and terms that nobody knows count against coverage", "[answerable]") {
  const auto first = meeting_of(0, 3);
  const auto second = meeting_of(10, 2);
  const EpisodeField field({&first, &second});
  const EpisodeEvidence evidence{.cosine = {0.1f, 0.3f, 0.2f, 0.8f, 0.5f}, .known = {0.5f, 1}};
  const EpisodeScores scores{.covered = {1, 0, 0, 0, 0.25f}};
  const auto grounds = grounds_of(field, evidence, scores, 5, [](Ordinal) { return true; });
  CHECK(std::abs(grounds.cosine - 1.6f / 3) < 1e-6f);
  CHECK(std::abs(grounds.coverage - 0.5f) < 1e-6f);
  CHECK(grounds.memories == 5);
  const auto fewer = grounds_of(field, evidence, scores, 2, [](Ordinal o) { return o == 10 || o == 11; });
  CHECK(std::abs(fewer.cosine - 0.65f) < 1e-6f);  // the mean of the two that there are
  CHECK(std::abs(fewer.coverage - 0.25f) < 1e-6f);
  const auto none = grounds_of(field, evidence, scores, 0, [](Ordinal) { return false; });
  CHECK(none.cosine == 0);
  CHECK(none.coverage == 0);
}

TEST_CASE("an answer that is all but surely none is short", "[answerable]") {
  const LittleFound little;
  Recalled doubtful = five_of_each(little.below / 2);
  shorten(doubtful, false, little);
  CHECK(doubtful.results.size() == little.at_most);
  CHECK(doubtful.activated.size() == little.at_most);
  for (const auto& list : doubtful.direct) CHECK(list.size() == little.at_most);
  CHECK(doubtful.results.front().ordinal == 0);  // the best stay
  CHECK(doubtful.ground == nullptr);

  Recalled good = five_of_each(little.below);
  shorten(good, false, little);
  CHECK(good.results.size() == 5);
  CHECK(good.ground != nullptr);
}

TEST_CASE("where nothing was asked, less doubt makes an answer short", "[answerable]") {
  const LittleFound little;
  Recalled worded = five_of_each((little.below + little.below_wordless) / 2), wordless = worded;
  shorten(worded, false, little);
  shorten(wordless, true, little);
  CHECK(worded.results.size() == 5);
  CHECK(wordless.results.size() == little.at_most);
}

TEST_CASE("what has no evidence of its own goes, what shares a word stays", "[answerable]") {
  const LittleFound little;
  Recalled recalled{.results = {{.ordinal = 1, .cosine = 0.1f}, {.ordinal = 2, .cosine = 0.1f, .bm25 = 0.5f}}};
  recalled.direct[kEpisodes] = {{.ordinal = 3, .cosine = 0.29f}};
  shorten(recalled, false, little);
  REQUIRE(recalled.results.size() == 1);
  CHECK(recalled.results[0].ordinal == 2);
  CHECK(recalled.direct[kEpisodes].empty());
}

}  // namespace hebb
