#include "vector/vector_index.h"

#include <algorithm>
#include <numeric>

namespace hebb {

Result<void> VectorView::score_range(std::span<const std::span<const float>> vectors, Level level, OrdinalRange range,
                                     std::span<float> out) const {
  HEBB_CHECK(range.first <= range.end && out.size() == vectors.size() * range.size());
  std::vector<Ordinal> ordinals(range.size());
  std::iota(ordinals.begin(), ordinals.end(), range.first);
  for (std::size_t v = 0; v < vectors.size(); ++v) {
    const auto scores = score(vectors[v], level, ordinals);
    if (!scores) return std::unexpected(scores.error());
    std::ranges::copy(*scores, out.begin() + static_cast<std::ptrdiff_t>(v * range.size()));
  }
  return {};
}

Result<void> VectorView::score_features(std::span<const float>, Level, OrdinalRange, std::span<float>) const {
  return fail(ErrorCode::unsupported, "vector index: this backend does not keep features");
}

Result<void> VectorView::write(SnapshotWriter&) const {
  return fail(ErrorCode::unsupported, "vector index: this backend keeps its vectors itself");
}

Result<void> VectorIndex::read(SnapshotReader&) {
  return fail(ErrorCode::unsupported, "vector index: this backend keeps its vectors itself");
}

Result<std::vector<float>> VectorView::weighted_sum(std::span<const float>, Level, OrdinalRange) const {
  return fail(ErrorCode::unsupported, "vector index: this backend does not give vectors back");
}

}  // namespace hebb
