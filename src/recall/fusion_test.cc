#include "recall/fusion.h"

#include <array>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <vector>

namespace hebb {

TEST_CASE("moments count the scope's zeros", "[recall]") {
  const Moments moments = moments_from(4, 2 + 4, 4 + 16);
  CHECK(moments.mean == Catch::Approx(1.5));
  CHECK(moments.deviation == Catch::Approx(std::sqrt(2.75)));
}

TEST_CASE("moments are those of the values", "[recall]") {
  const std::array values{2.0f, 4.0f, 0.0f, 0.0f};
  CHECK(moments_of(values).mean == Catch::Approx(1.5));
  CHECK(moments_of(values).deviation == Catch::Approx(std::sqrt(2.75)));
}

TEST_CASE("moments of any number of values are those by definition, and standardise by them", "[recall]") {
  std::mt19937 random(3);
  for (std::size_t size = 1; size < 40; ++size) {
    std::vector<float> values(size);
    for (float& value : values) value = std::uniform_real_distribution<float>(-2, 3)(random);
    double mean = 0, variance = 0;
    for (const double value : values) mean += value / static_cast<double>(size);
    for (const double value : values) variance += (value - mean) * (value - mean) / static_cast<double>(size);
    const Moments moments = moments_of(values);
    CHECK(moments.mean == Catch::Approx(mean));
    CHECK(moments.deviation == Catch::Approx(std::sqrt(variance)).margin(1e-6));
    if (size > 1) CHECK(moments.standardise(1) == Catch::Approx((1 - mean) / std::sqrt(variance)).epsilon(1e-4));
    CHECK(moments.standardise(1, 10) == Catch::Approx(size > 1 ? (1 - mean) / 10 : 0).epsilon(1e-4).margin(1e-6));
  }
}

TEST_CASE("a score that is the same everywhere tells nothing", "[recall]") {
  const std::array values{0.4f, 0.4f, 0.4f};
  CHECK(moments_of(values).standardise(0.4) == 0);
  CHECK(moments_of({}).standardise(1) == 0);
}

TEST_CASE("fusion weighs the two standardised scores", "[recall]") {
  std::array candidates{Fused{.ordinal = 0, .cosine = 0.5f, .bm25 = 0}, Fused{.ordinal = 1, .cosine = 0.1f, .bm25 = 3}};
  fuse(candidates, {.mean = 0.1, .deviation = 0.2}, {.mean = 1, .deviation = 1}, {.semantic = 0.7f, .lexical = 0.3f});
  CHECK(candidates[0].score == Catch::Approx(0.7 * 2 - 0.3));
  CHECK(candidates[1].score == Catch::Approx(0.3 * 2));
  CHECK(candidates[0].semantic == Catch::Approx(2));
}

}  // namespace hebb
