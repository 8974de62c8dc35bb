// One written meeting and all that is made of it. HEBB_UPDATE_GOLDEN=1 writes the expected file anew, for review.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <sstream>

#include "extract/fake_encoder_for_test.h"
#include "extract/features.h"
#include "extract/pipeline.h"

namespace hebb {
namespace {

std::filesystem::path golden(std::string_view name) {
  return std::filesystem::path(HEBB_SOURCE_DIR) / "src" / "extract" / "golden" / name;
}

// "m:ss Speaker: text" a line; a turn ends where the next begins.
std::vector<Turn> read_turns() {
  std::vector<Turn> turns;
  std::ifstream file(golden("kickoff.txt"));
  for (std::string line; std::getline(file, line);) {
    int minutes = 0;
    int seconds = 0;
    char colon = 0;
    std::istringstream words(line);
    Turn turn{.number = static_cast<std::uint32_t>(turns.size())};
    std::string speaker;
    words >> minutes >> colon >> seconds >> speaker;
    speaker.pop_back();
    turn.speaker = speaker;
    turn.start = std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
    if (!turns.empty()) turns.back().end = turn.start;
    std::getline(words >> std::ws, turn.text);
    turns.push_back(turn);
  }
  return turns;
}

std::string time_of(const std::optional<Milliseconds>& time) {
  return time ? clock_text(*time) : "-";
}

// Numbers are rounded, so that another compiler's last digit does not matter.
std::string described(const Extraction& extraction) {
  std::string out = std::format("turns {} remembered {}", extraction.report.turns, extraction.report.turns_remembered);
  for (const auto& [reason, count] : extraction.report.dropped) out += std::format(" {} {}", reason, count);
  out += "\n";
  for (const auto& m : extraction.memories) {
    out += std::format("\nL{} #{} {} {:.2f} importance {:.2f} turns {}-{} {} {}..{}\n  {}\n ",
                       static_cast<int>(m.level), m.position, to_string(m.type), m.type_confidence, m.importance,
                       m.first_turn, m.last_turn, m.speaker.value_or("-"), time_of(m.start), time_of(m.end), m.text);
    for (const auto& keyword : m.keywords) out += std::format(" [{}]", keyword);
    out += "\n ";
    for (std::size_t i = 0; i < kFeatureDimension; ++i) {
      if (const auto value = m.vector[kSemanticDimension + i]; value > 0)
        out += std::format(" {} {:.2f}", kFeatureNames[i], value);
    }
    out += "\n";
  }
  out += "\n";
  for (const auto& c : extraction.connections)
    out += std::format("{} {:.2f} {}\n", to_string(c.type), c.weight, c.reason);
  return out;
}

TEST_CASE("the written meeting gives what was reviewed") {
  const auto turns = read_turns();
  REQUIRE(turns.size() == 26);
  Meeting meeting;
  meeting.title = "Garden sensor";
  meeting.id = meeting_id_of(meeting, turns);
  const auto extraction = extract_with(meeting, turns, fake_encode);
  REQUIRE(extraction);
  const auto found = described(*extraction);
  if (std::getenv("HEBB_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden("kickoff.expected.txt")) << found;
    FAIL("golden file written; review it and run again");
  }
  std::stringstream expected;
  expected << std::ifstream(golden("kickoff.expected.txt")).rdbuf();
  CHECK(found == expected.str());
}

}  // namespace
}  // namespace hebb
