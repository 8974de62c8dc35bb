// From a question's vector and terms to ranked memories: candidates -> fusion -> lists. Front header of recall/.
// It reads views only: it neither encodes the question (embed/) nor fetches text (store/).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "lexical/lexical_index.h"
#include "recall/catalog.h"
#include "recall/fusion.h"
#include "vector/vector_index.h"

namespace hebb {

// One consistent state of everything that is derived. A question takes one for its whole life.
struct RecallView {
  std::shared_ptr<const Catalog> catalog;
  std::shared_ptr<const VectorView> vectors;
  std::shared_ptr<const LexicalView> lexical;
  std::uint64_t applied_seq = 0;
};

// Every parameter of the ranking. The figures that chose them: docs/quality.md.
struct RecallOptions {
  FusionWeights weights;
  std::size_t exact_scope = 20'000;  // up to so many memories of a level in scope, all are scored
  // Above, each of the two searches gives candidates: so many for each place in the list, and no fewer than so many.
  std::size_t candidates_per_place = 3;
  std::size_t min_candidates = 64;
  // Above, so many tell mean and deviation of the cosine over the scope: the mean shifts all scores alike, and the
  // deviation is known to some 3 %.
  std::size_t sample = 512;
};

struct RecallQuery {
  std::span<const float> vector;   // kSemanticDimension numbers, L2 norm 1
  std::vector<std::string> terms;  // index_terms() of the question
  MemoryFilter filter;
  std::array<std::size_t, kLevels> limits{};  // length of each level's list
};

struct Recalled {
  std::array<std::vector<Fused>, kLevels> direct;  // best first; ties by memory id
  std::map<std::string, std::int64_t> timings;     // stage -> microseconds
  std::vector<std::string> degraded;               // "vector_store" when it is away and search was lexical
};

// Deterministic for one view. Cost: linear in the scope up to `exact_scope`, sublinear above.
Recalled recall(const RecallView& view, const RecallQuery& query, const RecallOptions& options = {});

}  // namespace hebb
