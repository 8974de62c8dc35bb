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
  const Selection* selected = nullptr;   // what may be returned; null: everything. Applied inside the search.
  const MemoryFilter* filter = nullptr;  // the same in words, for backends that do not know our ordinals
};

// An immutable state of the index. Thread safety: thread-safe.
class VectorView {
 public:
  virtual ~VectorView() = default;
  // The k best by cosine (score in [-1,1], larger is better), best first; fewer if fewer are selected.
  // Errors: invalid_argument for a query of another dimension or with a number that is not finite.
  virtual Result<std::vector<Hit>> search(const VectorQuery& query) const = 0;
  // The exact cosine of each given memory, in the order asked for; NaN for one that this state does not hold.
  // Fastest for ascending ordinals (a sequential scan). How recall scores a whole scope and standardises.
  virtual Result<std::vector<float>> score(std::span<const float> vector, Level level,
                                           std::span<const Ordinal> ordinals) const = 0;
  virtual std::size_t size(Level level) const = 0;
  virtual std::size_t resident_bytes() const = 0;
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
  // Adding and erasing go on meanwhile. Errors: cancelled (soon after `stop` is requested; nothing is lost).
  virtual bool wants_fold() const = 0;
  virtual Result<void> fold(std::stop_token stop = {}) = 0;
};

}  // namespace hebb
