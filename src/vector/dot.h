// Dot products of quantised rows of kSemanticDimension numbers, in the widest instructions that this CPU has.
// Invariants: (1) the same two rows give the same integer in every function here and on every CPU: the sums are exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "vector/quantise.h"

namespace hebb {

struct DotKernels {
  // Of two rows.
  std::int32_t (*pair)(const std::uint8_t* a, const std::uint8_t* b);
  std::int32_t (*one)(const QuantisedQuery& query, const std::uint8_t* row);
  // out[i] = query · row i; rows stand one after another.
  void (*rows)(const QuantisedQuery& query, const std::uint8_t* rows, std::size_t count, std::int32_t* out);
  // out[i] = query · row picks[i].
  void (*picked)(const QuantisedQuery& query, const std::uint8_t* rows, const std::uint16_t* picks, std::size_t count,
                 std::int32_t* out);
  std::string_view instruction_set;  // "avx512vnni", "avxvnni", "avx2" or "portable"
  bool supported;                    // by this CPU
};

// The best that this CPU supports. Alignment of the rows is not required (64 bytes is fastest).
const DotKernels& dot_kernels();

// All that were compiled in, the best first, for tests that compare them.
inline constexpr std::size_t kDotVariants = 4;
const DotKernels& dot_variant(std::size_t index);

}  // namespace hebb
