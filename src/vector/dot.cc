#include "vector/dot.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <array>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {
namespace {

constexpr std::size_t kDimension = kSemanticDimension;
static_assert(kDimension % 128 == 0);
// The largest that a sum over a row, before kRowZero is taken out of it, can be.
static_assert(std::int64_t{kDimension} * (kRowZero + kRowLargest) * kQueryLargest < std::int64_t{1} << 31);

// A variant is a pair_ and a one_ in its own instructions; the loops over rows are the same for all.
#define HEBB_DOT_LOOPS(name, ...)                                                                                   \
  __VA_ARGS__ void rows_##name(const QuantisedQuery& query, const std::uint8_t* rows, std::size_t count,            \
                               std::int32_t* out) {                                                                 \
    for (std::size_t i = 0; i < count; ++i) out[i] = one_##name(query, rows + i * kDimension);                      \
  }                                                                                                                 \
  __VA_ARGS__ void picked_##name(const QuantisedQuery& query, const std::uint8_t* rows, const std::uint16_t* picks, \
                                 std::size_t count, std::int32_t* out) {                                            \
    for (std::size_t i = 0; i < count; ++i) out[i] = one_##name(query, rows + picks[i] * kDimension);               \
  }

std::int32_t pair_portable(const std::uint8_t* a, const std::uint8_t* b) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < kDimension; ++i) sum += (a[i] - kRowZero) * (b[i] - kRowZero);
  return sum;
}

inline std::int32_t one_portable(const QuantisedQuery& query, const std::uint8_t* row) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < kDimension; ++i) sum += std::int32_t{row[i]} * query.numbers[i];
  return sum - query.zero;
}

HEBB_DOT_LOOPS(portable)

#if defined(__x86_64__)
#define HEBB_AVX2 [[gnu::target("avx2")]]
#define HEBB_AVXVNNI [[gnu::target("avx2,avxvnni")]]
#define HEBB_AVX512VNNI [[gnu::target("avx512f,avx512bw,avx512vnni")]]

HEBB_AVX2 inline __m256i load256(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

HEBB_AVX2 inline std::int32_t sum256(__m256i lanes) {
  __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0b01'00'11'10));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0b10'11'00'01));
  return _mm_cvtsi128_si32(sum);
}

// Sixteen numbers of a row, kRowZero taken away.
HEBB_AVX2 inline __m256i signed_words(const std::uint8_t* row) {
  const __m256i words = _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row)));
  return _mm256_sub_epi16(words, _mm256_set1_epi16(kRowZero));
}

// The multiplication of bytes that AVX2 has saturates at 16 bits, which is not exact: so by words.
HEBB_AVX2 std::int32_t pair_avx2(const std::uint8_t* a, const std::uint8_t* b) {
  __m256i even = _mm256_setzero_si256();
  __m256i odd = even;
  for (std::size_t i = 0; i < kDimension; i += 32) {
    even = _mm256_add_epi32(even, _mm256_madd_epi16(signed_words(a + i), signed_words(b + i)));
    odd = _mm256_add_epi32(odd, _mm256_madd_epi16(signed_words(a + i + 16), signed_words(b + i + 16)));
  }
  return sum256(_mm256_add_epi32(even, odd));
}

HEBB_AVX2 inline std::int32_t one_avx2(const QuantisedQuery& query, const std::uint8_t* row) {
  __m256i even = _mm256_setzero_si256();
  __m256i odd = even;
  for (std::size_t i = 0; i < kDimension; i += 32) {
    const __m256i left = _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row + i)));
    const __m256i right = _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row + i + 16)));
    even = _mm256_add_epi32(even, _mm256_madd_epi16(left, load256(query.numbers.data() + i)));
    odd = _mm256_add_epi32(odd, _mm256_madd_epi16(right, load256(query.numbers.data() + i + 16)));
  }
  return sum256(_mm256_add_epi32(even, odd)) - query.zero;
}

HEBB_DOT_LOOPS(avx2, HEBB_AVX2)

