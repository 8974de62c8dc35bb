// VectorIndex: nearest vectors by cosine. One of the two ports (design.md). Derived from the store; can be rebuilt.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "model/selection.h"
#include "snapshot/snapshot.h"

namespace hebb {

struct VectorPoint {
  Ordinal ordinal = 0;
  MemoryId id;
  Level level = Level::episode;
  std::span<const float> vector;  // kSemanticDimension numbers, L2 norm 1; copied
};

struct VectorQuery {
  std::span<const float> vector;  // kSemanticDimension numbers, L2 norm 1
  Level level = Level::episode;
  std::size_t k = 10;
  std::size_t effort = 0;                // how many rows an approximate search weighs, at least 2 k; 0: as built
  const Selection* selected = nullptr;   // what may be returned; null: everything. Applied inside the search.
  const MemoryFilter* filter = nullptr;  // the same in words, for backends that do not know our ordinals
};

// An immutable state of the index. Thread safety: thread-safe.
class VectorView {
 public:
  virtual ~VectorView() = default;
  // The k best by cosine (score in [-1,1], larger is better), best first; fewer if fewer are selected.
  // Errors: invalid_argument for a query of another dimension or with a number that is not finite; unavailable where
  // the backend is away: recall then goes by words. Any other is a bug to it.
  virtual Result<std::vector<Hit>> search(const VectorQuery& query) const = 0;
  // The cosine of every ordinal of some ranges, one range behind the other in `out`; NaN for one that this state does
  // not hold, or holds on another level. No memory is left to chance, as a search may leave it: how recall scores whole
  // meetings, whose ordinals are consecutive, and standardises. For a vector of another length than 1, such as the sum
  // of two, the dot product. Requires: out.size() == the ranges' sizes' sum. Errors: as of search().
  virtual Result<void> score_ranges(std::span<const float> vector, Level level, std::span<const OrdinalRange> ranges,
                                    std::span<float> out) const = 0;
  Result<void> score_range(std::span<const float> vector, Level level, OrdinalRange range, std::span<float> out) const {
    return score_ranges(vector, level, std::span(&range, 1), out);
  }
  // The sum of weight times vector over a range: what a passage of a meeting is about. Ordinals that are not there add
  // nothing. Requires: weights.size() == range.size(). Errors: unsupported by a backend that does not give vectors
  // back.
  virtual Result<std::vector<float>> weighted_sum(std::span<const float> weights, Level level,
                                                  OrdinalRange range) const;
  virtual std::size_t size(Level level) const = 0;
  virtual std::size_t resident_bytes() const = 0;
  // All that is not erased, for VectorIndex::read. Errors: unsupported by a backend that keeps its vectors elsewhere.
  virtual Result<void> write(SnapshotWriter& writer) const;
};

// Thread safety: `add` and `erase` from one thread at a time, `fold` from one other; `view` and `wants_fold` from any.
class VectorIndex {
 public:
  virtual ~VectorIndex() = default;
  // Visible in the views taken after it returns. Requires: ordinals new and ascending over all calls.
  // Errors: invalid_argument for a number that is not finite; then nothing is added.
  virtual Result<void> add(std::span<const VectorPoint> points) = 0;
  // An ordinal that is not here, or erased already, is passed over.
  virtual Result<void> erase(std::span<const Ordinal> ordinals) = 0;
  virtual std::shared_ptr<const VectorView> view() const = 0;
  // Whether folding what was added and erased into the base is worth it; `fold` does it (long: background thread).
  // Adding and erasing go on meanwhile. Errors: cancelled (soon after `stop` is requested), resource_exhausted,
  // internal; nothing is lost, and it can be tried again.
  virtual bool wants_fold() const = 0;
  virtual Result<void> fold(std::stop_token stop = {}) = 0;
  // What a view wrote. Requires: nothing was added yet. The index is to be used only where the section proves whole.
  // Errors: unsupported.
  virtual Result<void> read(SnapshotReader& reader);
};

}  // namespace hebb
