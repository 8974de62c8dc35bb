// What replies have in common: their fields, by the names of the contract. A value stays what it is in the domain, and
// reply_text.h says how it is written. Private to api/.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/domain.h"
#include "store/memory_store.h"
#include "text/transcript.h"

namespace hebb::api {

// A field that is null when it has no value; a bare optional without one is left out.
template <class T>
using OrNull = std::variant<std::optional<T>>;

// Another's JSON, which is written as it is stored: whoever read its numbers could not give all of them back. A view.
struct StoredJson {
  std::string_view text;
};

template <class Count>
std::map<std::string, std::uint64_t> by_level(const std::array<Count, kLevels>& counts) {
  std::map<std::string, std::uint64_t> named;
  for (std::size_t i = 0; i < kLevels; ++i) named[std::to_string(i)] = counts[i];
  return named;
}

template <class Count>
std::uint64_t sum(const std::array<Count, kLevels>& counts) {
  std::uint64_t total = 0;
  for (const auto count : counts) total += count;
  return total;
}

struct Mention {
  MemoryId memory_id;
  MeetingId meeting_id;
};

// Null is what the words do not state. A view of the memory's task.
struct TaskWire {
  OrNull<std::string_view> owner;
  OrNull<std::chrono::sys_days> due;
  OrNull<TaskStatus> status;
};
// Of an action, and of what a person gave one; else nothing.
std::optional<TaskWire> task_of(MemoryType type, const Task& task);

// `metadata` of a memory, in every list of memories. Views: it does not outlive the memory, nor what else it is made
// of. Of a concept, which may span meetings, null is what has no single value.
struct MemoryMetadata {
  OrNull<MeetingId> meeting_id;
  OrNull<std::string_view> meeting_title;
  std::string_view project;
  OrNull<std::string_view> speaker;
  OrNull<Instant> occurred_at;
  OrNull<Milliseconds> start_ms;
  OrNull<Milliseconds> end_ms;
  OrNull<std::array<std::uint32_t, 2>> turns;  // numbers of the first and last turn
  float importance = 0;
  std::span<const std::string> keywords;
  std::optional<TaskWire> task;
  std::optional<std::uint32_t> mention_count;  // of a concept, as are the next
  std::optional<std::uint32_t> meeting_count;
  std::optional<std::vector<Mention>> mentions;
};

MemoryMetadata metadata_of(const Memory& memory, std::string_view meeting_title, std::string_view project,
                           const std::optional<Instant>& occurred_at);

// A memory in lists, without a score. Views, as above.
struct MemoryWire {
  MemoryId memory_id;
  std::string_view content;
  MemoryType memory_type;
  int level;
  MemoryState state;
  MemoryMetadata metadata;
};

struct WarningWire {
  std::string_view code;
  std::string_view message;
  OrNull<std::uint32_t> line;
};
std::vector<WarningWire> wire_of(std::span<const TranscriptWarning> warnings);

MemoryWire wire_of(const Memory& memory, std::string_view meeting_title, std::string_view project,
                   const std::optional<Instant>& meeting_start);

}  // namespace hebb::api
