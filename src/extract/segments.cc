#include "extract/segments.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {
namespace {

// Cosine between the sums of the rows before and after each gap; entry g is the gap before row g, entry 0 is unused.
std::vector<float> cohesion(std::span<const float> vectors, std::size_t rows, std::size_t window) {
  std::vector<float> scores(rows, 1.0F);
  std::vector<float> before(kSemanticDimension);
  std::vector<float> after(kSemanticDimension);
  const auto sum = [&](std::size_t begin, std::size_t end, std::vector<float>& out) {
    std::ranges::fill(out, 0.0F);
    for (auto r = begin; r < end; ++r) {
      const auto* row = vectors.data() + r * kSemanticDimension;
      for (std::size_t d = 0; d < kSemanticDimension; ++d) out[d] += row[d];
    }
  };
  for (std::size_t gap = 1; gap < rows; ++gap) {
    sum(gap - std::min(gap, window), gap, before);
    sum(gap, std::min(rows, gap + window), after);
    float dot = 0;
    float norm_before = 0;
    float norm_after = 0;
    for (std::size_t d = 0; d < kSemanticDimension; ++d) {
      dot += before[d] * after[d];
      norm_before += before[d] * before[d];
      norm_after += after[d] * after[d];
    }
    const auto norm = std::sqrt(norm_before * norm_after);
    scores[gap] = norm > 0 ? dot / norm : 0.0F;
  }
  return scores;
}

// How far cohesion falls into each gap from the nearest peak on either side, looking at most `reach` gaps away.
std::vector<float> depths(const std::vector<float>& scores, std::size_t reach) {
  std::vector<float> depth(scores.size(), 0.0F);
  for (std::size_t gap = 1; gap < scores.size(); ++gap) {
    float left = scores[gap];
    for (std::size_t i = gap; i > 1 && gap - i < reach && scores[i - 1] >= left; --i) left = scores[i - 1];
    float right = scores[gap];
    for (std::size_t i = gap; i + 1 < scores.size() && i - gap < reach && scores[i + 1] >= right; ++i)
      right = scores[i + 1];
    depth[gap] = left + right - 2 * scores[gap];
  }
  return depth;
}

float boundary_threshold(const std::vector<float>& depth, float deviations) {
  double sum = 0;
  double squares = 0;
  for (const auto d : depth) {
    sum += d;
    squares += double{d} * d;
  }
  const auto n = static_cast<double>(depth.size());
  const auto mean = sum / n;
  return static_cast<float>(mean + deviations * std::sqrt(std::max(0.0, squares / n - mean * mean)));
}

// Deepest gaps first, none within `shortest` of another or of an end.
std::vector<bool> deep_gaps(const std::vector<float>& depth, const SegmentOptions& options) {
  const auto rows = depth.size();
  const auto threshold = boundary_threshold(depth, options.deviations);
  std::vector<std::size_t> order;
  for (auto gap = options.shortest; gap + options.shortest <= rows; ++gap) {
    if (depth[gap] > threshold) order.push_back(gap);
  }
  std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t gap) { return depth[gap]; });
  std::vector<bool> is_boundary(rows, false);
  for (const auto gap : order) {
    const auto from = gap + 1 - std::min(gap + 1, options.shortest);
    const auto to = std::min(rows, gap + options.shortest);
    if (std::find(is_boundary.begin() + from, is_boundary.begin() + to, true) == is_boundary.begin() + to)
      is_boundary[gap] = true;
  }
  return is_boundary;
}

// Cuts what is too long at its deepest gap that leaves both parts long enough.
void add_cut(Segment segment, const std::vector<float>& depth, const SegmentOptions& options,
             std::vector<Segment>& out) {
  while (segment.size() > options.longest) {
    // Among the gaps that leave a first part of allowed length, so that each round is final and the whole is linear.
    const auto last = std::min(segment.begin + options.longest, segment.end - options.shortest);
    auto best = segment.begin + options.shortest;
    for (auto gap = best; gap <= last; ++gap) {
      if (depth[gap] > depth[best]) best = gap;
    }
    out.push_back({segment.begin, best});
    segment.begin = best;
  }
  out.push_back(segment);
}

}  // namespace

std::vector<Segment> segments_of(std::span<const float> vectors, const SegmentOptions& options) {
  HEBB_CHECK(options.shortest >= 1 && options.longest >= 2 * options.shortest && options.window >= 1);
  HEBB_CHECK(vectors.size() % kSemanticDimension == 0);
  const auto rows = vectors.size() / kSemanticDimension;
  std::vector<Segment> segments;
  if (rows == 0) return segments;
  const auto depth = depths(cohesion(vectors, rows, options.window), options.longest);
  const auto is_boundary = deep_gaps(depth, options);
  std::size_t begin = 0;
  for (std::size_t gap = 1; gap <= rows; ++gap) {
    if (gap < rows && !is_boundary[gap]) continue;
    add_cut({begin, gap}, depth, options, segments);
    begin = gap;
  }
  return segments;
}

}  // namespace hebb
