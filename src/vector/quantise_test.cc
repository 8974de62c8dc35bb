#include "vector/quantise.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "base/error.h"

namespace hebb {
namespace {

std::vector<float> random_vector(std::mt19937_64& random) {
  // Heavy tails: a few large numbers coarsen the steps for all.
  std::student_t_distribution<float> number(4);
  std::vector<float> vector(kSemanticDimension);
  for (float& x : vector) x = number(random);
  return vector;
}

TEST_CASE("a row is off by half a step at most, a query by half of its own and split without loss") {
  const std::uint64_t seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 200; ++round) {
    auto vector = random_vector(random);
    const float size = std::pow(10.0f, static_cast<float>(round % 40 - 20));
    for (float& x : vector) x *= size;
    std::vector<std::uint8_t> row(kSemanticDimension);
    const float factor = quantise_row(vector, row.data());
    const auto query = quantise_query(vector);
    REQUIRE(query.has_value());
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < kSemanticDimension; ++i) {
      REQUIRE(std::abs(row[i] - kRowZero) <= kRowLargest);
      REQUIRE(std::abs(static_cast<float>(row[i] - kRowZero) * factor - vector[i]) <= 0.5001f * factor);
      REQUIRE(std::abs(query->numbers[i]) <= kQueryLargest);
      // float has 24 bits, a query's number 15: rounding may add a little to the half.
      REQUIRE(std::abs(query->numbers[i] * query->factor - vector[i]) <= 0.505f * query->factor);
      REQUIRE(query->high[i] * kQueryHigh + query->low[i] == query->numbers[i]);
      sum += query->numbers[i];
    }
    REQUIRE(query->zero == kRowZero * sum);
  }
}

TEST_CASE("zero and what is as good as zero give zero, not a division by it") {
  for (const float x : {0.0f, -0.0f, std::numeric_limits<float>::denorm_min(), 1e-37f}) {
    const std::vector<float> vector(kSemanticDimension, x);
    std::vector<std::uint8_t> row(kSemanticDimension);
    const float factor = quantise_row(vector, row.data());
    REQUIRE(factor == 0);
    REQUIRE(std::ranges::all_of(row, [](std::uint8_t number) { return number == kRowZero; }));
    const auto query = quantise_query(vector);
    REQUIRE(query.has_value());
    REQUIRE(std::ranges::all_of(query->numbers, [](std::int16_t number) { return number == 0; }));
  }
}

TEST_CASE("numbers that are not finite are found wherever they stand") {
  for (const float bad : {std::nanf(""), INFINITY, -INFINITY}) {
    for (const std::size_t place : {std::size_t{0}, std::size_t{17}, kSemanticDimension - 1}) {
      std::vector<float> vector(kSemanticDimension, 0.05f);
      REQUIRE(is_finite(vector));
      vector[place] = bad;
      REQUIRE_FALSE(is_finite(vector));
      REQUIRE_FALSE(quantise_query(vector).has_value());
      std::vector<std::uint8_t> row(kSemanticDimension);
      REQUIRE_THROWS_AS(quantise_row(vector, row.data()), ContractViolation);
    }
  }
}

}  // namespace
}  // namespace hebb
