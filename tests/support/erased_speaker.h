// Meetings in which two people speak, one of whom is erased; for tests.
#pragma once

#include <filesystem>
#include <format>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/store_fixture.h"
#include "support/real_engine.h"

namespace hebb::erased_speaker {

using store_fixture::ScratchFolder;

inline constexpr std::string_view kAnna = "Anna Berg";
inline const Period kEverything{.project = "p", .since = {}, .until = {}};

// Words that Anna alone says, and one that she does not.
inline std::string transcript_of(int number) {
  return std::format(
      "Anna Berg: We keep the price of zephyr{0} at seventy-nine euros until September.\n"
      "Ben Cole: I am against it, the survey of granite{0} shows a cliff at eighty-five.\n"
      "Anna Berg: Then zephyr{0} waits, and Ben sends the survey to everyone by Friday.\n"
      "Ben Cole: I will send the numbers of granite{0} tomorrow, with the costs of the housing.\n",
      number);
}

inline std::unique_ptr<Engine> open_engine(const std::filesystem::path& folder, std::size_t erased_at_once = 2048) {
  return open_real_engine(folder / "hebb.db", {.threads = 1, .background = false, .erased_at_once = erased_at_once});
}

inline MeetingId ingest(Engine& engine, int number, const std::string& project = "p") {
  const auto reply = engine.ingest(
      {.transcript = transcript_of(number), .title = std::format("Meeting {}", number), .project = project}, Instant{});
  REQUIRE(reply);
  return reply->meeting_id;
}

inline std::vector<MeetingId> ingest_some(Engine& engine, int count) {
  std::vector<MeetingId> ids;
  for (int number = 0; number < count; ++number) ids.push_back(ingest(engine, number));
  return ids;
}

inline std::string bytes_in(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    bytes += store_fixture::bytes_of_file(entry.path());
  return bytes;
}

inline Result<EraseCounts> erase_anna(Engine& engine, const Budget& budget = {}) {
  return engine.erase_speaker(std::string(kAnna), kEverything, false, {}, budget);
}

}  // namespace hebb::erased_speaker
