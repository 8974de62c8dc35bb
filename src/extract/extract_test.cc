// Extraction with the real encoder.
#include "extract/extract.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <initializer_list>
#include <string>
#include <utility>

#include "embed/test_model.h"
#include "extract/reading.h"
#include "extract/segments.h"
#include "extract/types.h"

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

MemoryType first_type(const Encoder& encoder, std::string text) {
  const std::vector<Turn> turns{
      {.number = 0, .speaker = "Anna", .text = std::move(text)},
      {.number = 1, .speaker = "Ben", .text = "Okay, good."},
      {.number = 2, .speaker = "Ben", .text = "The weather was quite fine on the way here this morning."}};
  return extract_memories({}, turns, encoder)->memories.front().type;
}

TEST_CASE("where no cue tells the type, what the outcome classifier is sure of is told") {
  const auto encoder = load_encoder({.model = model_folder()});
  const auto by_cues = [](std::string_view text) { return type_of(read(text), {}).type; };
  for (const auto& [text, type] : std::initializer_list<std::pair<std::string, MemoryType>>{
           {"Fine, then we drop the second line and keep the blue one for spring.", MemoryType::decision},
           {"I'll ring them about the permit and put it in the folder.", MemoryType::action}}) {
    INFO(text);
    CHECK(by_cues(text) == MemoryType::context);
    CHECK(first_type(*encoder, text) == type);
  }
  CHECK(first_type(*encoder, "The old office in Lyon had a green door and a garden.") == MemoryType::context);
}

TEST_CASE("the outcome classifier is not asked where a cue tells, and cannot make an action of what is doubted") {
  const auto encoder = load_encoder({.model = model_folder()});
  CHECK(first_type(*encoder, "We decided that I'll ring them about the permit.") == MemoryType::decision);
  CHECK(first_type(*encoder, "I doubt that I'll ring them about the permit and put it in the folder.") ==
        MemoryType::context);
}

}  // namespace
}  // namespace hebb
