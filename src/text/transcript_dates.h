// Finds the date of a meeting in a line of its header or in a file's name. Private to text/. It never completes what is
// not written: 03/05/2026 is no date, since nobody can tell March from May.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace hebb {

struct FoundDate {
  Instant instant;          // midnight UTC where no time of day is written; one without a zone is taken as UTC
  std::size_t begin = 0;    // where in the text it stands
  std::size_t length = 0;   // with the time of day, the end of a span and the zone
  bool short_year = false;  // 16.04.26: perhaps a version; 6-Mar-26
};

// The first of: 2026-03-05 (also with '/', '.' or '_'), 20260305, 5 March 2026, March 5, 2026, 05.03.2026, 13/05/2026;
// then, if any, a time of day (14:00, 2 PM, T140000, 14-00-00, 2:00–3:30 pm) and a zone (Z, UTC, GMT+1, +01:00, EST,
// CET …). Months by their English, German, French, Spanish, Italian, Dutch and Portuguese names. Looks at the first 300
// bytes only.
std::optional<FoundDate> find_date(std::string_view text);

// "Thu", "Thursday"
bool is_day_name(std::string_view text);

// As find_date(), or a text that is nothing but "6-Mar-26", "Fri, 06 Mar 26": within others "6 March 26" may count
// people.
std::optional<FoundDate> find_stated_date(std::string_view text);

}  // namespace hebb
