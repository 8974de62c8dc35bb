#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct FadedMemoryWire {
  double strength;
  MemoryWire memory;
};

struct FadedCounts {
  std::uint64_t total;
  std::map<std::string, std::uint64_t> by_level;
};

struct FadedWire {
  bool dry_run;
  FadedCounts memories;
  std::uint64_t meetings;
  std::vector<FadedMemoryWire> faintest;
};

struct UnfadedWire {
  std::uint64_t memories;
  std::uint64_t meetings;
};

}  // namespace

std::string json_of(const FadeReport& report, bool dry_run) {
  FadedWire wire{.dry_run = dry_run,
                 .memories = {.total = sum(report.memories), .by_level = by_level(report.memories)},
                 .meetings = report.meetings,
                 .faintest = {}};
  for (const FadedMemory& one : report.faintest) {
    const auto& [memory, title, project, started_at] = one.listed;
    wire.faintest.push_back({.strength = one.strength, .memory = api::wire_of(memory, title, project, started_at)});
  }
  return reply_text_of(wire);
}

std::string json_of(const UnfadeReport& report) {
  return reply_text_of(UnfadedWire{.memories = report.memories, .meetings = report.meetings});
}

void describe_faded(JsonNode schema) {
  describe<FadedWire>(schema);
}
void describe_unfaded(JsonNode schema) {
  describe<UnfadedWire>(schema);
}

}  // namespace hebb::api
