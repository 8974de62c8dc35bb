// Fuses cosine and BM25 into one score: a weighted sum of the two, each standardised over the whole scope.
// It does not search; recall.h does.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "model/selection.h"

namespace hebb {

// A z-score as one multiplication, for whole fields.
struct Standard {
  float mean = 0;
  float scale = 0;  // 1 over the deviation; 0: nothing deviates

  float operator()(float value) const { return (value - mean) * scale; }
};

// Mean and deviation of one score over a scope.
struct Moments {
  double mean = 0;
  double deviation = 0;  // of the population

  // 0 when nothing deviates: a score that is the same everywhere tells nothing. `least`: a smaller deviation counts as
  // this, so that differences that mean nothing are not blown up.
  Standard standard(double least = 0) const {
    return {.mean = static_cast<float>(mean),
            .scale = deviation > 0 ? static_cast<float>(1 / std::max(deviation, least)) : 0.0f};
  }
  float standardise(float value, double least = 0) const { return standard(least)(value); }
};

Moments moments_of(std::span<const float> values);
// Of `count` values, those that are not 0 summed.
Moments moments_from(std::size_t count, double sum, double sum_of_squares);

struct FusionWeights {
  float semantic = 0.7f;  // weighted hybrid of docs/quality.md
  float lexical = 0.3f;
};

struct Fused {
  Ordinal ordinal = 0;
  float score = 0;
  float cosine = 0;    // [-1,1]
  float bm25 = 0;      // >= 0
  float semantic = 0;  // cosine, standardised
  float lexical = 0;   // bm25, standardised
};

// Sets semantic, lexical and score of each from its cosine and bm25.
void fuse(std::span<Fused> candidates, const Moments& cosine, const Moments& bm25, const FusionWeights& weights);

}  // namespace hebb
