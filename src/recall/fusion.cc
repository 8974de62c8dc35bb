#include "recall/fusion.h"

#include <cmath>

namespace hebb {

Moments moments_of(std::span<const float> values, std::size_t zeros) {
  const auto n = static_cast<double>(values.size() + zeros);
  if (n == 0) return {};
  double sum = 0;
  for (float value : values) sum += value;
  const double mean = sum / n;
  double squares = static_cast<double>(zeros) * mean * mean;
  for (float value : values) squares += (value - mean) * (value - mean);
  return {.mean = mean, .deviation = std::sqrt(squares / n)};
}

void fuse(std::span<Fused> candidates, const Moments& cosine, const Moments& bm25, const FusionWeights& weights) {
  for (Fused& candidate : candidates) {
    candidate.semantic = cosine.standardise(candidate.cosine);
    candidate.lexical = bm25.standardise(candidate.bm25);
    candidate.score = weights.semantic * candidate.semantic + weights.lexical * candidate.lexical;
  }
}

}  // namespace hebb
