// Where a meeting changes its topic: TextTiling (Hearst 1997) with sentence embeddings in place of words. Private to
// extract/.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hebb {

struct SegmentOptions {
  std::size_t window = 8;    // statements on each side of a gap
  std::size_t shortest = 6;  // statements
  std::size_t longest = 40;
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
