#include "consolidate/strength.h"

#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <random>

using namespace hebb;
using Catch::Matchers::WithinRel;

TEST_CASE("strength halves with each half-life of its level") {
  CHECK_THAT(faded(kFreshStrength, kEpisodeHalfLife, Level::episode), WithinRel(0.25, 1e-12));
  CHECK_THAT(faded(kFreshStrength, 3 * kEpisodeHalfLife, Level::episode), WithinRel(0.0625, 1e-12));
  CHECK_THAT(faded(kFreshStrength, kContextHalfLife, Level::context), WithinRel(0.25, 1e-12));
  CHECK(faded(0.7, std::chrono::days(100'000), Level::concept_) == 0.7);
}

TEST_CASE("a reading brings strength three tenths of the way back") {
  CHECK_THAT(reinforced(0.5, 1), WithinRel(0.65, 1e-12));
  CHECK_THAT(reinforced(0.0, 2), WithinRel(0.51, 1e-12));
  CHECK(reinforced(0.5, 0) == 0.5);
}

TEST_CASE("a clock that was put back changes no strength") {
  CHECK(faded(0.4, Milliseconds(-5), Level::episode) == 0.4);
}

TEST_CASE("strength is bounded and monotone, whatever is read and however long nobody does") {
  INFO("--rng-seed " << Catch::getSeed());
  std::mt19937 random(Catch::getSeed());
  std::uniform_real_distribution<double> unit(0, 1);
  for (int i = 0; i < 2000; ++i) {
    const auto level = random() % 2 == 0 ? Level::episode : Level::context;
    const double strength = random() % 10 == 0 ? static_cast<double>(random() % 2) : unit(random);
    const Milliseconds shorter(static_cast<std::int64_t>(1e12 * unit(random)));
    const Milliseconds longer = shorter + Milliseconds(static_cast<std::int64_t>(1e12 * unit(random)));
    const auto readings = random() % 100;
    CHECK(faded(strength, shorter, level) <= strength);
    CHECK(faded(strength, longer, level) <= faded(strength, shorter, level));
    CHECK(faded(strength, longer, level) >= 0);
    CHECK(reinforced(strength, readings) >= strength);
    CHECK(reinforced(strength, readings + 1) >= reinforced(strength, readings));
    CHECK(reinforced(strength, readings) <= 1);
    // Reading never leaves a memory weaker than not reading it would, so what is still strong unread need not be looked
    // at when what has faded is looked for.
    const double read = faded(reinforced(faded(strength, shorter, level), readings), longer - shorter, level);
    CHECK(read >= faded(strength, longer, level) * (1 - 1e-12));
  }
}

TEST_CASE("forgetting in two steps is forgetting in one") {
  const Milliseconds first = std::chrono::hours(1234), second = std::chrono::hours(777);
  CHECK_THAT(faded(faded(0.9, first, Level::episode), second, Level::episode),
             WithinRel(faded(0.9, first + second, Level::episode), 1e-12));
}
