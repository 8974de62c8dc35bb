#include "vector/vector_index.h"

#include <algorithm>

namespace hebb {

Result<void> VectorView::score_ranges(std::span<const float> vector, Level level, std::span<const OrdinalRange> ranges,
                                      std::span<float> out) const {
  std::vector<Ordinal> ordinals;
  for (const OrdinalRange range : ranges) {
    for (Ordinal ordinal = range.first; ordinal < range.end; ++ordinal) ordinals.push_back(ordinal);
  }
  HEBB_CHECK(out.size() == ordinals.size());
  const auto scores = score(vector, level, ordinals);
  if (!scores) return std::unexpected(scores.error());
  std::ranges::copy(*scores, out.begin());
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
