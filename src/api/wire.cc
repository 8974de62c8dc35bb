#include "api/wire.h"

namespace hebb::api {

std::optional<TaskWire> task_of(MemoryType type, const Task& task) {
  if (type != MemoryType::action && task == Task{}) return std::nullopt;
  return TaskWire{.owner = task.owner, .due = task.due, .status = task.status};
}

MemoryMetadata metadata_of(const Memory& memory, std::string_view meeting_title, std::string_view project,
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
          .keywords = memory.keywords,
          .task = task_of(memory.type, memory.task)};
}

MemoryWire wire_of(const Memory& memory, std::string_view meeting_title, std::string_view project,
                   const std::optional<Instant>& meeting_start) {
  std::optional<Instant> occurred_at = meeting_start;
  if (occurred_at) *occurred_at += memory.start.value_or(Milliseconds(0));
  return {.memory_id = memory.id,
          .content = memory.text,
          .memory_type = memory.type,
          .level = static_cast<int>(memory.level),
          .state = memory.state,
          .metadata = metadata_of(memory, meeting_title, project, occurred_at)};
}

std::vector<WarningWire> wire_of(std::span<const TranscriptWarning> warnings) {
  std::vector<WarningWire> wire;
  for (const TranscriptWarning& one : warnings) wire.push_back({one.code, one.message, one.line});
  return wire;
}

}  // namespace hebb::api
