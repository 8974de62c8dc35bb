#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct PatternWire {
  MemoryId pattern_id;
  std::string project;
  MemoryType memory_type;
  std::uint32_t meetings;
  OrNull<Instant> first_started_at;
  OrNull<Instant> last_started_at;
  MemoryWire statement;
  std::vector<MemoryId> memory_ids;
};

struct PatternList {
  std::vector<PatternWire> patterns;
  OrNull<std::string> next;
};

struct ConsolidatedWire {
  std::string project;
  std::uint64_t memories;
  std::uint64_t patterns;
  std::uint64_t in_patterns;
  std::uint64_t added;
  std::uint64_t gone;
  std::vector<PatternWire> found;
};

struct ConsolidationWire {
  bool dry_run;
  std::vector<ConsolidatedWire> projects;
};

struct UndoneWire {
  std::string project;
};

PatternWire pattern_wire_of(const PatternSummary& pattern) {
  const ListedMemory& statement = pattern.statement;
  return {.pattern_id = pattern.id,
          .project = statement.project,
          .memory_type = statement.memory.type,
          .meetings = pattern.meetings,
          .first_started_at = pattern.first_at,
          .last_started_at = pattern.last_at,
          .statement = api::wire_of(statement.memory, statement.meeting_title, statement.project, statement.started_at),
          .memory_ids = pattern.memories};
}

}  // namespace

std::string json_of(const PatternPage& page) {
  PatternList wire{.next = page.next};
  for (const PatternSummary& one : page.patterns) wire.patterns.push_back(pattern_wire_of(one));
  return reply_text_of(wire);
}

std::string json_of(std::span<const ConsolidationReport> reports, bool dry_run) {
  ConsolidationWire wire{.dry_run = dry_run};
  for (const ConsolidationReport& report : reports) {
    ConsolidatedWire& one = wire.projects.emplace_back(ConsolidatedWire{.project = report.project,
                                                                        .memories = report.memories,
                                                                        .patterns = report.patterns,
                                                                        .in_patterns = report.in_patterns,
                                                                        .added = report.added,
                                                                        .gone = report.gone});
    for (const PatternSummary& pattern : report.found) one.found.push_back(pattern_wire_of(pattern));
  }
  return reply_text_of(wire);
}

std::string undone_json(const std::string& project) {
  return reply_text_of(UndoneWire{.project = project});
}

void describe_patterns(JsonNode schema) {
  describe<PatternList>(schema);
}
void describe_consolidated(JsonNode schema) {
  describe<ConsolidationWire>(schema);
}
void describe_undone(JsonNode schema) {
  describe<UndoneWire>(schema);
}

}  // namespace hebb::api
