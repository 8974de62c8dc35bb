#include "vector/dot.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <random>
#include <vector>

#include "base/error.h"

namespace hebb {
namespace {

constexpr std::size_t kRows = 37;

// Rows of what a row may hold, [-127, 127] above its zero: random, and the ends, where a kernel could saturate.
std::vector<std::uint8_t> random_rows(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<int> number(kRowZero - kRowLargest, kRowZero + kRowLargest);
  std::vector<std::uint8_t> rows(kRows * kSemanticDimension);
  for (auto& x : rows) x = static_cast<std::uint8_t>(number(random));
  std::fill_n(rows.begin(), kSemanticDimension, static_cast<std::uint8_t>(kRowZero + kRowLargest));
  std::fill_n(rows.begin() + kSemanticDimension, kSemanticDimension, static_cast<std::uint8_t>(kRowZero - kRowLargest));
  return rows;
}

std::vector<QuantisedQuery> queries(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal;
  std::vector<QuantisedQuery> out;
  for (int i = 0; i < 50; ++i) {
    std::vector<float> vector(kSemanticDimension);
    for (float& x : vector) x = normal(random);
    if (i == 0) std::ranges::fill(vector, 0.05f);
    if (i == 1) std::ranges::fill(vector, -0.05f);
    out.push_back(quantise_query(vector).value());
  }
  return out;
}

std::int64_t exact(const QuantisedQuery& query, const std::uint8_t* row) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kSemanticDimension; ++i) sum += std::int64_t{query.numbers[i]} * (row[i] - kRowZero);
  return sum;
}

std::int64_t exact(const std::uint8_t* a, const std::uint8_t* b) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kSemanticDimension; ++i) sum += (a[i] - kRowZero) * (b[i] - kRowZero);
  return sum;
}

TEST_CASE("every variant of the dot product gives the exact integer, at the ends of the range too") {
  const std::uint64_t seed = std::random_device{}();
  CAPTURE(seed);
  const auto rows = random_rows(seed);
  const auto row = [&](std::size_t i) { return rows.data() + i * kSemanticDimension; };
  REQUIRE(dot_variant(kDotVariants - 1).supported);
  for (std::size_t variant = 0; variant < kDotVariants; ++variant) {
    const DotKernels& kernels = dot_variant(variant);
    if (!kernels.supported) continue;
    CAPTURE(kernels.instruction_set);
    for (const QuantisedQuery& query : queries(seed + 1)) {
      std::vector<std::int32_t> dots(kRows);
      kernels.rows(query, rows.data(), kRows, dots.data());
      for (std::size_t i = 0; i < kRows; ++i) {
        REQUIRE(dots[i] == exact(query, row(i)));
        REQUIRE(dots[i] == kernels.one(query, row(i)));
      }
      const std::vector<std::uint16_t> picks{0, 1, 4, 30, 36};
      std::vector<std::int32_t> picked(picks.size());
      kernels.picked(query, rows.data(), picks.data(), picks.size(), picked.data());
      for (std::size_t i = 0; i < picks.size(); ++i) REQUIRE(picked[i] == dots[picks[i]]);
    }
    for (std::size_t i = 0; i < kRows; ++i) {
      for (std::size_t j = 0; j < kRows; ++j) REQUIRE(kernels.pair(row(i), row(j)) == exact(row(i), row(j)));
    }
  }
}

TEST_CASE("rows need not be aligned") {
  const auto rows = random_rows(5);
  std::vector<std::uint8_t> shifted(rows.size() + 1);
  std::ranges::copy(rows, shifted.begin() + 1);
  const auto query = queries(6).back();
  for (std::size_t variant = 0; variant < kDotVariants; ++variant) {
    const DotKernels& kernels = dot_variant(variant);
    if (!kernels.supported) continue;
    const std::uint8_t* third = shifted.data() + 1 + 2 * kSemanticDimension;
    REQUIRE(kernels.one(query, third) == exact(query, rows.data() + 2 * kSemanticDimension));
    REQUIRE(kernels.pair(third, third) ==
            exact(rows.data() + 2 * kSemanticDimension, rows.data() + 2 * kSemanticDimension));
  }
}

TEST_CASE("the variant in use is supported, and a variant that is not there is a bug") {
  REQUIRE(dot_kernels().supported);
  REQUIRE_THROWS_AS(dot_variant(kDotVariants), ContractViolation);
}

}  // namespace
}  // namespace hebb
