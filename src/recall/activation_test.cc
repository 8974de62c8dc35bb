#include "recall/activation.h"

#include <algorithm>
#include <array>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace hebb {
namespace {

using Catch::Approx;

constexpr Reach kReach{.forward = 14, .backward = 6};

// By the definition.
double reached(const std::vector<float>& seeds, Reach reach, std::size_t at) {
  double sum = 0;
  for (std::size_t j = 0; j < seeds.size(); ++j) {
    const double distance = std::abs(static_cast<double>(at) - static_cast<double>(j));
    sum += seeds[j] * std::exp(-distance / (j <= at ? reach.forward : reach.backward));
  }
  return sum;
}

std::vector<float> random_seeds(std::mt19937& random, std::size_t most) {
  std::vector<float> seeds(std::uniform_int_distribution<std::size_t>(1, most)(random));
  for (float& seed : seeds) seed = std::exp(std::uniform_real_distribution<float>(-20, 0)(random));
  return seeds;
}

std::vector<float> spread_of(const std::vector<float>& seeds, Reach reach = kReach) {
  std::vector<float> out(seeds.size());
  spread(seeds, reach, out);
  return out;
}

}  // namespace

TEST_CASE("activation falls with the number of memories, further onwards than back", "[recall]") {
  std::vector<float> seeds(9);
  seeds[4] = 1;
  const auto out = spread_of(seeds);
  CHECK(out[4] == Approx(1));
  CHECK(out[6] == Approx(std::exp(-2.0 / 14)));
  CHECK(out[2] == Approx(std::exp(-2.0 / 6)));
}

TEST_CASE("activation is what its definition says, finite, and never below a memory's own seed", "[recall]") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    const auto seeds = random_seeds(random, 400);
    const auto out = spread_of(seeds);
    for (std::size_t i = 0; i < seeds.size(); i += 1 + seeds.size() / 9) {
      CHECK(std::isfinite(out[i]));
      CHECK(out[i] >= seeds[i]);
      CHECK(out[i] == Approx(reached(seeds, kReach, i)).epsilon(1e-4));
    }
  }
}

TEST_CASE("a stronger seed lowers no memory's activation, and no seeds give none", "[recall]") {
  std::mt19937 random(12);
  for (int round = 0; round < 200; ++round) {
    auto seeds = random_seeds(random, 60);
    const auto before = spread_of(seeds);
    seeds[random() % seeds.size()] += 0.5f;
    const auto after = spread_of(seeds);
    for (std::size_t i = 0; i < seeds.size(); ++i) CHECK(after[i] >= before[i]);
  }
  CHECK(std::ranges::all_of(spread_of(std::vector<float>(50)), [](float x) { return x == 0; }));
  CHECK(spread_of({}).empty());
}

TEST_CASE("a share lies in [0,1] and is 1 where all are seeds", "[recall]") {
  std::mt19937 random(13);
  for (int round = 0; round < 100; ++round) {
    std::vector<float> seeds(1 + random() % 80);
    for (float& seed : seeds) seed = random() % 3 == 0 ? 1 : 0;
    std::vector<float> out(seeds.size());
    share(seeds, {.forward = 8, .backward = 4}, out);
    for (const float x : out) CHECK((x >= 0 && x <= 1.0001f));
    std::ranges::fill(seeds, 1.0f);
    share(seeds, {.forward = 8, .backward = 4}, out);
    for (const float x : out) CHECK(x == Approx(1).epsilon(1e-4));
  }
}

TEST_CASE("the strongest giver is the seed that gives most", "[recall]") {
  std::mt19937 random(14);
  for (int round = 0; round < 200; ++round) {
    const auto seeds = random_seeds(random, 60);
    std::vector<std::uint32_t> givers(seeds.size());
    strongest_givers(seeds, kReach, givers);
    const auto given = [&](std::size_t from, std::size_t to) {
      std::vector<float> alone(seeds.size());
      alone[from] = seeds[from];
      return reached(alone, kReach, to);
    };
    for (std::size_t i = 0; i < seeds.size(); ++i) {
      double most = 0;
      for (std::size_t j = 0; j < seeds.size(); ++j) most = std::max(most, given(j, i));
      CHECK(given(givers[i], i) == Approx(most).epsilon(1e-4));
    }
  }
}

}  // namespace hebb
