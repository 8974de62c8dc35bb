#include "extract/segments.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {
namespace {

// One row near the axis `topic`.
void add_row(std::vector<float>& vectors, std::size_t topic, std::mt19937& random) {
  const auto begin = vectors.size();
  vectors.resize(begin + kSemanticDimension, 0.0F);
  vectors[begin + topic] = 0.8F;
  vectors[begin + 100 + random() % 200] = 0.6F;
}

std::vector<float> meeting(std::initializer_list<std::size_t> lengths) {
  std::mt19937 random(3);
  std::vector<float> vectors;
  std::size_t topic = 0;
  for (const auto length : lengths) {
    for (std::size_t i = 0; i < length; ++i) add_row(vectors, topic, random);
    ++topic;
  }
  return vectors;
}

TEST_CASE("a meeting is cut where its topic changes") {
  const auto segments = segments_of(meeting({30, 25, 40}));
  REQUIRE(segments.size() == 3);
  CHECK(segments[1].begin == 30);
  CHECK(segments[2].begin == 55);
  CHECK(segments[2].end == 95);
}

TEST_CASE("few statements are one segment") {
  CHECK(segments_of({}).empty());
  const auto one = segments_of(meeting({1}));
  REQUIRE(one.size() == 1);
  CHECK(one[0].size() == 1);
  CHECK(segments_of(meeting({5, 4})).size() == 1);
}

TEST_CASE("segments cover everything and keep their lengths, whatever the vectors") {
  std::mt19937 random(5);
  for (int round = 0; round < 60; ++round) {
    const std::size_t rows = random() % 150;
    std::vector<float> vectors;
    const auto topics = 1 + random() % 20;
    for (std::size_t i = 0; i < rows; ++i) add_row(vectors, random() % topics, random);
    const std::size_t shortest = 1 + random() % 12;
    const SegmentOptions options{.window = 1 + random() % 10,
                                 .shortest = shortest,
                                 .longest = 2 * shortest + random() % 20,
                                 .deviations = static_cast<float>(random() % 3)};
    const auto segments = segments_of(vectors, options);
    std::size_t at = 0;
    for (const auto& segment : segments) {
      REQUIRE(segment.begin == at);
      REQUIRE(segment.size() <= options.longest);
      if (segments.size() > 1) REQUIRE(segment.size() >= options.shortest);
      at = segment.end;
    }
    REQUIRE(at == rows);
  }
}

TEST_CASE("vectors without direction do not stop segmentation") {
  const auto segments = segments_of(std::vector<float>(50 * kSemanticDimension, 0.0F));
  REQUIRE_FALSE(segments.empty());
  CHECK(segments.back().end == 50);
}

TEST_CASE("options that contradict each other are a bug") {
  CHECK_THROWS_AS(segments_of({}, {.shortest = 10, .longest = 15}), ContractViolation);
  CHECK_THROWS_AS(segments_of(std::vector<float>(3)), ContractViolation);
}

}  // namespace
}  // namespace hebb
