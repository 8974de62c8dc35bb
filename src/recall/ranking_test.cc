#include "recall/ranking.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <span>
#include <vector>

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);

// Two meetings with evidence drawn at random, seeded; a question that names one who speaks in the first.
struct Drawn {
  CatalogMeeting first = meeting(0, 40), second = meeting(40, 20);
  EpisodeField field{{&first, &second}};
  EpisodeEvidence evidence;
  QuestionReading reading;

  Drawn() {
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < field.size(); ++i) {
      evidence.cosine.push_back(0.1f * normal(random));
      evidence.context.push_back(0.1f * normal(random));
      evidence.bm25.push_back(std::max(0.0f, normal(random)));
      evidence.length.push_back(std::abs(normal(random)));
    }
    evidence.terms = {{.at = {3, 30, 50}, .share = 0.6f}, {.at = {31}, .share = 0.4f}};
    evidence.meeting_bm25 = {2, 1};
    evidence.known = {1, 1};
    first.speakers = {"Anna"};
    for (std::size_t i = 0; i < first.memories.size(); i += 3) first.memories[i].speaker = 0;
    for (std::size_t i = 0; i < first.memories.size(); i += 4) first.memories[i].type = MemoryType::question;
    reading.speakers.push_back({.name = "Anna"});
  }

  static CatalogMeeting meeting(Ordinal first, std::uint32_t memories) {
    CatalogMeeting made{.first = first};
    made.memories.resize(memories);
    made.facts.resize(memories);
    made.counts[kEpisodes] = memories;
    return made;
  }
  EpisodeScores scores(std::vector<float> persistence, const RankingParameters& parameters = {}) {
    evidence.persistence = std::move(persistence);
    return rank_episodes(field, evidence, reading, parameters);
  }
};

std::vector<float> sums(const EpisodeField& field, const EpisodeScores& scores, const std::vector<float>& own) {
  std::vector<float> out;
  for (std::size_t s = 0; s < field.stretches().size(); ++s) {
    const auto& stretch = field.stretches()[s];
    for (std::size_t i = 0; i < stretch.size; ++i) out.push_back(own[stretch.begin + i] + scores.meeting[s]);
  }
  return out;
}

bool alike(const std::vector<float>& a, const std::vector<float>& b) {
  return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-4f; });
}

}  // namespace

TEST_CASE("talk that stays on a matter is ranked as if nothing were known of it", "[recall]") {
  Drawn drawn;
  const auto unknown = drawn.scores({});
  CHECK(drawn.scores({1, 1}).rank == unknown.rank);
  CHECK(drawn.scores({0, 0.5f}, {.persistence = false}).rank == unknown.rank);
  CHECK(drawn.scores({1, 0.5f}).rank != unknown.rank);
}

TEST_CASE("talk that jumps is ranked by its statements and the next around them", "[recall]") {
  Drawn drawn;
  const RankingParameters alone{.jumping_discussion_weight = 0, .jumping_coverage_weight = 0};
  const auto direct = drawn.scores({0, 0}, alone);
  CHECK(alike(direct.rank, sums(drawn.field, direct, direct.h)));  // as direct lists
  CHECK(direct.meeting == std::vector<float>{alone.meeting_speaker, 0});

  const RankingParameters p;
  const auto scores = drawn.scores({0, 0});
  std::vector<float> said(drawn.first.episodes()), covered(said.size()), active(said.size());
  const auto own = std::span<const float>(scores.own).first(active.size());
  spread(own, p.jumping_discussion, active);
  std::vector<float> covers(said.size());
  for (const auto& term : drawn.evidence.terms) {
    std::ranges::fill(said, 0);
    for (const std::size_t at : term.at) {
      if (at < said.size()) said[at] = 1;
    }
    spread(said, p.jumping_coverage, covered);
    for (std::size_t i = 0; i < said.size(); ++i)
      covers[i] += p.jumping_coverage_weight * term.share * std::min(1.0f, covered[i]);
  }
  std::vector<float> could(active.size());
  spread(std::vector<float>(could.size(), 1), p.jumping_discussion, could);
  for (std::size_t i = 0; i < active.size(); ++i) {
    const float around =
        p.jumping_discussion_weight * scores.moments.discussion.standardise(std::log(active[i] / could[i]));
    CHECK(std::abs(scores.active[i] - active[i] / could[i]) < 1e-4f);
    CHECK(std::abs(scores.rank[i] - (scores.h[i] + scores.meeting[0] + around + covers[i])) < 1e-3f);
  }
  CHECK(scores.covered == drawn.scores({1, 1}).covered);  // what answers is told by, as in other talk
}

