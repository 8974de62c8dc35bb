#include "api/wire.h"

namespace hebb::api {

MemoryMetadata metadata_of(const Memory& memory, const std::string& meeting_title, const std::string& project,
                           const std::optional<Instant>& occurred_at) {
  return {.meeting_id = std::optional(memory.meeting),
          .meeting_title = std::optional(meeting_title),
          .project = project,
          .speaker = memory.speaker,
          .occurred_at = occurred_at,
          .start_ms = memory.start,
          .end_ms = memory.end,
          .turns = std::optional(std::array{memory.first_turn, memory.last_turn}),
          .importance = memory.importance,
          .keywords = memory.keywords};
}

MemoryWire wire_of(const ListedMemory& listed) {
  const Memory& memory = listed.memory;
  std::optional<Instant> occurred_at = listed.started_at;
  if (occurred_at) *occurred_at += memory.start.value_or(Milliseconds(0));
  return {.memory_id = memory.id,
          .content = memory.text,
          .memory_type = memory.type,
          .level = static_cast<int>(memory.level),
          .state = memory.state,
          .metadata = metadata_of(memory, listed.meeting_title, listed.project, occurred_at)};
}

}  // namespace hebb::api
