#include "vector/dot.h"

#include <array>
#include <cstring>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {
namespace {

// Sixteen lanes whatever the register width: the compiler splits them into two (AVX2) or four (SSE2, NEON).
constexpr std::size_t kLanes = 16;
using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;
static_assert(kSemanticDimension % (4 * kLanes) == 0);

struct LanesAt {
  Lanes lanes;
};

[[gnu::always_inline]] inline float dot_body(const float* a, const float* b) {
  std::array<LanesAt, 4> sums{};
  for (std::size_t i = 0; i < kSemanticDimension; i += 4 * kLanes) {
    for (std::size_t j = 0; j < 4; ++j) {
      LanesAt left, right;
      std::memcpy(&left, a + i + j * kLanes, sizeof left);
      std::memcpy(&right, b + i + j * kLanes, sizeof right);
      sums[j].lanes += left.lanes * right.lanes;
    }
  }
  const Lanes sum = (sums[0].lanes + sums[1].lanes) + (sums[2].lanes + sums[3].lanes);
  float fold[kLanes];
  std::memcpy(fold, &sum, sizeof fold);
  for (std::size_t width = kLanes / 2; width > 0; width /= 2) {
    for (std::size_t i = 0; i < width; ++i) fold[i] += fold[i + width];
  }
  return fold[0];
}

[[gnu::always_inline]] inline void rows_body(const float* query, const float* rows, std::size_t count, float* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = dot_body(query, rows + i * kSemanticDimension);
}

[[gnu::always_inline]] inline void picked_body(const float* query, const float* rows, const std::uint16_t* picks,
                                               std::size_t count, float* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = dot_body(query, rows + picks[i] * kSemanticDimension);
}

#define HEBB_DOT_VARIANT(name, ...)                                                                                    \
  __VA_ARGS__ float dot_##name(const float* a, const float* b) {                                                       \
    return dot_body(a, b);                                                                                             \
  }                                                                                                                    \
  __VA_ARGS__ void rows_##name(const float* query, const float* rows, std::size_t count, float* out) {                 \
    rows_body(query, rows, count, out);                                                                                \
  }                                                                                                                    \
  __VA_ARGS__ void picked_##name(const float* query, const float* rows, const std::uint16_t* picks, std::size_t count, \
                                 float* out) {                                                                         \
    picked_body(query, rows, picks, count, out);                                                                       \
  }

HEBB_DOT_VARIANT(baseline)
#if defined(__x86_64__)
HEBB_DOT_VARIANT(avx2, [[gnu::target("avx2")]])
HEBB_DOT_VARIANT(avx512, [[gnu::target("avx512f")]])
#endif
#undef HEBB_DOT_VARIANT

const std::array<DotKernels, kDotVariants>& variants() {
  static const std::array<DotKernels, kDotVariants> all{{
#if defined(__x86_64__)
      {dot_avx512, rows_avx512, picked_avx512, "avx512", __builtin_cpu_supports("avx512f") != 0},
      {dot_avx2, rows_avx2, picked_avx2, "avx2", __builtin_cpu_supports("avx2") != 0},
#else
      {dot_baseline, rows_baseline, picked_baseline, "baseline", false},
      {dot_baseline, rows_baseline, picked_baseline, "baseline", false},
#endif
      {dot_baseline, rows_baseline, picked_baseline, "baseline", true},
  }};
  return all;
}

}  // namespace

const DotKernels& dot_variant(std::size_t index) {
  HEBB_CHECK(index < kDotVariants);
  return variants()[index];
}

const DotKernels& dot_kernels() {
  static const DotKernels& best = []() -> const DotKernels& {
    for (const DotKernels& kernels : variants()) {
      if (kernels.supported) return kernels;
    }
    return variants().back();
  }();
  return best;
}

}  // namespace hebb
