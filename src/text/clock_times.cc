#include "text/clock_times.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"
#include "text/half_of_day.h"

namespace hebb {
namespace {

struct Zone {
  std::string_view name;
  int minutes;            // east of Greenwich
  bool seasonal = false;  // an hour further east in summer
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
                                             {"BST", 60},
                                             {"ET", -300, true},
                                             {"CT", -360, true},
                                             {"MT", -420, true},
                                             {"PT", -480, true}});

// As the USA have it since 2007.
bool is_in_us_summer(std::chrono::sys_days day) {
  using namespace std::chrono;  // of its literals and calendar
  const year in = year_month_day(day).year();
  return day >= sys_days(in / March / Sunday[2]) && day < sys_days(in / November / Sunday[1]);
}

// Two letters begin other words and names: "10:00 CT scans", "14:00 PT Weber".
bool ends_behind(std::string_view text) {
  const std::string_view behind = trimmed(text);
  return behind.empty() || !is_word(behind.front()) || behind.starts_with("\u2013") || behind.starts_with("\u2014");
}

// Moves past "AM" or "PM" and makes the hour one of 24; nothing for 13 PM.
std::optional<int> with_half(PartReader& at, int hour) {
  const auto half = take_half_of_day(at.rest);
  if (!half) return hour;
  const auto time = on_24_hours(std::chrono::hours(hour), *half);
  return time ? std::optional(static_cast<int>(*time / std::chrono::hours(1))) : std::nullopt;
}

using Day = std::optional<std::chrono::sys_days>;

constexpr char kNoMark = '0';  // hours and minutes stand together

struct ClockTime {
  int seconds = 0;
  char mark = '\0';     // between hours and minutes; none of "2 pm"
  bool halved = false;  // with AM or PM
  bool exact = false;   // with seconds, or behind a 'T': what follows after '-' is a zone
};

// What stands behind the numbers of a time: AM or PM, "Uhr".
std::optional<ClockTime> with_suffix(PartReader& at, ClockTime time, int hour) {
  const std::size_t left = at.rest.size();
  const auto whole = with_half(at, hour);
  if (!whole || *whole > 23) return std::nullopt;
  time.seconds += *whole * 3600;
  time.halved = at.rest.size() < left;
  PartReader ahead = at;
  ahead.skip(" ");
  if (ahead.word("uhr")) at = ahead;
  return time;
}

// 1400, 140000, 1400 hrs
std::optional<ClockTime> compact_time(PartReader& at) {
  const auto hour = at.exactly(2);
  const auto minute = at.exactly(2);
  const auto second = at.exactly(2);
  if (!hour || !minute || *minute > 59 || second.value_or(0) > 59) return std::nullopt;
  const ClockTime numbers{.seconds = *minute * 60 + second.value_or(0), .mark = kNoMark, .exact = second.has_value()};
  const auto time = with_suffix(at, numbers, *hour);
  PartReader ahead = at;
  ahead.skip(" ");
  if (ahead.word("h") || ahead.word("hrs") || ahead.word("hours")) at = ahead;
  return time;
}

// "14:00", "2:30 pm", with one of the marks; a bare hour too, which is a time only beside AM or PM.
std::optional<ClockTime> clock_time(PartReader& at, std::string_view marks) {
  PartReader ahead = at;
  const auto hour = ahead.number(1, 2);
  ClockTime time{.mark = ahead.any_of(marks)};
  const auto minute = time.mark != '\0' ? ahead.number(2, 2) : 0;
  if (!hour || !minute || *minute > 59) return std::nullopt;
  time.seconds = *minute * 60;
  PartReader further = ahead;
  if (time.mark != '\0' && further.any_of(std::string_view(&time.mark, 1)) != '\0') {
    if (const auto second = further.number(2, 2); second && *second < 60) {
      time.seconds += *second;
      time.exact = true;
      ahead = further;
      if (further.any_of(".") != '\0' && further.number(1, 9)) ahead = further;
    }
  }
  const auto whole = with_suffix(ahead, time, *hour);
  if (whole) at = ahead;
  return whole;
}

// Minutes east of Greenwich; 0 where no zone is written. "10:00-11:00" is a span of time, "10:00:00-05:00" has a zone,
// and so has "T10:00-05:00".
int zone(PartReader& at, bool exact, Day day = {}) {
  PartReader ahead = at;
  ahead.skip(" (");
  for (const Zone& known : kZones) {
    PartReader behind = ahead;
    if (!ahead.rest.starts_with(known.name) || !behind.word(known.name)) continue;
    if (known.seasonal && !ends_behind(behind.rest)) continue;
    at = behind;
    return known.minutes + (known.seasonal && day && is_in_us_summer(*day) ? 60 : 0);
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

bool ends_there(PartReader at) {
  zone(at, false);
  at.skip(" )\"'");
  return at.rest.empty();
}

// Moves past "– 15:00"; "14:00:00-05:00" has a zone, and "14:00 - 3 offers" no end.
std::optional<ClockTime> span_end(PartReader& at, const ClockTime& begin) {
  PartReader ahead = at;
  ahead.skip(" ");
  const bool zoned = begin.exact && ahead.rest.starts_with('-') && !ahead.rest.starts_with("- ");
  bool spans = ahead.any_of("-") != '\0';
  for (const std::string_view word : {"to", "until", "till", "bis"}) spans = spans || ahead.word(word);
  for (const std::string_view dash : {"\xE2\x80\x93", "\xE2\x80\x94"}) {
    if (spans || !ahead.rest.starts_with(dash)) continue;
    ahead.rest.remove_prefix(dash.size());
    spans = true;
  }
  ahead.skip(" ");
  if (!spans) return std::nullopt;
  const std::size_t digits = std::min(ahead.rest.find_first_not_of("0123456789"), ahead.rest.size());
  const bool together = begin.mark == kNoMark && (digits == 4 || digits == 6);
  const auto end = together ? compact_time(ahead)
                            : clock_time(ahead, begin.mark == '.'   ? ":."
                                                : begin.mark == 'h' ? ":h"
                                                                    : ":");
  if (!end || (zoned && !end->exact && !end->halved)) return std::nullopt;
  if (end->mark == '\0' && !end->halved && !ends_there(ahead)) return std::nullopt;
  at = ahead;
  return end;
}

// Whether a zone follows, or nothing but a file's suffix.
bool ends_as_time(PartReader at) {
  const std::size_t left = at.rest.size();
  zone(at, false);
  const bool suffix = at.rest.starts_with('.') && !at.rest.contains(' ');
  return at.rest.size() < left || suffix || ends_there(at);
}

// Whether digits behind a date are no time for sure: "1200 units", "1200%", "2026 Budget planning".
bool may_count(std::string_view digits, PartReader behind) {
  PartReader span = behind;
  if (ends_as_time(behind) || span_end(span, {.mark = kNoMark})) return false;
  const bool apart = behind.any_of(" ") != '\0';
  behind.skip(" ");
  const char next = behind.rest.front();
  if (digits.size() == 4 && digits.starts_with("20")) return next != ',';
  for (const std::string_view word : {"in", "at", "with", "im", "mit"}) {
    if (apart && behind.word(word)) return false;
  }
  const bool unit = std::string_view("%$+").contains(next) || behind.rest.starts_with("\u20AC");
  return unit || (next >= 'a' && next <= 'z') || (!apart && is_word(next) && is_letter(next));
}

constexpr std::size_t kLongestTime = 100;  // bytes
constexpr int kHalfDay = 12 * 3600;        // seconds

// "2:00–3:30 pm" begins in the afternoon, "11:00–1:00 pm" before it.
int within_half_day_before(int end, int begin) {
  const int same_half = begin % kHalfDay + (end < kHalfDay ? 0 : kHalfDay);
  return same_half < end ? same_half : (same_half + kHalfDay) % (2 * kHalfDay);
}

// Moves past the end of a span and past zones: "2:00 PM – 3:00 PM CET", "2:00 PM CET – 3:00 PM CET". Since midnight
// UTC.
std::optional<std::chrono::seconds> begin_of_span(PartReader& at, const ClockTime& begin, Day day) {
  const auto end = span_end(at, begin);
  const bool half_follows = end && end->halved && !begin.halved;
  if (begin.mark == '\0' && !begin.halved && !half_follows) return std::nullopt;
  const bool either_half = half_follows && begin.seconds >= 3600 && begin.seconds < kHalfDay + 3600;
  const int seconds = either_half ? within_half_day_before(end->seconds, begin.seconds) : begin.seconds;
  const int minutes = zone(at, begin.exact, day);
  if (!end && span_end(at, {.mark = begin.mark})) zone(at, false);
  return std::chrono::seconds(seconds) - std::chrono::minutes(minutes);
}

// Moves past a bar or a point between a date and what follows on its line.
bool take_bar(PartReader& at) {
  for (const std::string_view bar : {"|", "\u00B7", "\u2022"}) {
    if (!at.rest.starts_with(bar)) continue;
    at.rest.remove_prefix(bar.size());
    at.skip(" ");
    return true;
  }
  return false;
}

// Behind a bar a length may stand too ("Apr 2, 2026 • 12:34", "| 1:30"), which is seldom so round and so late.
bool is_time_behind_bar(const ClockTime& begin, PartReader behind) {
  constexpr int kQuarter = 15 * 60;   // seconds
  constexpr int kMorning = 6 * 3600;  // seconds
  if (begin.halved || span_end(behind, begin)) return true;
  return !begin.exact && begin.seconds >= kMorning && begin.seconds % kQuarter == 0;
}

}  // namespace

std::optional<std::chrono::seconds> time_behind_date(PartReader& at, std::chrono::sys_days day) {
  PartReader ahead = at;
  const bool behind_t = ahead.rest.starts_with('T');
  ahead.skip(" ,_-T");
  const bool barred = take_bar(ahead);
  const std::size_t skipped = at.rest.size() - ahead.rest.size();
  const bool behind_space = skipped > 0 && (at.rest[skipped - 1] == ' ' || at.rest[skipped - 1] == ',');
  bool said = false;  // to be a time
  for (const std::string_view word : {"at", "um", "from"}) {
    if (!ahead.word(word)) continue;
    ahead.skip(" ");
    said = true;
  }
  const std::size_t digits = std::min(ahead.rest.find_first_not_of("0123456789"), ahead.rest.size());
  const bool compact = digits == 4 || digits == 6;
  const std::string_view number = ahead.rest.substr(0, digits);
  const std::string_view behind = ahead.rest.substr(digits);
  // "1.10" is a version.
  auto begin = compact ? compact_time(ahead) : clock_time(ahead, digits == 2 && !barred ? ":h-._" : ":h");
  if (!begin || (barred && (compact || !is_time_behind_bar(*begin, ahead)))) return std::nullopt;
  const bool suffixed = ahead.rest.size() < behind.size();
  if (compact && behind_space && !said && !suffixed && may_count(number, ahead)) return std::nullopt;
  begin->exact = begin->exact || behind_t;
  const auto time = begin_of_span(ahead, *begin, day);
  if (time) at = ahead;
  return time;
}

std::optional<std::chrono::seconds> leading_time_of_day(std::string_view text,
                                                        std::optional<std::chrono::sys_days> day) {
  PartReader at{text.substr(0, kLongestTime)};
  at.skip(" \"'");
  const auto begin = clock_time(at, ":");
  return begin ? begin_of_span(at, *begin, day) : std::nullopt;
}

}  // namespace hebb