TEST_CASE("a name that a meeting's title alone has weighs more than the time that it began in", "[recall]") {
  const RankingParameters p;
  CatalogMeeting halcyon, then;
  halcyon.id = meeting_id_of({.title = "Halcyon"}, {});
  halcyon.started_at = Instant{};
  then.started_at = Instant{} + std::chrono::days(1);
  QuestionReading reading;
  reading.meetings = {{.id = halcyon.id}};
  reading.time = {.from = then.started_at, .to = {}, .standing = Standing::prior};
  CHECK(weight_of_naming(p, reading, halcyon) == p.meeting_named);
  CHECK(weight_of_naming(p, reading, then) == p.meeting_named);
  reading.by_title_alone = true;
  CHECK(weight_of_naming(p, reading, halcyon) == p.meeting_titled);
  CHECK(weight_of_naming(p, reading, then) == p.meeting_named);
  reading.time.from = halcyon.started_at;
  CHECK(weight_of_naming(p, reading, halcyon) == p.meeting_titled + p.meeting_named);
  CHECK(weight_of_naming(p, {}, halcyon) == 0);
}

TEST_CASE("talk of which the whole tells nothing stands beside the best of the meetings", "[recall]") {
  Drawn drawn;
  drawn.reading.speakers.clear();
  const auto staying = drawn.scores({1, 1}).meeting;
  REQUIRE(staying[0] > staying[1]);
  const auto jumping = drawn.scores({1, 0}).meeting;
  CHECK(jumping[0] > 0);
  CHECK(jumping[1] == jumping[0]);
  const auto half = drawn.scores({1, 0.5f}).meeting;
  CHECK(half[1] < half[0]);
  CHECK(half[0] - half[1] < staying[0] - staying[1]);
  CHECK(drawn.scores({0, 0}).meeting == std::vector<float>{0, 0});
}

TEST_CASE("where all fits alike, activation tells apart neither kinds of talk nor places in talk that jumps",
          "[recall]") {
  const RankingParameters p;
  const CatalogMeeting chat = Drawn::meeting(0, 25), note = Drawn::meeting(25, 1), meeting = Drawn::meeting(26, 2000);
  const EpisodeField field{{&chat, &note, &meeting}};
  const std::vector<float> alike(field.size(), 0.3f);
  const EpisodeEvidence evidence{
      .cosine = alike, .context = alike, .bm25 = alike, .meeting_bm25 = {1, 1, 1}, .persistence = {0, 0, 1}};
  const auto scores = rank_episodes(field, evidence, {.own_weight = 3}, p);
  const float lies = scores.moments.discussion.standardise(0);  // of what gathers all that it could
  REQUIRE(lies > 0.01f);                                        // the ends of the meeting gather less
  for (const std::size_t i : {0UZ, 12UZ, 24UZ, 25UZ}) {
    CHECK(std::abs(scores.activation[i] - p.jumping_discussion_weight * lies) < 1e-3f);
  }
  CHECK(std::abs(scores.active[12] - scores.active[26 + 1000]) < 1e-3f);
  CHECK(std::abs(scores.active[12] - scores.active[25]) < 1e-3f);
  const float middle = p.discussion_weight * lies + p.gist_weight * scores.moments.gist.standardise(0);
  CHECK(std::abs(scores.activation[26 + 1000] - middle) < 1e-3f);
}

TEST_CASE("what has no part in a score does not say how the rest deviates", "[recall]") {
  const RankingParameters p;
  Drawn drawn;
  const auto scores = drawn.scores({1, 0});  // gist is told of the first meeting alone, length of the second
  const std::size_t first = drawn.first.episodes();
  std::vector<float> gist(first);
  spread(std::span(scores.own).first(first), p.gist, gist);
  for (float& one : gist) one = std::log(one);
  CHECK(std::abs(scores.moments.gist.deviation - moments_of(gist).deviation) < 1e-3);
  CHECK(scores.moments.length.deviation == moments_of(std::span(drawn.evidence.length).subspan(first)).deviation);
}

TEST_CASE("where talk jumps, who says more comes before who says less", "[recall]") {
  const RankingParameters p;
  Drawn drawn;
  for (const float persistence : {0.0f, 0.5f, 1.0f}) {
    const auto scores = drawn.scores({persistence, 1});
    const auto without = drawn.scores({persistence, 1}, {.length = 0});
    for (std::size_t i = 0; i < drawn.field.size(); ++i) {
      const float jumping = i < drawn.first.episodes() ? 1 - persistence : 0;
      const float due = jumping * p.length * scores.moments.length.standardise(drawn.evidence.length[i]);
      CHECK(std::abs(scores.length[i] - due) < 1e-5f);
      CHECK(std::abs(scores.h[i] - scores.exchange[i] - scores.length[i] - without.h[i] + without.exchange[i]) < 1e-4f);
    }
  }
}

