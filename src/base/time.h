// Instants in UTC and their RFC 3339 text. Not a clock: the present is always an argument.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hebb {

using Milliseconds = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Milliseconds>;

std::string rfc3339(Instant instant);              // 2026-03-05T14:00:00Z, with .mmm only where it is not zero
std::string date_text(std::chrono::sys_days day);  // 2026-03-05
// A full date-time with an offset, one without (taken as UTC), or a date alone (its midnight, UTC): in UTC of the years
// 0 to 9999, so that rfc3339 of it reads again.
std::optional<Instant> parse_rfc3339(std::string_view text);

// What the machine's wall clock (TZ, else /etc/localtime, read once) shows at `instant`, told as if it were UTC: most
// transcripts say days and hours so. `instant` itself where the zone cannot be told.
Instant wall_clock(Instant instant);

// h:mm:ss, or m:ss below one hour.
std::string clock_text(Milliseconds offset);

}  // namespace hebb
