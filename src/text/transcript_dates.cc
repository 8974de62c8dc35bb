#include "text/transcript_dates.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/ascii.h"
#include "text/calendar.h"
#include "text/clock_times.h"
#include "text/one_of.h"
#include "text/part_reader.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestText = 300;

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

// Moves past the name of a month.
std::optional<unsigned> month_at(PartReader& at) {
  std::size_t length = 0;
  while (length < at.rest.size() && is_word(at.rest[length])) ++length;
  const std::string name = lower_ascii(at.rest.substr(0, length));
  for (const Month& month : kMonths) {
    if (name == month.name || (month.short_form && name == month.name.substr(0, 3))) {
      at.rest.remove_prefix(length);
      at.any_of(".");
      return month.number;
    }
  }
  return std::nullopt;
}

using Days = std::optional<std::chrono::sys_days>;

Days days_of(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!is_year_of_meetings(year) || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// 2026-03-05
Days year_first(PartReader& at) {
  const auto year = at.number(4, 4);
  const char mark = at.any_of("-/._");
  const auto month = at.number(1, 2);
  if (!year || mark == '\0' || !month || at.any_of(std::string_view(&mark, 1)) == '\0') return std::nullopt;
  const auto day = at.number(1, 2);
  return day ? days_of(*year, *month, *day) : std::nullopt;
}

// 20260305, also before a time without a mark between
Days compact(PartReader& at) {
  const auto year = at.exactly(4);
  const auto month = at.exactly(2);
  const auto day = at.exactly(2);
  std::size_t more = 0;
  while (more < at.rest.size() && is_digit(at.rest[more])) ++more;
  if (!year || !month || !day || (more != 0 && more != 4 && more != 6)) return std::nullopt;
  return days_of(*year, *month, *day);
}

// 05.03.2026, and with '/' or '-' only where it cannot be read in two ways
Days year_last(PartReader& at) {
  const auto first = at.number(1, 2);
  const char mark = at.any_of("./-");
  const auto second = at.number(1, 2);
  if (!first || mark == '\0' || !second || at.any_of(std::string_view(&mark, 1)) == '\0') return std::nullopt;
  const auto year = at.number(4, 4);
  if (!year) return std::nullopt;
  if (mark == '.' || *first > 12 || *first == *second) return days_of(*year, *second, *first);
  return *second > 12 ? days_of(*year, *first, *second) : std::nullopt;
}

// Of two digits.
std::optional<int> short_year(PartReader& at) {
  constexpr int kFirst = 15;
  constexpr int kLast = 39;
  const auto year = at.number(2, 2);
  const bool known = year && *year >= kFirst && *year <= kLast && (at.rest.empty() || !is_word(at.rest.front()));
  return known ? std::optional(2000 + *year) : std::nullopt;
}

// 16.04.26, as Germans write it: also the number of a version, so only of these years and apart from all else
Days short_year_last(PartReader& at) {
  const auto day = at.number(2, 2);
  if (!day || at.any_of(".") == '\0') return std::nullopt;
  const auto month = at.number(2, 2);
  if (!month || at.any_of(".") == '\0') return std::nullopt;
  const auto year = short_year(at);
  if (!year || (at.rest.size() > 1 && at.rest.front() == '.' && is_digit(at.rest[1]))) return std::nullopt;
  return days_of(*year, *month, *day);
}

// 5 March 2026, 5th of March 2026, 5. März 2026, 5-Mar-2026; or with such a year as `take_year` takes
Days day_and_month(PartReader& at, std::optional<int> (*take_year)(PartReader&)) {
  const auto day = at.number(1, 2);
  if (!day) return std::nullopt;
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (at.word(ending)) break;
  }
  at.skip(" .-_,");
  if (at.word("of") || at.word("de")) at.skip(" ");
  const auto month = month_at(at);
  if (!month) return std::nullopt;
  at.skip(" -_,.");
  if (at.word("de") || at.word("del")) at.skip(" ");
  const auto year = take_year(at);
  return year ? days_of(*year, static_cast<int>(*month), *day) : std::nullopt;
}

