#include "vector/dot.h"

#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {
namespace {

std::vector<float> random_rows(std::size_t rows, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> out(rows * kSemanticDimension);
  for (float& x : out) x = normal(random);
  return out;
}

TEST_CASE("every variant of the dot product gives the same bits and the right value") {
  constexpr std::size_t kRows = 37;
  const auto rows = random_rows(kRows + 1, 4);
  const float* query = rows.data() + kRows * kSemanticDimension + 0;
  const DotKernels& baseline = dot_variant(kDotVariants - 1);
  REQUIRE(baseline.supported);
  std::size_t compared = 0;
  for (std::size_t variant = 0; variant < kDotVariants; ++variant) {
    const DotKernels& kernels = dot_variant(variant);
    if (!kernels.supported) continue;
    ++compared;
    std::vector<float> scores(kRows);
    kernels.rows(query, rows.data(), kRows, scores.data());
    for (std::size_t i = 0; i < kRows; ++i) {
      const float* row = rows.data() + i * kSemanticDimension;
      double exact = 0;
      for (std::size_t j = 0; j < kSemanticDimension; ++j) exact += double{query[j]} * row[j];
      REQUIRE(std::abs(scores[i] - exact) < 1e-4);
      REQUIRE(std::bit_cast<std::uint32_t>(scores[i]) == std::bit_cast<std::uint32_t>(baseline.one(query, row)));
      REQUIRE(std::bit_cast<std::uint32_t>(scores[i]) == std::bit_cast<std::uint32_t>(kernels.one(query, row)));
    }
    const std::vector<std::uint16_t> picks{3, 4, 30, 36};
    std::vector<float> picked(picks.size());
    kernels.picked(query, rows.data(), picks.data(), picks.size(), picked.data());
    for (std::size_t i = 0; i < picks.size(); ++i) REQUIRE(picked[i] == scores[picks[i]]);
  }
  REQUIRE(compared >= 1);
}

TEST_CASE("rows need not be aligned") {
  const auto rows = random_rows(3, 5);
  std::vector<float> shifted(rows.size() + 1);
  std::copy(rows.begin(), rows.end(), shifted.begin() + 1);
  REQUIRE(dot_kernels().one(shifted.data() + 1, shifted.data() + 1 + kSemanticDimension) ==
          dot_kernels().one(rows.data(), rows.data() + kSemanticDimension));
}

TEST_CASE("the variant in use is supported, and a variant that is not there is a bug") {
  REQUIRE(dot_kernels().supported);
  REQUIRE_THROWS_AS(dot_variant(kDotVariants), ContractViolation);
}

}  // namespace
}  // namespace hebb
