// Vectors as whole numbers: a row's in 8 bits, a query's in 15, each with one factor (its largest magnitude over the
// largest whole number). Not a codec for files: the store keeps float32. See decision 0011.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "model/domain.h"

namespace hebb {

// A number in a row is stored with kRowZero added, as the instructions for 8 bits want one side unsigned.
inline constexpr int kRowLargest = 127;
inline constexpr int kRowZero = 128;
// 127 · 128: both halves of a query's number fit 8 bits, and no sum over a row leaves 32.
inline constexpr int kQueryLargest = 16256;
inline constexpr int kQueryHigh = 128;

bool is_finite(std::span<const float> vector);

// Writes the row and returns its factor: vector[i] ≈ factor · (row[i] - kRowZero), off by at most half a factor.
// Requires: is_finite(vector), vector.size() == kSemanticDimension.
float quantise_row(std::span<const float> vector, std::uint8_t* row);

struct QuantisedQuery {
  alignas(64) std::array<std::int8_t, kSemanticDimension> high;  // number = kQueryHigh · high + low
  alignas(64) std::array<std::int8_t, kSemanticDimension> low;   // in [-64, 63]
  alignas(64) std::array<std::int16_t, kSemanticDimension> numbers;
  std::int32_t zero = 0;  // what kRowZero adds to a sum over a row
  float factor = 0;
  float length = 0;  // L2 norm of the vector as given: no cosine times it is larger
};

// None when a number is not finite. Requires: vector.size() == kSemanticDimension.
std::optional<QuantisedQuery> quantise_query(std::span<const float> vector);

}  // namespace hebb
