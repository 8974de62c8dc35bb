// Extraction over real meetings, with the stand-in encoder.
#include <yyjson.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "extract/fake_encoder_for_test.h"
#include "extract/pipeline.h"

namespace hebb {
namespace {

std::filesystem::path data_folder() {
  const char* folder = std::getenv("HEBB_DATA");
  return folder != nullptr ? folder : std::filesystem::path(HEBB_SOURCE_DIR) / ".." / "shared";
}

std::vector<Turn> read_turns(const std::filesystem::path& file) {
  const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> json(
      yyjson_read_file(file.c_str(), 0, nullptr, nullptr), &yyjson_doc_free);
  REQUIRE(json != nullptr);
  std::vector<Turn> turns;
  yyjson_val* entry = nullptr;
  std::size_t index = 0;
  std::size_t count = 0;
  yyjson_arr_foreach(yyjson_obj_get(yyjson_doc_get_root(json.get()), "meeting_transcripts"), index, count, entry) {
    turns.push_back({.number = static_cast<std::uint32_t>(index),
                     .speaker = yyjson_get_str(yyjson_obj_get(entry, "speaker")),
                     .text = yyjson_get_str(yyjson_obj_get(entry, "content"))});
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

TEST_CASE("every turn of QMSum val is explained, and its meetings give about 340 memories") {
  const auto folder = data_folder() / "qmsum" / "val";
  if (!std::filesystem::exists(folder)) SKIP("HEBB_DATA: no qmsum/val");
  std::size_t meetings = 0;
  std::size_t episodes = 0;
  std::size_t contexts = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    INFO(file.path().stem());
    ++meetings;
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

    for (const auto& memory : extraction->memories) {
      episodes += memory.level == Level::episode;
      contexts += memory.level == Level::context;
      CHECK(memory.last_turn < turns.size());
      CHECK(memory.text.size() > 1);
    }
  }
  CHECK(meetings == 35);
  const auto mean = static_cast<double>(episodes) / static_cast<double>(meetings);
  INFO("memories a meeting: " << mean << ", contexts in all: " << contexts);
  CHECK(mean > 320);
  CHECK(mean < 360);
  CHECK(contexts > 5 * meetings);
}

}  // namespace
}  // namespace hebb
