// Times of day as dates and headers have them: "14:00", "2:00–3:30 pm CET". Private to text/. It knows no dates, and no
// times within a meeting (transcript_times.h).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "text/part_reader.h"

namespace hebb {

// The time of day that a text begins with, or the first of a span, since midnight UTC (below it or beyond the day where
// a zone is east or west): 14:00, 14:00:30, 2:30 pm, 2 pm, 14:00–15:00 CET. "2:00–3:30 pm" begins at 14:00. `day` tells
// whether "ET" is summer's; none is winter's.
std::optional<std::chrono::seconds> leading_time_of_day(std::string_view text,
                                                        std::optional<std::chrono::sys_days> day = {});

// The same behind a date, where marks may part it from it and its own be other ones: " at 2:00 PM", "T140000Z",
// "_14-00-00". Moves only past what it understands.
std::optional<std::chrono::seconds> time_behind_date(PartReader& at, std::chrono::sys_days day);

}  // namespace hebb
