#include "text/transcript_dates.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "text/ascii.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestText = 300;
constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2099;

struct Month {
  std::string_view name;  // lower case; a word is a month if it is this, or its first three letters with or without '.'
  unsigned number;
  bool short_form = false;
};

constexpr auto kMonths = std::to_array<Month>({{"january", 1, true},
                                               {"february", 2, true},
                                               {"march", 3, true},
                                               {"april", 4, true},
                                               {"may", 5},
                                               {"june", 6, true},
                                               {"july", 7, true},
                                               {"august", 8, true},
                                               {"september", 9, true},
                                               {"sept", 9},
                                               {"october", 10, true},
                                               {"november", 11, true},
                                               {"december", 12, true},
                                               {"januar", 1},
                                               {"februar", 2},
                                               {"märz", 3},
                                               {"mär", 3},
                                               {"mai", 5},
                                               {"juni", 6},
                                               {"juli", 7},
                                               {"oktober", 10},
                                               {"okt", 10},
                                               {"dezember", 12},
                                               {"dez", 12},
                                               {"janvier", 1},
                                               {"février", 2},
                                               {"mars", 3},
                                               {"avril", 4},
                                               {"juin", 6},
                                               {"juillet", 7},
                                               {"août", 8},
                                               {"septembre", 9},
                                               {"octobre", 10},
                                               {"novembre", 11},
                                               {"décembre", 12},
                                               {"enero", 1},
                                               {"febrero", 2},
                                               {"marzo", 3},
                                               {"abril", 4},
                                               {"mayo", 5},
                                               {"junio", 6},
                                               {"julio", 7},
                                               {"agosto", 8},
                                               {"septiembre", 9},
                                               {"octubre", 10},
                                               {"noviembre", 11},
                                               {"diciembre", 12},
                                               {"gennaio", 1},
                                               {"febbraio", 2},
                                               {"aprile", 4},
                                               {"maggio", 5},
                                               {"giugno", 6},
                                               {"luglio", 7},
                                               {"settembre", 9},
                                               {"ottobre", 10},
                                               {"dicembre", 12},
                                               {"januari", 1},
                                               {"februari", 2},
                                               {"maart", 3},
                                               {"mei", 5},
                                               {"augustus", 8},
                                               {"janeiro", 1},
                                               {"fevereiro", 2},
                                               {"março", 3},
                                               {"maio", 5},
                                               {"junho", 6},
                                               {"julho", 7},
                                               {"setembro", 9},
                                               {"outubro", 10},
                                               {"novembro", 11},
                                               {"dezembro", 12}});

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

bool is_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// A place in the text from which parts are taken; copies go back.
struct Reader {
  std::string_view rest;

  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t length = 0;
    int value = 0;
    while (length < rest.size() && length < most && is_digit(rest[length])) value = value * 10 + (rest[length++] - '0');
    if (length < least || (length < rest.size() && is_digit(rest[length]))) return std::nullopt;
    rest.remove_prefix(length);
    return value;
  }
  std::optional<int> exactly(std::size_t width) {  // digits may follow
    if (rest.size() < width || !std::ranges::all_of(rest.substr(0, width), is_digit)) return std::nullopt;
    int value = 0;
    for (const char c : rest.substr(0, width)) value = value * 10 + (c - '0');
    rest.remove_prefix(width);
    return value;
  }
  char any_of(std::string_view marks) {
    if (rest.empty() || !marks.contains(rest.front())) return '\0';
    const char found = rest.front();
    rest.remove_prefix(1);
    return found;
  }
  bool word(std::string_view lower_case) {
    if (!starts_ignoring_case(rest, lower_case)) return false;
    if (rest.size() > lower_case.size() && is_word(rest[lower_case.size()])) return false;
    rest.remove_prefix(lower_case.size());
    return true;
  }
  void skip(std::string_view marks) {
    while (any_of(marks) != '\0') {
    }
  }
  std::optional<unsigned> month() {
    std::size_t length = 0;
    while (length < rest.size() && is_word(rest[length])) ++length;
    const std::string name = lower_ascii(rest.substr(0, length));
    for (const Month& month : kMonths) {
      if (name == month.name || (month.short_form && name == month.name.substr(0, 3))) {
        rest.remove_prefix(length);
        any_of(".");
        return month.number;
      }
    }
    return std::nullopt;
  }
};

using Days = std::optional<std::chrono::sys_days>;

