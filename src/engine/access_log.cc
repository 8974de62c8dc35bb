#include "engine/access_log.h"

#include <algorithm>
#include <utility>

namespace hebb {
namespace {

void add(AccessLog::Entries& entries, const MemoryId& memory, const Readings& more) {
  if (entries.size() >= AccessLog::kMemories && !entries.contains(memory)) return;
  Readings& readings = entries[memory];
  readings.count += more.count;
  readings.last_at = std::max(readings.last_at, more.last_at);
}

}  // namespace

void AccessLog::note(std::span<const MemoryId> memories, Instant now) {
  entries_.with([&](Entries& entries) {
    for (const MemoryId& memory : memories) add(entries, memory, {.count = 1, .last_at = now});
  });
}

bool AccessLog::empty() const {
  return entries_.with([](const Entries& entries) { return entries.empty(); });
}

AccessLog::Entries AccessLog::take() {
  return entries_.with([](Entries& entries) { return std::exchange(entries, {}); });
}

void AccessLog::put_back(const Entries& entries) {
  entries_.with([&](Entries& kept) {
    for (const auto& [memory, readings] : entries) add(kept, memory, readings);
  });
}

}  // namespace hebb
