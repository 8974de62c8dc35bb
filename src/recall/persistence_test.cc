#include "recall/persistence.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <ranges>

namespace hebb {
namespace {

// A memory of its own direction and, with that weight, of its matter's.
std::vector<Memory> talk(std::size_t memories, std::size_t on_each_matter, float weight, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  const auto draw = [&] {
    std::vector<float> vector(kSemanticDimension);
    for (float& x : vector) x = normal(random);
    return vector;
  };
  std::vector<Memory> made(memories);
  std::vector<float> matter;
  for (std::size_t i = 0; i < memories; ++i) {
    if (i % on_each_matter == 0) matter = draw();
    made[i].vector = draw();
    double squares = 0;
    for (std::size_t d = 0; d < matter.size(); ++d) {
      float& x = made[i].vector[d];
      x = (1 - weight) * x + weight * matter[d];
      squares += double{x} * x;
    }
    for (float& x : made[i].vector) x = static_cast<float>(x / std::sqrt(squares));
  }
  return made;
}

float heard(const std::vector<Memory>& memories) {
  return persistence_of(topic_persistence(memories));
}

}  // namespace

TEST_CASE("talk that stays on a matter persists, talk that jumps does not", "[recall]") {
  CHECK(heard(talk(400, 20, 0.3f)) == 1);
  CHECK(heard(talk(400, 2, 0.3f)) < 0.3f);
  CHECK(heard(talk(400, 1, 0.3f)) < 0.3f);
  CHECK(heard(talk(400, 400, 0.3f)) < 0.3f);  // the whole meeting on one matter: neighbours tell no more than others
}

TEST_CASE("of little talk little is known", "[recall]") {
  CHECK(persistence_of({}) == 1);
  CHECK(topic_persistence(talk(15, 1, 0)) == TopicPersistence{});
  const float little = heard(talk(40, 1, 0)), much = heard(talk(4000, 1, 0));
  CHECK(little > much + 0.3f);
  CHECK(little < 1);
}

TEST_CASE("many short meetings tell what a long one does", "[recall]") {
  TopicPersistence jumping, staying;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    jumping += topic_persistence(talk(25, 1, 0.3f, seed));
    staying += topic_persistence(talk(60, 20, 0.3f, seed));
  }
  CHECK(jumping.memories == 500);
  CHECK(persistence_of(jumping) < 0.3f);
  CHECK(persistence_of(staying) == 1);
  CHECK(persistence_of({.memories = 1000, .likeness = -(std::int64_t{1} << 40)}) == 0);
}

}  // namespace hebb
