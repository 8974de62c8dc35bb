#include "vector/hnsw_index.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <thread>
#include <tuple>

#include "base/allocation_fault.h"
#include "vector/quantise.h"
#include "vector/vector_index_contract.h"

namespace hebb {
namespace {

using vector_contract::Backend;

// What is left of a vector in a row of 8 bits a number.
std::vector<float> quantised(std::span<const float> vector) {
  std::vector<std::uint8_t> row(kSemanticDimension);
  const float factor = quantise_row(vector, row.data());
  std::vector<float> out;
  for (const std::uint8_t number : row) out.push_back(static_cast<float>(number - kRowZero) * factor);
  return out;
}

constexpr float kQueryTolerance = 4e-5f;  // of its 15 bits a number

// Scans only: exact, whatever was folded.
Backend flat_backend(const HnswOptions& options = {}) {
  return {.make = [options] { return make_hnsw_index(options); }, .stored = quantised, .tolerance = kQueryTolerance};
}

// A graph from the first vector on, used whenever it could be.
Backend graph_backend() {
  auto backend = flat_backend({.flat_limit = 0, .fold_minimum = 16, .scan_row_cost = 1e9});
  backend.recall = 0.97;
  return backend;
}

TEST_CASE("contract: an empty index answers nothing") {
  vector_contract::an_empty_index_answers_nothing(flat_backend());
  vector_contract::an_empty_index_answers_nothing(graph_backend());
}

TEST_CASE("contract: random operations agree with the model, by scans") {
  for (const std::uint64_t seed : {11, 12, 13}) {
    vector_contract::random_operations_agree_with_the_model(flat_backend(), seed);
  }
}

TEST_CASE("contract: random operations agree with the model, by the graph") {
  for (const std::uint64_t seed : {21, 22, 23}) {
    vector_contract::random_operations_agree_with_the_model(graph_backend(), seed);
  }
}

TEST_CASE("contract: a view never changes") {
  vector_contract::a_view_never_changes(flat_backend());
  vector_contract::a_view_never_changes(graph_backend());
}

TEST_CASE("contract: what is not a vector is refused") {
  vector_contract::what_is_not_a_vector_is_refused(flat_backend());
  vector_contract::what_is_not_a_vector_is_refused(graph_backend());
}

// Batches of one level, each the same number of points with consecutive ordinals: a view is consistent when it holds
// whole batches.
constexpr std::size_t kBatch = 20;

std::vector<VectorPoint> batch_of(std::size_t batch, const std::vector<std::vector<float>>& vectors) {
  std::vector<VectorPoint> points;
  for (std::size_t i = 0; i < kBatch; ++i) {
    const auto ordinal = static_cast<Ordinal>(batch * kBatch + i);
    points.push_back({.ordinal = ordinal, .id = vector_contract::id_of(ordinal), .vector = vectors.at(ordinal)});
  }
  return points;
}

std::vector<Ordinal> ordinals_of(std::size_t batch) {
  std::vector<Ordinal> ordinals;
  for (std::size_t i = 0; i < kBatch; ++i) ordinals.push_back(static_cast<Ordinal>(batch * kBatch + i));
  return ordinals;
}

// `batches`: how many may be there.
bool holds_whole_batches(const VectorView& view, std::span<const float> query, std::size_t batches) {
  const auto hits = view.search({.vector = query, .k = 100000});
  const OrdinalRange all{0, static_cast<Ordinal>(batches * kBatch)};
  std::vector<float> scores(all.size());
  if (!view.score_range(query, Level::episode, all, scores)) return false;
  if (!hits || hits->size() != view.size(Level::episode)) return false;
  std::vector<std::size_t> of_batch(batches);
  for (const Hit& hit : *hits) {
    ++of_batch[hit.ordinal / kBatch];
    if (scores[hit.ordinal] != hit.score) return false;
  }
  const auto scored = std::ranges::count_if(scores, [](float score) { return !std::isnan(score); });
  return static_cast<std::size_t>(scored) == hits->size() &&
         std::ranges::all_of(of_batch, [](std::size_t count) { return count == 0 || count == kBatch; });
}

TEST_CASE("readers see consistent views while others add, erase and fold") {
  constexpr std::size_t kBatches = 30;
  vector_contract::VectorSource source(5);
  std::vector<std::vector<float>> vectors;
  for (std::size_t i = 0; i < kBatches * kBatch; ++i) vectors.push_back(source.next());
  const auto query = source.next();

  const auto index = make_hnsw_index({.flat_limit = 0, .fold_minimum = 40, .scan_row_cost = 1e9});
  std::atomic<bool> done = false;
  std::atomic<std::size_t> reads = 0;
  std::atomic<std::size_t> folds = 0;
  {
    std::vector<std::jthread> others;
    for (int i = 0; i < 2; ++i) {
      others.emplace_back([&] {
        while (!done || reads == 0) {
          const auto view = index->view();
          // Catch2's macros are not for several threads.
          if (!holds_whole_batches(*view, query, kBatches) || !view->search({.vector = query})) std::abort();
          ++reads;
        }
      });
    }
    others.emplace_back([&] {
      while (!done || folds == 0) {
        if (!index->fold()) std::abort();
        ++folds;
      }
    });
    for (std::size_t batch = 0; batch < kBatches; ++batch) {
      REQUIRE(index->add(batch_of(batch, vectors)).has_value());
      if (batch % 3 == 2) REQUIRE(index->erase(ordinals_of(batch - 1)).has_value());
    }
    done = true;
  }
  REQUIRE(index->fold().has_value());
  REQUIRE(index->view()->size(Level::episode) == kBatches / 3 * 2 * kBatch);
  REQUIRE(holds_whole_batches(*index->view(), query, kBatches));
}

TEST_CASE("a fold that is stopped loses nothing, and the next one succeeds") {
  vector_contract::Pair pair(graph_backend(), 31);
  pair.add(300);
  std::stop_source source;
  source.request_stop();
  const auto stopped = pair.index().fold(source.get_token());
  REQUIRE(!stopped.has_value());
  REQUIRE(stopped.error().code == ErrorCode::cancelled);
  pair.add(50);
  pair.check_all();
  REQUIRE(pair.index().wants_fold());
  REQUIRE(pair.index().fold().has_value());
  REQUIRE(!pair.index().wants_fold());
  pair.check_all();
}

TEST_CASE("a fold is wanted for much that is new or erased, not for little") {
  HnswOptions options;
  options.flat_limit = 200;
  options.fold_minimum = 50;
  options.dead_fraction = 0.1;
  vector_contract::Pair pair(flat_backend(options), 32);
  pair.add(199, Level::episode);
  REQUIRE(!pair.index().wants_fold());  // too few for a graph
  pair.add(1, Level::episode);
  REQUIRE(pair.index().wants_fold());
  REQUIRE(pair.index().fold().has_value());
  REQUIRE(!pair.index().wants_fold());
  pair.add(49, Level::episode);
  REQUIRE(!pair.index().wants_fold());
  pair.add(1, Level::episode);
  REQUIRE(pair.index().wants_fold());
  REQUIRE(pair.index().fold().has_value());
  const auto& entries = pair.model().entries;
  std::vector<Ordinal> ordinals;
  for (const auto& [ordinal, entry] : entries) ordinals.push_back(ordinal);
  pair.erase({ordinals.begin(), ordinals.begin() + 25});
  REQUIRE(!pair.index().wants_fold());
  pair.erase({ordinals[30]});
  REQUIRE(pair.index().wants_fold());
}

TEST_CASE("folding frees what was erased, and holds each vector once") {
  vector_contract::Pair pair(graph_backend(), 33);
  constexpr std::size_t kVectors = 500;
  pair.add(kVectors, Level::episode);
  const auto flat = pair.index().view()->resident_bytes();
  REQUIRE(flat < kVectors * (kVectorDimension + 32));
  REQUIRE(pair.index().fold().has_value());
  REQUIRE(pair.index().view()->resident_bytes() < flat + kVectors * 300);
  pair.erase_some(0.9);
  REQUIRE(pair.index().fold().has_value());
  REQUIRE(pair.index().view()->resident_bytes() < flat / 3);
}

TEST_CASE("a sum of two vectors scores as the sum of both, beyond 1 too") {
  const auto index = make_hnsw_index();
  vector_contract::VectorSource source(9);
  const auto vector = source.next();
  const std::vector<VectorPoint> points{{.ordinal = 0, .vector = vector}};
  REQUIRE(index->add(points).has_value());
  std::vector<float> twice(vector);
  for (float& x : twice) x *= 2;
  const auto view = index->view();
  const auto score_of = [&](std::span<const float> query) {
    float score = 0;
    REQUIRE(view->score_range(query, Level::episode, {0, 1}, std::span(&score, 1)).has_value());
    return score;
  };
  const float once = score_of(vector);
  REQUIRE(std::abs(once - 1) < 2e-4f);
  REQUIRE(once <= 1.000001f);
  REQUIRE(score_of(twice) == 2 * once);
}

TEST_CASE("equal scores are cut by memory id, whatever the order of adding") {
  vector_contract::VectorSource source(6);
  const auto vector = source.next();
  const auto query = source.next();
  std::vector<std::uint64_t> numbers(40);
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  std::optional<std::vector<MemoryId>> first;
  for (int round = 0; round < 3; ++round) {
    std::ranges::shuffle(numbers, source.random());
    const auto index = make_hnsw_index();
    std::vector<VectorPoint> points;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      points.push_back(
          {.ordinal = static_cast<Ordinal>(i), .id = vector_contract::id_of(numbers[i]), .vector = vector});
    }
    REQUIRE(index->add(points).has_value());
    const auto hits = index->view()->search({.vector = query, .k = 7});
    REQUIRE(hits.has_value());
    std::vector<MemoryId> ids;
    for (const Hit& hit : *hits) ids.push_back(points[hit.ordinal].id);
    REQUIRE(std::ranges::is_sorted(ids));
    if (!first) first = ids;
    REQUIRE(ids == *first);
  }
}

TEST_CASE("the same calls give the same answers, to the bit") {
  const auto answers = [] {
    vector_contract::Pair pair(graph_backend(), 34);
    pair.add(400, Level::episode);
    REQUIRE(pair.index().fold().has_value());
    pair.add(200, Level::episode);
    pair.erase_some(0.1);
    REQUIRE(pair.index().fold().has_value());
    std::vector<Hit> all;
    for (int i = 0; i < 20; ++i) {
      const auto query = pair.source().next();
      const auto hits = pair.index().view()->search({.vector = query});
      REQUIRE(hits.has_value());
      all.insert(all.end(), hits->begin(), hits->end());
    }
    return all;
  };
  REQUIRE(answers() == answers());
}

#ifdef __SANITIZE_THREAD__
constexpr std::size_t kGraphPoints = 600;  // building the graph takes two minutes otherwise, in one thread
#else
constexpr std::size_t kGraphPoints = 3000;
#endif

TEST_CASE("the more effort, the better a search by the graph, and as many hits with little") {
  vector_contract::Pair pair(graph_backend(), 37);
  pair.add(kGraphPoints, Level::episode);
  REQUIRE(pair.index().fold().has_value());
  double little = 0, much = 0, all = 0;
  for (int i = 0; i < 50; ++i) {
    const auto query = pair.source().next();
    const auto score = [&](std::size_t effort) {
      const auto hits = pair.index().view()->search({.vector = query, .k = 5, .effort = effort});
      REQUIRE(hits.has_value());
      REQUIRE(hits->size() == 5);
      return std::accumulate(hits->begin(), hits->end(), 0.0,
                             [](double sum, const Hit& hit) { return sum + hit.score; });
    };
    little += score(1);
    much += score(kGraphPoints / 3);
    all += score(kGraphPoints);
  }
  CHECK(little < much);
  CHECK(much <= all);
}

TEST_CASE("ordinals must ascend over all calls") {
  const auto index = make_hnsw_index();
  vector_contract::VectorSource source(7);
  const auto vector = source.next();
  const std::vector<VectorPoint> points{{.ordinal = 3, .vector = vector}, {.ordinal = 4, .vector = vector}};
  REQUIRE(index->add(points).has_value());
  REQUIRE_THROWS_AS(index->add(points), ContractViolation);
  const std::vector<VectorPoint> falling{{.ordinal = 9, .vector = vector}, {.ordinal = 9, .vector = vector}};
  REQUIRE_THROWS_AS(index->add(falling), ContractViolation);
  const std::vector<VectorPoint> cut{{.ordinal = 9, .vector = std::span(vector).first(5)}};
  REQUIRE_THROWS_AS(index->add(cut), ContractViolation);
  REQUIRE(index->view()->size(Level::episode) == 2);
}

// Two of each of two levels, with ordinals from `first` on.
std::vector<VectorPoint> points_of_two_levels(Ordinal first, const std::vector<std::vector<float>>& vectors) {
  std::vector<VectorPoint> points;
  for (Ordinal ordinal = first; ordinal < first + 4; ++ordinal) {
    points.push_back({.ordinal = ordinal,
                      .id = vector_contract::id_of(ordinal),
                      .level = ordinal % 2 == 0 ? Level::context : Level::episode,
                      .vector = vectors.at(ordinal)});
  }
  return points;
}

TEST_CASE("after an add for which memory ended, an index takes the next as if that had never been") {
  enum class Before { empty, open, sealed };
  vector_contract::VectorSource source(36);
  std::vector<std::vector<float>> vectors;
  for (int i = 0; i < 12; ++i) vectors.push_back(source.next());
  for (const Before before : {Before::empty, Before::open, Before::sealed}) {
    bool ended = true;
    for (std::size_t nth = 0; ended; ++nth) {
      const auto index = make_hnsw_index(), alone = make_hnsw_index();
      for (const auto& one : {index.get(), alone.get()}) {
        if (before != Before::empty) REQUIRE(one->add(points_of_two_levels(0, vectors)));
        if (before == Before::sealed) REQUIRE(one->fold());
      }
      const auto lost = points_of_two_levels(4, vectors);
      ended = allocation_fault::ends_at(nth, [&] { std::ignore = index->add(lost); });
      if (!ended) break;
      for (const auto& one : {index.get(), alone.get()}) REQUIRE(one->add(points_of_two_levels(8, vectors)));
      for (const Level level : {Level::context, Level::episode}) {
        const VectorQuery query{.vector = vectors[9], .level = level, .k = 100};
        const auto hits = index->view()->search(query), wanted = alone->view()->search(query);
        REQUIRE(hits);
        REQUIRE(wanted);
        CHECK(*hits == *wanted);
      }
    }
  }
}

}  // namespace
}  // namespace hebb
