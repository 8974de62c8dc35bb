// The day and time before a message, as chats and logs write them: "[12.03.26, 14:05:33]", "12/03/2026, 2:05 pm - ",
// "2026-03-05 14:05:33". Private to text/. It reads no date of a header (transcript_dates.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace hebb {

enum class DayOrder : std::uint8_t { unknown, day_first, month_first };

// As it is written: of 03/05/2026 nobody can tell day and month, until another line of the file shows their order.
struct WrittenDay {
  int year = 0;
  int first = 0;
  int second = 0;
  DayOrder order = DayOrder::unknown;
  bool operator==(const WrittenDay&) const = default;
};

struct DayStamp {
  WrittenDay day;
  Milliseconds time{};  // since midnight
  bool marked = false;  // in square brackets, or before a dash
};

// Moves past it.
std::optional<DayStamp> take_day_stamp(std::string_view& text);
// `order` is that of the file. Nothing for what is no day, or of unknown order.
std::optional<std::chrono::sys_days> calendar_day(const WrittenDay& day, DayOrder order);
// When that was; nothing as above.
std::optional<Instant> instant_of(const DayStamp& stamp, DayOrder order);
// "<Media omitted>", "image omitted": what an export without its files says instead of them.
bool is_omitted_media(std::string_view message);

}  // namespace hebb
