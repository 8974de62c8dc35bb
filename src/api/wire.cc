#include "api/wire.h"

#include <charconv>
#include <cmath>

#include "base/error.h"

namespace hebb::api {

OrNull<std::string> instant_or_null(const std::optional<Instant>& instant) {
  return instant ? std::optional(rfc3339(*instant)) : std::nullopt;
}

OrNull<std::int64_t> ms_or_null(const std::optional<Milliseconds>& offset) {
  return offset ? std::optional<std::int64_t>(offset->count()) : std::nullopt;
}

double shortest(float number) {
  HEBB_CHECK(std::isfinite(number));
  std::array<char, 32> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
  double exact = 0;
  std::from_chars(text.data(), written.ptr, exact);
  return exact;
}

MemoryMetadata metadata_of(const Memory& memory, const std::string& meeting_title, const std::string& project,
                           const std::optional<Instant>& occurred_at) {
  return {.meeting_id = std::optional(memory.meeting.text()),
          .meeting_title = std::optional(meeting_title),
          .project = project,
          .speaker = memory.speaker,
          .occurred_at = instant_or_null(occurred_at),
          .start_ms = ms_or_null(memory.start),
          .end_ms = ms_or_null(memory.end),
          .turns = std::optional(std::array{memory.first_turn, memory.last_turn}),
          .importance = shortest(memory.importance),
          .keywords = memory.keywords};
}

MemoryWire wire_of(const ListedMemory& listed) {
  const Memory& memory = listed.memory;
  std::optional<Instant> occurred_at = listed.started_at;
  if (occurred_at) *occurred_at += memory.start.value_or(Milliseconds(0));
  return {.memory_id = memory.id.text(),
          .content = memory.text,
          .memory_type = std::string(to_string(memory.type)),
          .level = static_cast<int>(memory.level),
          .state = std::string(to_string(memory.state)),
          .metadata = metadata_of(memory, listed.meeting_title, listed.project, occurred_at)};
}

}  // namespace hebb::api
