#include "text/clock_times.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"

namespace hebb {
namespace {

struct Zone {
  std::string_view name;
  int minutes;  // east of Greenwich
};

// As North America and Europe mean them ("CST" is also China's). In capitals only: "est" is a word in French.
constexpr auto kZones = std::to_array<Zone>({{"EST", -300},
                                             {"EDT", -240},
                                             {"CST", -360},
                                             {"CDT", -300},
                                             {"MST", -420},
                                             {"MDT", -360},
                                             {"PST", -480},
                                             {"PDT", -420},
                                             {"CET", 60},
                                             {"CEST", 120},
                                             {"BST", 60}});

// Moves past "AM" or "PM" and makes the hour one of 24; nothing for 13 PM.
std::optional<int> with_half(PartReader& at, int hour) {
  PartReader ahead = at;
  ahead.skip(" ");
  bool afternoon = false;
  if (ahead.word("pm") || ahead.word("p.m.")) {
    afternoon = true;
  } else if (!ahead.word("am") && !ahead.word("a.m.")) {
    return hour;
  }
  if (hour < 1 || hour > 12) return std::nullopt;
  at = ahead;
  return hour % 12 + (afternoon ? 12 : 0);
}

struct TimeOfDay {
  int seconds = 0;
  bool exact = false;  // with seconds, or behind a 'T': what follows after '-' is a zone
};

// The time of day after a date; moves only past what it understands.
std::optional<TimeOfDay> time_of_day(PartReader& at) {
  PartReader ahead = at;
  const bool behind_t = ahead.rest.starts_with('T');
  ahead.skip(" ,_-T");
  if (ahead.word("at") || ahead.word("um")) ahead.skip(" ");
  std::optional<int> hour;
  std::optional<int> minute;
  std::optional<int> second;
  const std::size_t digits = std::min(ahead.rest.find_first_not_of("0123456789"), ahead.rest.size());
  if (digits == 4 || digits == 6) {
    hour = ahead.exactly(2);
    minute = ahead.exactly(2);
    if (digits == 6) second = ahead.exactly(2);
  } else {
    hour = ahead.number(1, 2);
    const char mark = ahead.any_of(digits == 2 ? ":h-._" : ":h");  // "1.10" is a version
    if (mark == '\0') return std::nullopt;
    minute = ahead.number(2, 2);
    PartReader further = ahead;
    if (further.any_of(std::string_view(&mark, 1)) != '\0') {
      if (const auto found = further.number(2, 2); found && *found < 60) {
        second = found;
        ahead = further;
        PartReader fraction = ahead;
        if (fraction.any_of(".") != '\0' && fraction.number(1, 9)) ahead = fraction;
      }
    }
  }
  if (!hour || !minute || *minute > 59 || second.value_or(0) > 59) return std::nullopt;
  hour = with_half(ahead, *hour);
  if (!hour || *hour > 23) return std::nullopt;
  at = ahead;
  return TimeOfDay{(*hour * 60 + *minute) * 60 + second.value_or(0), second.has_value() || behind_t};
}

// Minutes east of Greenwich; 0 where no zone is written. "10:00-11:00" is a span of time, "10:00:00-05:00" has a zone,
// and so has "T10:00-05:00".
int zone(PartReader& at, bool exact) {
  PartReader ahead = at;
  ahead.skip(" (");
  for (const Zone& known : kZones) {
    if (!ahead.rest.starts_with(known.name) || !ahead.word(known.name)) continue;
    at = ahead;
    return known.minutes;
  }
  const bool named = ahead.word("utc") || ahead.word("gmt") || ahead.word("z");
  if (named) at = ahead;
  const char sign = ahead.any_of("+-");
  const auto hours = ahead.exactly(ahead.rest.size() > 1 && is_digit(ahead.rest[1]) ? 2 : 1);
  if (sign == '\0' || !hours || *hours > 14) return 0;
  PartReader further = ahead;
  further.any_of(":");
  const auto minutes = further.number(2, 2);
  if (!named && (!minutes || (sign == '-' && !exact))) return 0;
  at = minutes ? further : ahead;
  return (sign == '-' ? -1 : 1) * (*hours * 60 + minutes.value_or(0));
}

constexpr std::size_t kLongestTime = 100;  // bytes
constexpr int kHalfDay = 12 * 3600;        // seconds

struct ClockTime {
  int seconds;
  bool marked;  // with a colon
  bool halved;  // with AM or PM
  bool exact;   // with seconds
};

// "14:00", "2:30 pm"; a bare hour too, which is a time only beside AM or PM.
std::optional<ClockTime> clock_time(PartReader& at) {
  PartReader ahead = at;
  auto hour = ahead.number(1, 2);
  const bool marked = ahead.any_of(":") != '\0';
  const auto minute = marked ? ahead.number(2, 2) : 0;
  const bool exact = marked && ahead.any_of(":") != '\0';
  const auto second = exact ? ahead.number(2, 2) : 0;
  if (!hour || !minute || !second || *minute > 59 || *second > 59) return std::nullopt;
  const std::size_t left = ahead.rest.size();
  hour = with_half(ahead, *hour);
  if (!hour || *hour > 23) return std::nullopt;
  at = ahead;
  return ClockTime{(*hour * 60 + *minute) * 60 + *second, marked, ahead.rest.size() < left, exact};
}

// Moves past "– 15:00"; "14:00:00-05:00" has a zone.
std::optional<ClockTime> span_end(PartReader& at, const ClockTime& begin) {
  PartReader ahead = at;
  ahead.skip(" ");
  const bool zoned = begin.exact && ahead.rest.starts_with('-') && !ahead.rest.starts_with("- ");
  bool spans = ahead.word("to") || ahead.word("until") || ahead.word("till") || ahead.any_of("-") != '\0';
  for (const std::string_view dash : {"\xE2\x80\x93", "\xE2\x80\x94"}) {
    if (spans || !ahead.rest.starts_with(dash)) continue;
    ahead.rest.remove_prefix(dash.size());
    spans = true;
  }
  ahead.skip(" ");
  const auto end = spans ? clock_time(ahead) : std::nullopt;
  if (!end || (zoned && !end->exact && !end->halved)) return std::nullopt;
  at = ahead;
  return end;
}

// "2:00–3:30 pm" begins in the afternoon, "11:00–1:00 pm" before it.
int within_half_day_before(int end, int begin) {
  const int same_half = begin % kHalfDay + (end < kHalfDay ? 0 : kHalfDay);
  return same_half < end ? same_half : (same_half + kHalfDay) % (2 * kHalfDay);
}

}  // namespace

std::optional<std::chrono::seconds> time_behind_date(PartReader& at) {
  const auto time = time_of_day(at);
  if (!time) return std::nullopt;
  return std::chrono::seconds(time->seconds) - std::chrono::minutes(zone(at, time->exact));
}

std::optional<std::chrono::seconds> leading_time_of_day(std::string_view text) {
  PartReader at{text.substr(0, kLongestTime)};
  at.skip(" \"'");
  const auto begin = clock_time(at);
  if (!begin) return std::nullopt;
  const auto end = span_end(at, *begin);
  const bool half_follows = end && end->halved && !begin->halved;
  if (!begin->marked && !begin->halved && !half_follows) return std::nullopt;
  const bool either_half = half_follows && begin->seconds >= 3600 && begin->seconds < kHalfDay + 3600;
  const int seconds = either_half ? within_half_day_before(end->seconds, begin->seconds) : begin->seconds;
  return std::chrono::seconds(seconds) - std::chrono::minutes(zone(at, begin->exact));
}

}  // namespace hebb
