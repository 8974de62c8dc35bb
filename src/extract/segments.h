// Where a meeting changes its topic: TextTiling (Hearst 1997) with sentence embeddings in place of words. Private to
// extract/.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hebb {

// Chosen on 12 training meetings of QMSum: of the annotated topic boundaries 67 % lie within three statements of one of
// ours, against 35 % for even pieces of the same number (docs/extraction.md).
struct SegmentOptions {
  std::size_t window = 12;    // statements on each side of a gap
  std::size_t shortest = 10;  // statements
  std::size_t longest = 60;
  float deviations = 1;  // above the mean depth, where a gap is a boundary
};

struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;  // past the last
  std::size_t size() const { return end - begin; }
};

// Consecutive, covering all rows; none when there are none. Each has at least `shortest` rows, unless there are fewer
// in all, and at most `longest`. `vectors`: kSemanticDimension numbers a statement, L2 norm 1, row-major. Requires: 1
// <= 2 * shortest <= longest, window >= 1. Deterministic. Cost: linear.
std::vector<Segment> segments_of(std::span<const float> vectors, const SegmentOptions& options = {});

}  // namespace hebb
