#include "vector/quantise.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"

namespace hebb {
namespace {

// None when a number is not finite. Without an early exit, so that it becomes SIMD.
std::optional<float> largest_magnitude(std::span<const float> vector) {
  float largest = 0;
  bool finite = true;
  for (const float x : vector) {
    const float magnitude = std::abs(x);
    finite &= magnitude <= std::numeric_limits<float>::max();
    largest = std::max(largest, magnitude);
  }
  return finite ? std::optional(largest) : std::nullopt;
}

// Halves away from zero, as std::round, in instructions that every CPU has.
int rounded(float x) {
  return static_cast<int>(x + std::copysign(0.5f, x));
}

// A vector so small that the factor or its inverse is not a normal number counts as zero.
bool is_zero(float largest) {
  return largest < 1e-30f;
}

}  // namespace

bool is_finite(std::span<const float> vector) {
  return largest_magnitude(vector).has_value();
}

float quantise_row(std::span<const float> vector, std::uint8_t* row) {
  HEBB_CHECK(vector.size() == kSemanticDimension);
  const auto largest = largest_magnitude(vector);
  HEBB_CHECK(largest.has_value());
  if (is_zero(*largest)) {
    std::fill_n(row, kSemanticDimension, static_cast<std::uint8_t>(kRowZero));
    return 0;
  }
  const float inverse = kRowLargest / *largest;
  for (std::size_t i = 0; i < kSemanticDimension; ++i) {
    row[i] = static_cast<std::uint8_t>(rounded(vector[i] * inverse) + kRowZero);
  }
  return *largest / kRowLargest;
}

std::optional<QuantisedQuery> quantise_query(std::span<const float> vector) {
  HEBB_CHECK(vector.size() == kSemanticDimension);
  const auto largest = largest_magnitude(vector);
  if (!largest) return std::nullopt;
  QuantisedQuery query;
  const float inverse = is_zero(*largest) ? 0 : kQueryLargest / *largest;
  std::int32_t sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < kSemanticDimension; ++i) {
    const int number = rounded(vector[i] * inverse);
    const int high = (number + kQueryHigh / 2) >> 7;
    query.numbers[i] = static_cast<std::int16_t>(number);
    query.high[i] = static_cast<std::int8_t>(high);
    query.low[i] = static_cast<std::int8_t>(number - kQueryHigh * high);
    sum += number;
    squares += double{vector[i]} * vector[i];
  }
  query.zero = kRowZero * sum;
  query.factor = *largest / kQueryLargest;
  query.length = static_cast<float>(std::sqrt(squares));
  return query;
}

}  // namespace hebb
