// The order of lists over meetings. Private to engine/.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <tuple>

#include "base/ids.h"
#include "base/time.h"

namespace hebb {

// Newest first, those without a date last; as MeetingPage.
inline std::tuple<bool, std::int64_t, MeetingId> meeting_place(const std::optional<Instant>& start,
                                                               const MeetingId& id) {
  return {!start.has_value(), start ? -start->time_since_epoch().count() : 0, id};
}

}  // namespace hebb
