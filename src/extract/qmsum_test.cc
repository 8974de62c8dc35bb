// Extraction over real meetings, with the stand-in encoder.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "extract/fake_encoder_for_test.h"
#include "extract/pipeline.h"

namespace hebb {
namespace {

std::filesystem::path data_folder() {
  const char* folder = std::getenv("HEBB_DATA");
  return folder != nullptr ? folder : std::filesystem::path(HEBB_SOURCE_DIR) / ".." / "shared";
}

// The JSON string that begins at text[at]; moves `at` past it.
std::string json_string(std::string_view text, std::size_t& at) {
  std::string out;
  for (++at; text.at(at) != '"'; ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    const char escaped = text.at(++at);
    if (escaped == 'u') at += 4;  // other than ASCII: any character does here
    out += escaped == 'n' || escaped == 't' || escaped == 'u' ? ' ' : escaped;
  }
  ++at;
  return out;
}

// The files are lists of {"speaker": …, "content": …}, of which this reads just so much.
std::vector<Turn> read_turns(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string json{std::istreambuf_iterator<char>(stream), {}};
  std::vector<Turn> turns;
  auto at = json.find("\"meeting_transcripts\"");
  REQUIRE(at != std::string::npos);
  json_string(json, at);
  std::string key;
  while (json[at] != ']') {
    if (json[at] == '{') turns.push_back({.number = static_cast<std::uint32_t>(turns.size())});
    if (json[at] != '"') {
      ++at;
      continue;
    }
    auto text = json_string(json, at);
    if (key == "speaker") turns.back().speaker = text;
    if (key == "content") turns.back().text = text;
    const bool is_key = json[json.find_first_not_of(" \n", at)] == ':';
    key = is_key ? text : "";
  }
  return turns;
}

// Turns that lie within some memory; those between joined turns are counted too, so it is an upper bound.
std::size_t remembered_turns(const std::vector<Memory>& memories, std::size_t turns) {
  std::vector<bool> seen(turns, false);
  for (const auto& memory : memories) {
    if (memory.level != Level::episode) continue;
    for (auto t = memory.first_turn; t <= memory.last_turn; ++t) seen.at(t) = true;
  }
  return static_cast<std::size_t>(std::ranges::count(seen, true));
}

struct Counts {
  std::size_t meetings = 0;
  std::size_t turns = 0;
  std::size_t episodes = 0;
  std::size_t contexts = 0;
};

// Extracts every meeting of a split and checks that each turn is remembered or dropped for a reason.
Counts check_split(std::string_view split) {
  const auto folder = data_folder() / "qmsum" / split;
  if (!std::filesystem::exists(folder)) SKIP("HEBB_DATA: no qmsum/" << split);
  Counts counts;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    INFO(file.path().stem());
    const auto turns = read_turns(file.path());
    Meeting meeting;
    meeting.title = file.path().stem();
    meeting.id = meeting_id_of(meeting, turns);
    const auto extraction = extract_with(meeting, turns, fake_encode);
    REQUIRE(extraction);
    const auto& report = extraction->report;
    std::uint32_t explained = report.turns_remembered;
    for (const auto& [reason, count] : report.dropped) explained += count;
    CHECK(explained == turns.size());
    CHECK(report.turns == turns.size());
    CHECK(remembered_turns(extraction->memories, turns.size()) >= report.turns_remembered);
    ++counts.meetings;
    counts.turns += turns.size();
    for (const auto& memory : extraction->memories)
      ++(memory.level == Level::episode ? counts.episodes : counts.contexts);
  }
  return counts;
}

double memories_a_meeting(const Counts& counts) {
  return static_cast<double>(counts.episodes) / static_cast<double>(counts.meetings);
}

TEST_CASE("every turn of QMSum val is explained, and its meetings give about 340 memories") {
  const auto counts = check_split("val");
  CHECK(counts.meetings == 35);
  CHECK(counts.turns == 20'123);
  CHECK(memories_a_meeting(counts) > 320);
  CHECK(memories_a_meeting(counts) < 360);
  CHECK(counts.contexts > 5 * counts.meetings);
}

TEST_CASE("every turn of QMSum train is explained", "[.deep]") {
  const auto counts = check_split("train");
  CHECK(counts.meetings == 162);
  CHECK(memories_a_meeting(counts) > 305);
  CHECK(memories_a_meeting(counts) < 345);
}

}  // namespace
}  // namespace hebb
