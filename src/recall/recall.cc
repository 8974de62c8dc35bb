#include "recall/recall.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <set>

namespace hebb {
namespace {

class Stopwatch {
 public:
  explicit Stopwatch(std::map<std::string, std::int64_t>& timings) : timings_(timings) {}
  void lap(const char* stage) {
    const auto now = std::chrono::steady_clock::now();
    timings_[stage] += std::chrono::duration_cast<std::chrono::microseconds>(now - last_).count();
    last_ = now;
  }

 private:
  std::map<std::string, std::int64_t>& timings_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// The projects that a scope touches: document frequencies are each project's own.
std::set<std::string> projects_in(const Catalog& catalog, const MemoryFilter& filter) {
  std::set<std::string> projects;
  for (const auto& meeting : catalog.meetings()) {
    if (!filter.project || *filter.project == meeting->project) projects.insert(meeting->project);
  }
  return projects;
}

// Best in order of ordinal. A scope of several projects has the sum of their totals.
LexicalHits lexical_hits(const RecallView& view, const RecallQuery& query, Level level, const Scope& scope,
                         std::size_t k, std::span<const Ordinal> also = {}) {
  LexicalHits hits;
  if (query.terms.empty()) return hits;
  for (const std::string& project : projects_in(*view.catalog, query.filter)) {
    auto found = view.lexical->search({.terms = query.terms,
                                       .project = project,
                                       .level = level,
                                       .k = k,
                                       .selected = scope.selection(),
                                       .also = also});
    hits.also.insert(hits.also.end(), found.also.begin(), found.also.end());
    hits.best.insert(hits.best.end(), found.best.begin(), found.best.end());
    hits.matches += found.matches;
    hits.sum += found.sum;
    hits.sum_of_squares += found.sum_of_squares;
  }
  std::ranges::sort(hits.best, {}, &Hit::ordinal);
  std::ranges::sort(hits.also, {}, &Hit::ordinal);
  return hits;
}

// Fills bm25 from hits; both ascend by ordinal.
void join(std::span<Fused> candidates, std::span<const Hit> hits) {
  auto hit = hits.begin();
  for (Fused& candidate : candidates) {
    while (hit != hits.end() && hit->ordinal < candidate.ordinal) ++hit;
    if (hit != hits.end() && hit->ordinal == candidate.ordinal) candidate.bm25 = hit->score;
  }
}

struct Candidates {
  std::vector<Fused> list;  // ascending by ordinal
  Moments cosine;
  Moments bm25;
};

void note_vectors_away(std::vector<std::string>& degraded) {
  if (!std::ranges::contains(degraded, "vector_store")) degraded.push_back("vector_store");
}

// Cosines of `ordinals`, or zeros (and a note in `degraded`) when the vector store is away.
std::vector<float> cosines(const RecallView& view, const RecallQuery& query, Level level,
                           std::span<const Ordinal> ordinals, std::vector<std::string>& degraded) {
  auto scored = view.vectors->score(query.vector, level, ordinals);
  if (scored) {
    for (float& value : *scored) value = std::isnan(value) ? 0.0f : value;
    return std::move(*scored);
  }
  note_vectors_away(degraded);
  return std::vector<float>(ordinals.size());
}

// Every memory in scope is a candidate.
Candidates score_all(const RecallView& view, const RecallQuery& query, Level level, const Scope& scope,
                     Recalled& recalled) {
  Stopwatch watch(recalled.timings);
  Candidates out;
  const auto cosine = cosines(view, query, level, scope.ordinals, recalled.degraded);
  out.cosine = moments_of(cosine);
  watch.lap("vector");
  const auto hits = lexical_hits(view, query, level, scope, std::numeric_limits<std::size_t>::max());
  out.bm25 = moments_from(scope.ordinals.size(), hits.sum, hits.sum_of_squares);
  out.list.resize(scope.ordinals.size());
  for (std::size_t i = 0; i < out.list.size(); ++i) {
    out.list[i].ordinal = scope.ordinals[i];
    out.list[i].cosine = cosine[i];
  }
  join(out.list, hits.best);
  watch.lap("lexical");
  return out;
}

// Evenly spaced over the scope, so that it is the same for the same store state and touches all meetings.
std::vector<Ordinal> sample_of(const Scope& scope, std::size_t size) {
  std::vector<Ordinal> sample;
  const std::size_t step = std::max<std::size_t>(1, scope.ordinals.size() / size);
  for (std::size_t i = step / 2; i < scope.ordinals.size(); i += step) sample.push_back(scope.ordinals[i]);
  return sample;
}

// The best of each search are candidates; means and deviations are still those of the whole scope.
Candidates score_best(const RecallView& view, const RecallQuery& query, Level level, const Scope& scope,
                      const RecallOptions& options, Recalled& recalled) {
  Stopwatch watch(recalled.timings);
  Candidates out;
  const std::size_t wanted =
      std::max(options.min_candidates, options.candidates_per_place * query.limits[static_cast<std::size_t>(level)]);
  std::vector<Ordinal> ordinals;
  const auto nearest = view.vectors->search(
      {.vector = query.vector, .level = level, .k = wanted, .selected = scope.selection(), .filter = &query.filter});
  if (nearest) {
    for (const Hit& hit : *nearest) ordinals.push_back(hit.ordinal);
    std::ranges::sort(ordinals);
    out.cosine = moments_of(cosines(view, query, level, sample_of(scope, options.sample), recalled.degraded));
  } else {
    note_vectors_away(recalled.degraded);
  }
  watch.lap("vector");
  const auto hits = lexical_hits(view, query, level, scope, wanted, ordinals);
  out.bm25 = moments_from(scope.ordinals.size(), hits.sum, hits.sum_of_squares);
  for (const Hit& hit : hits.best) ordinals.push_back(hit.ordinal);
  std::ranges::sort(ordinals);
  ordinals.erase(std::ranges::unique(ordinals).begin(), ordinals.end());
  watch.lap("lexical");
  const auto cosine = cosines(view, query, level, ordinals, recalled.degraded);
  out.list.resize(ordinals.size());
  for (std::size_t i = 0; i < ordinals.size(); ++i) {
    out.list[i].ordinal = ordinals[i];
    out.list[i].cosine = cosine[i];
  }
  join(out.list, hits.best);
  join(out.list, hits.also);
  watch.lap("vector");
  return out;
}

// Neither near in meaning nor sharing a word: not an answer, however the rest of the scope scores.
bool unrelated(const Fused& candidate) {
  return candidate.cosine <= 0 && candidate.bm25 <= 0;
}

void keep_best(std::vector<Fused>& list, std::size_t limit, const Catalog& catalog) {
  std::erase_if(list, unrelated);
  const auto better = [&](const Fused& a, const Fused& b) {
    if (a.score != b.score) return a.score > b.score;
    return catalog.memory(a.ordinal).id < catalog.memory(b.ordinal).id;
  };
  const auto end = list.begin() + static_cast<std::ptrdiff_t>(std::min(limit, list.size()));
  std::ranges::partial_sort(list, end, better);
  list.erase(end, list.end());
}

}  // namespace

Recalled recall(const RecallView& view, const RecallQuery& query, const RecallOptions& options) {
  Recalled recalled;
  for (std::size_t i = 0; i < kLevels; ++i) {
    if (query.limits[i] == 0) continue;
    const auto level = static_cast<Level>(i);
    Stopwatch watch(recalled.timings);
    const Scope scope = view.catalog->scope(query.filter, level);
    watch.lap("scope");
    if (scope.ordinals.empty()) continue;
    auto candidates = scope.ordinals.size() <= options.exact_scope
                          ? score_all(view, query, level, scope, recalled)
                          : score_best(view, query, level, scope, options, recalled);
    Stopwatch fusing(recalled.timings);
    fuse(candidates.list, candidates.cosine, candidates.bm25, options.weights);
    keep_best(candidates.list, query.limits[i], *view.catalog);
    recalled.direct[i] = std::move(candidates.list);
    fusing.lap("fusion");
  }
  return recalled;
}

}  // namespace hebb
