#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

const std::string kFolder = HEBB_SOURCE_DIR "/tests/fixtures/transcripts";

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// HEBB_UPDATE_GOLDEN=1 writes the expected files anew; the difference is then reviewed like code.
TEST_CASE("every fixture reads as its expected file says") {
  const bool update = std::getenv("HEBB_UPDATE_GOLDEN") != nullptr;
  const auto fixtures = transcript_fixtures(kFolder);
  REQUIRE(fixtures.size() >= 30);
  for (const auto& fixture : fixtures) {
    INFO(fixture.name);
    // The name is not given: what is found is in the file itself.
    const auto transcript = read_transcript(fixture.bytes);
    REQUIRE(transcript.has_value());
    CHECK(broken_property(fixture.bytes, *transcript) == "");
    const std::string path = kFolder + "/" + fixture.name + ".expected.json";
    const std::string json = transcript_json(*transcript);
    if (update) std::ofstream(path, std::ios::binary) << json;
    CHECK(json == read_file(path));
  }
}

TEST_CASE("every format of transcripts has a fixture") {
  std::vector<std::string> missing;
  const auto fixtures = transcript_fixtures(kFolder);
  for (const auto format : transcript_formats()) {
    const bool found = std::ranges::any_of(fixtures, [&](const auto& fixture) {
      const auto transcript = read_transcript(fixture.bytes);
      return transcript && transcript->format == format;
    });
    if (!found) missing.emplace_back(format);
  }
  CHECK(missing == std::vector<std::string>{});
}

TEST_CASE("a suffix decides nothing") {
  for (const auto& fixture : transcript_fixtures(kFolder)) {
    INFO(fixture.name);
    const auto plain = read_transcript(fixture.bytes);
    for (const char* name : {"a.vtt", "a.srt", "a.json", "a.docx", "a.txt", "a"}) {
      const auto named = read_transcript(fixture.bytes, {.file_name = name});
      REQUIRE(named.has_value());
      CHECK(transcript_json(*named) == transcript_json(*plain));
    }
  }
}

TEST_CASE("the format that was recognised, given as a hint, changes nothing") {
  for (const auto& fixture : transcript_fixtures(kFolder)) {
    if (fixture.name == "embedded.json") continue;  // JSON around WebVTT: the hint would name the inner one
    const auto plain = read_transcript(fixture.bytes);
    const auto hinted = read_transcript(fixture.bytes, {.format = plain->format});
    INFO(fixture.name << " as " << plain->format);
    REQUIRE(hinted.has_value());
    CHECK(hinted->turns == plain->turns);
  }
}

}  // namespace
}  // namespace hebb
