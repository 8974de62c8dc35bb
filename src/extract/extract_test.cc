// Extraction with the real encoder.
#include "extract/extract.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "embed/test_model.h"
#include "extract/segments.h"

namespace hebb {
namespace {

TEST_CASE("the memory's vector is the encoder's for its text, and a context lies among its members") {
  const auto encoder = load_encoder({.model = model_folder()});
  const std::vector<Turn> turns{
      {.number = 0, .speaker = "Anna", .text = "We decided to sell it for twenty five euros ."},
      {.number = 1, .speaker = "Ben", .text = "Who sends the drawing {gap} to the factory ?"},
      {.number = 2, .speaker = "Anna", .text = "The factory in Spain closes for the whole of August ."},
  };
  Meeting meeting;
  meeting.id = meeting_id_of(meeting, turns);
  const auto extraction = extract_memories(meeting, turns, *encoder);
  REQUIRE(extraction);
  REQUIRE(extraction->memories.size() == 4);
  const auto& context = extraction->memories.back();
  for (const auto& memory : extraction->memories) {
    const auto semantic = std::span(memory.vector).first(kSemanticDimension);
    CHECK(dot(semantic, semantic) == Catch::Approx(1).margin(0.01));
    if (memory.level != Level::episode) continue;
    CHECK(dot(semantic, *encoder->encode(memory.text)) > 0.9999);
    CHECK(dot(semantic, std::span(context.vector).first(kSemanticDimension)) > 0.4);
  }
}

TEST_CASE("a change of topic is found in real sentences") {
  const auto encoder = load_encoder({.model = model_folder()});
  const std::vector<std::string_view> sentences{
      "The battery of the sensor lasts fourteen months.", "A rechargeable battery costs two euros more.",
      "How long does it take to charge the battery?",     "The charger needs a separate cable.",
      "With a solar panel the battery never runs empty.", "The battery must not get colder than minus ten degrees.",
      "The school hires three new teachers for maths.",   "Pupils in the valley wait an hour for their bus.",
      "The headmaster asks for more money for books.",    "Exams begin in the second week of June.",
      "Parents may choose the language of the lessons.",  "The teachers' union disagrees with the new timetable."};
  const auto vectors = encoder->encode(sentences);
  REQUIRE(vectors);
  const auto segments = segments_of(*vectors, {.window = 4, .shortest = 3, .longest = 20, .deviations = 1});
  REQUIRE(segments.size() == 2);
  CHECK(segments[1].begin == 6);
}

}  // namespace
}  // namespace hebb