TEST_CASE("a score is the sum of its parts, however talk goes", "[recall]") {
  Drawn drawn;
  for (const float persistence : {0.0f, 0.3f, 1.0f}) {
    const auto scores = drawn.scores({persistence, 1});
    std::vector<float> parts(scores.activation);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const float jumping = scores.jumping[i < drawn.first.episodes() ? 0 : 1];
      parts[i] +=
          scores.coverage[i] + scores.speaker[i] + scores.type[i] + jumping * (scores.exchange[i] + scores.length[i]);
    }
    CHECK(alike(scores.rank, sums(drawn.field, scores, parts)));
  }
}

TEST_CASE("where talk jumps, what another says to a question has a part of what the question has", "[recall]") {
  const RankingParameters parameters;
  Drawn drawn;
  auto& memories = drawn.first.memories;
  for (auto& memory : memories) memory.type = MemoryType::context;
  memories[6].type = memories[9].type = memories[39].type = MemoryType::question;
  memories[10].speaker = memories[9].speaker;
  const std::vector<float> none(drawn.field.size());
  const auto fit = drawn.scores({0, 0}, {.asking = 0, .answering = 0}).h;
  drawn.evidence.cosine[6] += 3 * std::abs(fit[6]);  // of a question that does not fit, nothing comes
  for (const float persistence : {0.0f, 0.5f}) {
    const auto bare = drawn.scores({persistence, 0}, {.asking = 0, .answering = 0});
    REQUIRE(bare.h[6] > 0);
    std::vector<float> due(none);
    for (const std::size_t asks : {6UZ, 9UZ, 39UZ}) due[asks] = -(1 - persistence) * parameters.asking;
    due[7] =
        (1 - persistence) * parameters.answering * bare.h[6];  // not 10, of the same speaker; 40 is another meeting's
    CHECK(bare.exchange == none);
    const auto scores = drawn.scores({persistence, 0});
    CHECK(alike(scores.exchange, due));
    for (std::size_t i = 0; i < due.size(); ++i) due[i] += bare.h[i];
    CHECK(alike(scores.h, due));
  }
  CHECK(drawn.scores({1, 1}).exchange == none);
  drawn.evidence.cosine[6] = -1;
  CHECK(drawn.scores({0, 0}).exchange[7] == 0);
}

TEST_CASE("what states the kind of fact that is asked for comes before its like", "[recall]") {
  const RankingParameters p;
  Drawn drawn;
  drawn.first.facts[8] = kTimeFact;
  drawn.first.facts[9] = kNumberFact;
  drawn.second.facts[2] = kTimeFact | kNumberFact;
  drawn.second.memories[2].type = MemoryType::decision;
  std::vector<float> due(drawn.field.size());
  CHECK(drawn.scores({}).type == due);
  drawn.reading.facts = kTimeFact;
  due[8] = due[42] = p.fact;
  CHECK(drawn.scores({}).type == due);
  drawn.reading.facts |= kNumberFact;
  drawn.reading.types.push_back({.type = MemoryType::decision});
  due[9] = p.fact;
  due[42] = p.fact + p.type;
  CHECK(drawn.scores({}).type == due);
}

TEST_CASE("of a type that is to be listed, memories come well before their like", "[recall]") {
  const RankingParameters p;
  Drawn drawn;
  drawn.second.memories[2].type = MemoryType::decision;
  drawn.reading.types.push_back({.type = MemoryType::decision});
  CHECK(drawn.scores({}).type[42] == p.type);
  drawn.reading.lists = true;
  CHECK(drawn.scores({}).type[42] == p.listed_type);
  CHECK(p.listed_type > p.type);
}

TEST_CASE("where questions are asked for, asking costs nothing", "[recall]") {
  Drawn drawn;
  drawn.reading.types.push_back({.type = MemoryType::question});
  CHECK(drawn.scores({0, 0}).exchange == std::vector<float>(drawn.field.size()));
}

TEST_CASE("where talk jumps, shared words tell less and a named speaker more", "[recall]") {
  const RankingParameters p;
  CHECK(lexical_weight(p, 0) == p.lexical);
  CHECK(lexical_weight(p, 1) == p.jumping_lexical);
  CHECK(lexical_weight(p, 0.5f) < p.lexical);
  Drawn drawn;
  const auto staying = drawn.scores({1, 1}), jumping = drawn.scores({0, 0});
  const std::size_t hers = 3, another = 5;  // neither asks or answers
  const auto gained = [&](std::size_t i) {
    const float bm25 = (p.jumping_lexical - p.lexical) * staying.moments.bm25.standardise(drawn.evidence.bm25[i]);
    return jumping.h[i] - jumping.exchange[i] - jumping.length[i] - staying.h[i] - bm25;
  };
  CHECK(std::abs(gained(hers) - (p.jumping_speaker - p.speaker)) < 1e-4f);
  CHECK(std::abs(gained(another)) < 1e-4f);
}

}  // namespace hebb
