#include "recall/fusion.h"

#include <cmath>

namespace hebb {

Moments moments_of(std::span<const float> values) {
  double sum = 0, squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  return moments_from(values.size(), sum, squares);
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
