// Rows of lists over meetings, and their order. Private to engine/.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "base/ids.h"
#include "base/time.h"
#include "recall/catalog.h"
#include "store/memory_store.h"

namespace hebb {

// Newest first, those without a date last; as MeetingPage.
inline std::tuple<bool, std::int64_t, MeetingId> meeting_place(const std::optional<Instant>& start,
                                                               const MeetingId& id) {
  return {!start.has_value(), start ? -start->time_since_epoch().count() : 0, id};
}

// Requires: `memory` is of this meeting.
inline ListedMemory listed_of(const CatalogMeeting& meeting, Memory memory) {
  return {.memory = std::move(memory),
          .meeting_title = meeting.title,
          .project = meeting.project,
          .started_at = meeting.started_at};
}

}  // namespace hebb
