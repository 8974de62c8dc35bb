// Made-up meetings for tests of stores. Test code only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "store/memory_store.h"

namespace hebb::store_fixture {

struct RecordPlan {
  std::string project{kDefaultProject};
  std::uint32_t number = 0;  // meetings of one project and number have one id
  std::uint32_t turns = 6;
  std::uint32_t episodes = 8;
  std::uint32_t contexts = 2;
  std::uint32_t concepts = 1;
  std::string word = "pricing";  // stands in title, turns, memories, keywords, metadata and reasons
  std::vector<std::string> speakers{"Anna", "Ben", "Chen"};
  std::optional<Instant> started_at = Instant(std::chrono::hours(500'000));
};

// Deterministic in the plan. Sequential connections between its episodes, part_of from episode to context to concept.
MeetingRecord make_record(const RecordPlan& plan);
// A plan of a few projects, numbers, speakers and sizes, zero sizes among them.
RecordPlan random_plan(std::mt19937& random);
MeetingId id_of(const RecordPlan& plan);

std::string bytes_of_file(const std::filesystem::path& file);

// A folder of its own, removed at the end: under $TMPDIR, else in memory where there is such a place, because the tests
// sync thousands of times and what they show does not depend on the medium.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace hebb::store_fixture