Days day_first(PartReader& at) {
  return day_and_month(at, [](PartReader& year) { return year.number(4, 4); });
}

// March 5, 2026
Days month_first(PartReader& at) {
  const auto month = month_at(at);
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

// "Software release | 10.12.24", "10.12.24 firmware review"
bool names_version(std::string_view text) {
  for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(text.find_first_of(" \t_"), text.size() - 1) + 1)) {
    const std::size_t end = std::min(text.find_first_of(" \t_.,;:()|-"), text.size());
    if (one_of(lower_ascii(text.substr(0, end)), {"release", "version", "firmware", "build", "rollout", "patch"}))
      return true;
  }
  return false;
}

// "Minutes of 16.04.26"; a review may be of a version.
bool names_meeting(std::string_view before) {
  const std::string last = lower_ascii(before.substr(before.find_last_of(" \t") + 1));
  return one_of(last, {"call", "interview", "meeting", "minutes", "recording", "session", "standup", "stand-up", "sync",
                       "transcript", "workshop"});
}

// "16.04.26" alone, in "Halo (16.04.26)" or "Treffen vom 16.04.26"; not "Release 10.12.24", "Due: 30.06.26".
bool is_set_off(std::string_view text, std::size_t begin) {
  std::string_view before = text.substr(0, begin);
  if (before.empty()) return !names_version(text);
  if (before.back() == '(') return true;
  if (before.back() != ' ' && before.back() != '\t') return false;
  before = trimmed(before);
  if (before.empty() || std::string_view("-|").contains(before.back())) return !names_version(text);
  const std::size_t space = before.find_last_of(" \t") + 1;
  const std::string last = lower_ascii(before.substr(space));
  return before.back() == ',' || one_of(last, {"vom", "am", "den", "on"}) ||
         (one_of(last, {"of", "from"}) && names_meeting(trimmed(before.substr(0, space))));
}

std::optional<FoundDate> date_at(std::string_view text, std::size_t begin) {
  for (const auto form : {year_first, compact, year_last, short_year_last, day_first, month_first}) {
    if (form == short_year_last && !is_set_off(text, begin)) continue;
    PartReader at{text.substr(begin)};
    const Days date = form(at);
    if (!date || (!at.rest.empty() && is_digit(at.rest.front()) && form != compact)) continue;
    Instant instant(*date);
    if (const auto time = time_behind_date(at, *date)) instant += *time;
    return FoundDate{instant, begin, text.size() - begin - at.rest.size(), form == short_year_last};
  }
  return std::nullopt;
}

}  // namespace

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

bool is_day_name(std::string_view text) {
  return one_of(lower_ascii(trimmed(text)),
                {"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "monday", "tuesday",
                 "wednesday", "thursday", "friday", "saturday", "sunday"});
}

std::optional<FoundDate> find_stated_date(std::string_view text) {
  if (auto found = find_date(text)) return found;
  PartReader at{text.substr(0, kLongestText)};
  at.skip(" \t");
  const std::string_view word = at.rest.substr(0, at.rest.find_first_of(" .,\t"));
  if (is_day_name(word)) {
    at.rest.remove_prefix(word.size());
    at.skip(" .,\t");
  }
  const std::size_t begin = text.size() - at.rest.size();
  const Days date = day_and_month(at, short_year);
  PartReader behind = at;
  behind.skip(" ");
  if (!date || behind.any_of("-") != '\0') return std::nullopt;  // "6 March 18 - 19:30" is a span of time
  Instant instant(*date);
  if (const auto time = time_behind_date(at, *date)) instant += *time;
  at.skip(" \t.)");
  if (!at.rest.empty()) return std::nullopt;
  return FoundDate{instant, begin, text.size() - begin, true};
}

}  // namespace hebb
