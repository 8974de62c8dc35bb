// Small words of the contract suite. Test code only.
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <tuple>
#include <vector>

#include "store/memory_store.h"

namespace hebb::store_contract {

inline constexpr Instant kNow{Milliseconds(1'770'000'000'123)};

// The value of a result that must be one.
template <class T>
T got(Result<T> result) {
  if (!result) FAIL(to_string(result.error().code) << ": " << result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <class T>
std::optional<ErrorCode> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

inline std::vector<Connection> sorted(std::vector<Connection> connections) {
  std::ranges::sort(connections, {}, [](const Connection& c) { return std::tie(c.from, c.to, c.type); });
  return connections;
}

inline std::vector<Memory> without_vectors(std::vector<Memory> memories) {
  for (Memory& memory : memories) memory.vector.clear();
  return memories;
}

inline bool contains(const std::vector<Connection>& connections, const Connection& connection) {
  return std::ranges::find(connections, connection) != connections.end();
}

inline void rename_in(MeetingRecord& record, const std::string& from, const std::string& to) {
  for (Turn& turn : record.turns) {
    if (turn.speaker == from) turn.speaker = to;
  }
  for (Memory& memory : record.memories) {
    if (memory.speaker == from) memory.speaker = to;
    if (memory.task.owner == from) memory.task.owner = to;
  }
  std::ranges::replace(record.meeting.participants, from, to);
}

inline bool comes_before(const MeetingSummary& a, const MeetingSummary& b) {
  const auto& x = a.meeting;
  const auto& y = b.meeting;
  if (x.started_at.has_value() != y.started_at.has_value()) return x.started_at.has_value();
  return x.started_at == y.started_at ? x.id < y.id : x.started_at > y.started_at;
}

inline std::vector<MeetingSummary> all_pages(const MemoryStore& store, const std::optional<std::string>& project,
                                             std::size_t limit) {
  std::vector<MeetingSummary> all;
  MeetingQuery query{.project = project, .limit = limit, .cursor = {}};
  for (int pages = 0; pages < 1000; ++pages) {
    auto page = got(store.meetings(query));
    CHECK(page.meetings.size() <= limit);
    std::ranges::move(page.meetings, std::back_inserter(all));
    if (!page.next) return all;
    query.cursor = page.next;
  }
  FAIL("the pages of meetings do not end");
  return all;
}

}  // namespace hebb::store_contract