Days days_of(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < kFirstYear || year > kLastYear || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// 2026-03-05
Days year_first(Reader& at) {
  const auto year = at.number(4, 4);
  const char mark = at.any_of("-/._");
  const auto month = at.number(1, 2);
  if (!year || mark == '\0' || !month || at.any_of(std::string_view(&mark, 1)) == '\0') return std::nullopt;
  const auto day = at.number(1, 2);
  return day ? days_of(*year, *month, *day) : std::nullopt;
}

// 20260305, also before a time without a mark between
Days compact(Reader& at) {
  const auto year = at.exactly(4);
  const auto month = at.exactly(2);
  const auto day = at.exactly(2);
  std::size_t more = 0;
  while (more < at.rest.size() && is_digit(at.rest[more])) ++more;
  if (!year || !month || !day || (more != 0 && more != 4 && more != 6)) return std::nullopt;
  return days_of(*year, *month, *day);
}

// 05.03.2026, and with '/' or '-' only where it cannot be read in two ways
Days year_last(Reader& at) {
  const auto first = at.number(1, 2);
  const char mark = at.any_of("./-");
  const auto second = at.number(1, 2);
  if (!first || mark == '\0' || !second || at.any_of(std::string_view(&mark, 1)) == '\0') return std::nullopt;
  const auto year = at.number(4, 4);
  if (!year) return std::nullopt;
  if (mark == '.' || *first > 12 || *first == *second) return days_of(*year, *second, *first);
  return *second > 12 ? days_of(*year, *first, *second) : std::nullopt;
}

// 5 March 2026, 5th of March 2026, 5. März 2026, 5-Mar-2026
Days day_first(Reader& at) {
  const auto day = at.number(1, 2);
  if (!day) return std::nullopt;
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (at.word(ending)) break;
  }
  at.skip(" .-_,");
  if (at.word("of") || at.word("de")) at.skip(" ");
  const auto month = at.month();
  if (!month) return std::nullopt;
  at.skip(" -_,.");
  if (at.word("de") || at.word("del")) at.skip(" ");
  const auto year = at.number(4, 4);
  return year ? days_of(*year, static_cast<int>(*month), *day) : std::nullopt;
}

// March 5, 2026
Days month_first(Reader& at) {
  const auto month = at.month();
  if (!month) return std::nullopt;
  at.skip(" -_");
  const auto day = at.number(1, 2);
  if (!day) return std::nullopt;
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (at.word(ending)) break;
  }
  at.skip(" ,-_");
  const auto year = at.number(4, 4);
  return year ? days_of(*year, static_cast<int>(*month), *day) : std::nullopt;
}

// Moves past "AM" or "PM" and makes the hour one of 24; nothing for 13 PM.
std::optional<int> with_half(Reader& at, int hour) {
  Reader ahead = at;
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
std::optional<TimeOfDay> time_of_day(Reader& at) {
  Reader ahead = at;
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
    Reader further = ahead;
    if (further.any_of(std::string_view(&mark, 1)) != '\0') {
      if (const auto found = further.number(2, 2); found && *found < 60) {
        second = found;
        ahead = further;
        Reader fraction = ahead;
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
int zone(Reader& at, bool exact) {
  Reader ahead = at;
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
  Reader further = ahead;
  further.any_of(":");
  const auto minutes = further.number(2, 2);
  if (!named && (!minutes || (sign == '-' && !exact))) return 0;
  at = minutes ? further : ahead;
  return (sign == '-' ? -1 : 1) * (*hours * 60 + minutes.value_or(0));
}

std::optional<FoundDate> date_at(std::string_view text, std::size_t begin) {
  for (const auto form : {year_first, compact, year_last, day_first, month_first}) {
    Reader at{text.substr(begin)};
    const Days date = form(at);
    if (!date || (!at.rest.empty() && is_digit(at.rest.front()) && form != compact)) continue;
    Instant instant(*date);
    if (const auto time = time_of_day(at)) {
      instant += std::chrono::seconds(time->seconds) - std::chrono::minutes(zone(at, time->exact));
    }
    return FoundDate{instant, begin, text.size() - begin - at.rest.size()};
  }
  return std::nullopt;
}

constexpr int kHalfDay = 12 * 3600;  // seconds

struct ClockTime {
  int seconds;
  bool marked;  // with a colon
  bool halved;  // with AM or PM
  bool exact;   // with seconds
};

// "14:00", "2:30 pm"; a bare hour too, which is a time only beside AM or PM.
std::optional<ClockTime> clock_time(Reader& at) {
  Reader ahead = at;
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
std::optional<ClockTime> span_end(Reader& at, const ClockTime& begin) {
  Reader ahead = at;
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

std::optional<std::chrono::seconds> leading_time_of_day(std::string_view text) {
  Reader at{text.substr(0, kLongestText)};
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

std::optional<FoundDate> find_date(std::string_view text) {
  text = text.substr(0, kLongestText);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = is_digit(text[i]);
    if (i > 0 && (digit ? is_digit(text[i - 1]) : is_word(text[i - 1]))) continue;
    if (!digit && !is_word(text[i])) continue;
    if (auto found = date_at(text, i)) return found;
  }
  return std::nullopt;
}

}  // namespace hebb
