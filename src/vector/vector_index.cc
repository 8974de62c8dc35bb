#include "vector/vector_index.h"

namespace hebb {

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
