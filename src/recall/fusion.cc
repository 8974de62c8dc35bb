#include "recall/fusion.h"

#include <array>
#include <cmath>

namespace hebb {

Moments moments_of(std::span<const float> values) {
  // Sums side by side, so that none waits for the one before.
  constexpr std::size_t kLanes = 4;
  std::array<double, kLanes> sums{}, squares{};
  const std::size_t even = values.size() - values.size() % kLanes;
  for (std::size_t i = 0; i < even; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double value = values[i + lane];
      sums[lane] += value;
      squares[lane] += value * value;
    }
  }
  for (std::size_t i = even; i < values.size(); ++i) {
    const double value = values[i];
    sums[i - even] += value;
    squares[i - even] += value * value;
  }
  return moments_from(values.size(), (sums[0] + sums[1]) + (sums[2] + sums[3]),
                      (squares[0] + squares[1]) + (squares[2] + squares[3]));
}

Moments moments_from(std::size_t count, double sum, double sum_of_squares) {
  if (count == 0) return {};
  const auto n = static_cast<double>(count);
  const double mean = sum / n;
  const double variance = sum_of_squares / n - mean * mean;
  // What rounding leaves of a variance that is none.
  return {.mean = mean, .deviation = variance > 1e-12 * (1 + mean * mean) ? std::sqrt(variance) : 0};
}

void fuse(std::span<Fused> candidates, const Moments& cosine, const Moments& bm25, const FusionWeights& weights) {
  for (Fused& candidate : candidates) {
    candidate.semantic = cosine.standardise(candidate.cosine);
    candidate.lexical = bm25.standardise(candidate.bm25);
    candidate.score = weights.semantic * candidate.semantic + weights.lexical * candidate.lexical;
  }
}

}  // namespace hebb
