// Dot products of rows of kSemanticDimension floats, in the widest instructions that this CPU has.
// Invariants: (1) the same two rows give the same bits in every function here and on every CPU: one order of summation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hebb {

struct DotKernels {
  float (*one)(const float* a, const float* b);
  // out[i] = query · row i; rows stand one after another. As fast as memory delivers them.
  void (*rows)(const float* query, const float* rows, std::size_t count, float* out);
  // out[i] = query · row picks[i].
  void (*picked)(const float* query, const float* rows, const std::uint16_t* picks, std::size_t count, float* out);
  std::string_view instruction_set;  // "avx512", "avx2" or "baseline"
  bool supported;                    // by this CPU
};

// The best that this CPU supports. Alignment of the rows is not required (64 bytes is fastest).
const DotKernels& dot_kernels();

// All that were compiled in, the best first, for tests that compare them.
inline constexpr std::size_t kDotVariants = 3;
const DotKernels& dot_variant(std::size_t index);

}  // namespace hebb
