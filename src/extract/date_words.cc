#include "extract/date_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/calendar.h"
#include "text/one_of.h"

namespace hebb {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr unsigned kFridayOfWeek = 5;
constexpr int kYearsAhead = 8;   // until the next 29 February, whatever the century
constexpr days kJustPassed{31};  // so long a date without a year, or a month's end, is the past one

std::optional<sys_days> written_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = year_number(text.substr(0, 4));
  const auto month = number_in_digits(text.substr(5, 2));
  const auto day = number_in_digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return calendar_day(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

// What is counted by ordinals: "the 3rd quarter", "the 2nd draft".
bool is_counted(std::string_view noun) {
  static constexpr auto kCounted = std::to_array<std::string_view>(
      {"anniversary", "appointment", "attempt",   "avenue",    "batch",       "birthday",   "build",    "business",
       "call",        "candidate",   "century",   "chapter",   "choice",      "class",      "client",   "column",
       "customer",    "cycle",       "day",       "delivery",  "draft",       "edition",    "episode",  "floor",
       "generation",  "grade",       "half",      "hour",      "installment", "instalment", "instance", "interview",
       "issue",       "item",        "iteration", "lecture",   "lesson",      "level",      "meeting",  "milestone",
       "minute",      "month",       "option",    "page",      "paragraph",   "part",       "party",    "payment",
       "phase",       "pilot",       "place",     "prototype", "quarter",     "release",    "reminder", "review",
       "revision",    "round",       "row",       "season",    "section",     "semester",   "session",  "shift",
       "slide",       "sprint",      "stage",     "step",      "street",      "supplier",   "team",     "term",
       "time",        "tranche",     "trial",     "version",   "visit",       "wave",       "week",     "weekend",
       "working",     "workshop",    "year"});
  return std::ranges::contains(kCounted, noun);
}

}  // namespace

unsigned weekday_of(sys_days day) {
  return std::chrono::weekday(day).iso_encoding();
}

std::optional<unsigned> spelled_ordinal(std::string_view word) {
  static constexpr auto kOrdinalDays = std::to_array<std::string_view>(
      {"first",        "second",       "third",          "fourth",        "fifth",        "sixth",
       "seventh",      "eighth",       "ninth",          "tenth",         "eleventh",     "twelfth",
       "thirteenth",   "fourteenth",   "fifteenth",      "sixteenth",     "seventeenth",  "eighteenth",
       "nineteenth",   "twentieth",    "twenty-first",   "twenty-second", "twenty-third", "twenty-fourth",
       "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
       "thirty-first"});
  const auto found = std::ranges::find(kOrdinalDays, word);
  if (found == kOrdinalDays.end()) return std::nullopt;
  return static_cast<unsigned>(found - kOrdinalDays.begin()) + 1;
}

std::size_t DateWords::lead(std::size_t i) const {
  return one_of(before(i), {"the", "next", "this"}) ? 2 : 1;
}

std::optional<unsigned> DateWords::weekday_at(std::size_t i) const {
  static constexpr auto kShort = std::to_array<std::pair<std::string_view, unsigned>>(
      {{"mon", 1}, {"tue", 2}, {"tues", 2}, {"wed", 3}, {"thu", 4}, {"thur", 4}, {"thurs", 4}, {"fri", 5}});
  if (const auto day = weekday_number(word(i))) return day;
  if (!one_of(leading(i), {"by", "before", "until", "till", "on"})) return std::nullopt;
  const auto found = std::ranges::find(kShort, word(i), &std::pair<std::string_view, unsigned>::first);
  return found == kShort.end() ? std::nullopt : std::optional(found->second);
}

std::optional<DateWords::SpelledDay> DateWords::spelled_day(std::size_t i) const {
  const unsigned tens = word(i) == "twenty" ? 20 : word(i) == "thirty" ? 30 : 0;
  const auto day = spelled_ordinal(word(tens > 0 ? i + 1 : i));
  if (!day || (tens > 0 && *day > 9) || tens + *day > 31) return std::nullopt;
  return SpelledDay{.day = tens + *day, .words = tens > 0 ? 2U : 1U};
}

std::optional<sys_days> DateWords::last_of(std::string_view unit, bool next) const {
  if (unit == "week") return monday_of(said_) + days(next ? 7 + kFridayOfWeek - 1 : kFridayOfWeek - 1);
  if (unit == "month") return months_later(first_of_month(said_), next ? 2 : 1) - days(1);
  if (unit == "quarter") return months_later(first_of_quarter(said_), next ? 6 : 3) - days(1);
  if (unit == "year") return months_later(first_of_year(said_), next ? 24 : 12) - days(1);
  return std::nullopt;
}

std::optional<sys_days> DateWords::last_of(unsigned month, std::size_t at) const {
  const bool of_year = word(at + 1) == "year";
  if (of_year && word(at) == "last") return std::nullopt;
  const int now = static_cast<int>(year_month_day(said_).year());
  const auto end = [&](int year) { return months_later(*calendar_day(year, month, 1), 1) - days(1); };
  if (of_year && word(at) == "next") return end(now + 1);
  if (of_year && word(at) == "this") return end(now);
  if (const auto year = year_number(word(at))) return end(*year);
  int year = now - 1;
  while (end(year) + kJustPassed < said_) ++year;
  return end(year);
}

std::optional<sys_days> DateWords::weekday_of_month(std::size_t i) const {
  const auto wanted = weekday_at(i);
  const bool last = before(i) == "last";
  const auto count = number_in_digits(before(i))
                         ? std::nullopt
                         : spelled_ordinal(before(i)).or_else([&] { return day_number(before(i)); });
  const auto month = one_of(word(i + 1), {"in", "of"}) ? month_number(word(i + 2)) : std::nullopt;
  if (!wanted || (!count && !last) || !month) return std::nullopt;
  const auto end = last_of(*month, i + 3);
  if (!end) return std::nullopt;
  if (last) return *end - days((weekday_of(*end) + 7 - *wanted) % 7);
  const sys_days first = first_of_month(*end);
  const sys_days day = first + days((*wanted + 7 - weekday_of(first)) % 7 + 7 * (*count - 1));
  return day <= *end ? std::optional(day) : std::nullopt;
}

std::optional<sys_days> DateWords::dated_weekday(std::size_t i) const {
  if (!weekday_at(i)) return std::nullopt;
  const std::size_t at = i + (word(i + 1) == "the" ? 2 : 1);
  return date_at(at).or_else([&] { return word(i + 1) != "the" ? ordinal(at) : std::nullopt; });
}

std::optional<sys_days> DateWords::ordinal(std::size_t i) const {
  if (number_in_digits(word(i))) return std::nullopt;
  const bool of_weekday = (i > 0 && weekday_at(i - 1)) || (i > 1 && before(i) == "the" && weekday_at(i - 2));
  const auto next = word(i + 1);
  if (const auto day = day_number(word(i))) {
    // "by the 15th Anna will have it"; not "by the 2nd draft", "by the 2nd Friday", but "by the 15th draft a letter"
    const bool commands = one_of(word(i + 2), {"a", "an", "the", "my", "our", "your"});
    const bool counts = (is_counted(next) && !commands) || weekday_at(i + 1);
    return of_weekday || !counts ? next_such(*day) : std::nullopt;
  }
  const auto day = spelled_day(i);
  if (!day) return std::nullopt;
  // "by the twelfth"; not "on the third floor"
  const std::size_t behind = i + day->words;
  const bool alone = ends(behind) || one_of(word(behind), {"because", "so", "then", "but", "if", "please", "at", "in"});
  const bool term =
      one_of(leading(i), {"by", "before", "until", "till", "on"}) || (i > 1 && weekday_number(before(i, 2)));
  return alone && term ? next_such(day->day) : std::nullopt;
}

std::optional<sys_days> DateWords::date_at(std::size_t i) const {
  if (const auto day = written_date(word(i))) return day;
  if (const auto month = month_number(word(i))) {
    if (const auto day = day_number(word(i + 1))) return dated(*month, *day, word(i + 2));
    const std::size_t at = i + (word(i + 1) == "the" ? 2 : 1);  // "March the third", "May first"
    const auto day = spelled_day(at);
    return day ? dated(*month, day->day, word(at + day->words)) : std::nullopt;
  }
  if (const auto day = written_in_numbers(i)) return day;
  const auto spelled = spelled_day(i);
  const auto day = spelled ? std::optional(spelled->day) : day_number(word(i));
  if (!day) return std::nullopt;
  const std::size_t behind = i + (spelled ? spelled->words : 1);
  const std::size_t at = behind + (word(behind) == "of" ? 1 : 0);
  if (const auto month = month_number(word(at))) return dated(*month, *day, word(at + 1));
  if (one_of(word(at), {"this", "next"}) && word(at + 1) == "month") {
    const year_month_day month(months_later(first_of_month(said_), word(at) == "next" ? 1 : 0));
    return calendar_day(static_cast<int>(month.year()), static_cast<unsigned>(month.month()), *day);
  }
  return before(i) == "the" ? ordinal(i) : std::nullopt;
}

// "24/11/2026", "24.11.": nothing where day and month could change places.
std::optional<sys_days> DateWords::written_in_numbers(std::size_t i) const {
  const auto first = number_in_digits(word(i)), second = number_in_digits(word(i + 1));
  if (!first || !second || *first == 0 || *second == 0 || *first > 31 || *second > 31) return std::nullopt;
  const auto given = year_number(word(i + 2));
  const bool turned = *second > 12;
  if ((*first > 12) == turned && *first != *second) return std::nullopt;
  if (!given && (turned || before(i) != "the")) return std::nullopt;  // not "down by 15.5 percent"
  const auto month = static_cast<unsigned>(turned ? *first : *second),
             day = static_cast<unsigned>(turned ? *second : *first);
  return dated(month, day, word(i + 2));
}

std::optional<sys_days> DateWords::dated(unsigned month, unsigned day, std::string_view year) const {
  if (const auto given = year_number(year)) return calendar_day(*given, month, day);
  const int now = static_cast<int>(year_month_day(said_).year());
  for (int y = now - 1; y <= now + kYearsAhead; ++y) {
    const auto found = calendar_day(y, month, day);
    if (found && *found + kJustPassed > said_) return found;
  }
  return std::nullopt;
}

std::optional<sys_days> DateWords::next_such(unsigned day) const {
  for (int ahead = 0; ahead <= 12; ++ahead) {
    const year_month_day first(months_later(first_of_month(said_), ahead));
    const auto found = calendar_day(static_cast<int>(first.year()), static_cast<unsigned>(first.month()), day);
    if (found && *found >= said_) return found;
  }
  return std::nullopt;
}

bool is_part_of_date(std::string_view word) {
  return weekday_number(word) || month_number(word) || day_number(word) || spelled_ordinal(word);
}

}  // namespace hebb