// vpdpbusd multiplies unsigned bytes by signed ones and adds exactly: the row, with kRowZero in it, by each half of the
// query. Of two rows the second gets its sign back, and kRowZero in the first is taken out by a second product.
HEBB_AVXVNNI std::int32_t pair_avxvnni(const std::uint8_t* a, const std::uint8_t* b) {
  const __m256i zero = _mm256_set1_epi8(static_cast<char>(kRowZero));
  __m256i sum = _mm256_setzero_si256();
  __m256i excess = sum;
  for (std::size_t i = 0; i < kDimension; i += 32) {
    const __m256i right = _mm256_xor_si256(load256(b + i), zero);
    sum = _mm256_dpbusd_avx_epi32(sum, load256(a + i), right);
    excess = _mm256_dpbusd_avx_epi32(excess, zero, right);
  }
  return sum256(_mm256_sub_epi32(sum, excess));
}

HEBB_AVXVNNI inline std::int32_t one_avxvnni(const QuantisedQuery& query, const std::uint8_t* row) {
  __m256i high = _mm256_setzero_si256();
  __m256i low = high;
  for (std::size_t i = 0; i < kDimension; i += 32) {
    const __m256i left = load256(row + i);
    high = _mm256_dpbusd_avx_epi32(high, left, load256(query.high.data() + i));
    low = _mm256_dpbusd_avx_epi32(low, left, load256(query.low.data() + i));
  }
  return sum256(_mm256_add_epi32(_mm256_slli_epi32(high, 7), low)) - query.zero;
}

HEBB_DOT_LOOPS(avxvnni, HEBB_AVXVNNI)

HEBB_AVX512VNNI std::int32_t pair_avx512vnni(const std::uint8_t* a, const std::uint8_t* b) {
  const __m512i zero = _mm512_set1_epi8(static_cast<char>(kRowZero));
  __m512i sum = _mm512_setzero_si512();
  __m512i excess = sum;
  for (std::size_t i = 0; i < kDimension; i += 64) {
    const __m512i right = _mm512_xor_si512(_mm512_loadu_si512(b + i), zero);
    sum = _mm512_dpbusd_epi32(sum, _mm512_loadu_si512(a + i), right);
    excess = _mm512_dpbusd_epi32(excess, zero, right);
  }
  return _mm512_reduce_add_epi32(_mm512_sub_epi32(sum, excess));
}

HEBB_AVX512VNNI inline std::int32_t one_avx512vnni(const QuantisedQuery& query, const std::uint8_t* row) {
  __m512i high = _mm512_setzero_si512();
  __m512i low = high;
  for (std::size_t i = 0; i < kDimension; i += 64) {
    const __m512i left = _mm512_loadu_si512(row + i);
    high = _mm512_dpbusd_epi32(high, left, _mm512_loadu_si512(query.high.data() + i));
    low = _mm512_dpbusd_epi32(low, left, _mm512_loadu_si512(query.low.data() + i));
  }
  return _mm512_reduce_add_epi32(_mm512_add_epi32(_mm512_slli_epi32(high, 7), low)) - query.zero;
}

HEBB_DOT_LOOPS(avx512vnni, HEBB_AVX512VNNI)
#endif

const std::array<DotKernels, kDotVariants>& variants() {
  static const std::array<DotKernels, kDotVariants> all{{
#if defined(__x86_64__)
      {pair_avx512vnni, one_avx512vnni, rows_avx512vnni, picked_avx512vnni, "avx512vnni",
       __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vnni") != 0},
      {pair_avxvnni, one_avxvnni, rows_avxvnni, picked_avxvnni, "avxvnni",
       __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("avxvnni") != 0},
      {pair_avx2, one_avx2, rows_avx2, picked_avx2, "avx2", __builtin_cpu_supports("avx2") != 0},
#else
      {pair_portable, one_portable, rows_portable, picked_portable, "portable", false},
      {pair_portable, one_portable, rows_portable, picked_portable, "portable", false},
      {pair_portable, one_portable, rows_portable, picked_portable, "portable", false},
#endif
      {pair_portable, one_portable, rows_portable, picked_portable, "portable", true},
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
