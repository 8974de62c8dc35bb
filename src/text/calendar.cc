#include "text/calendar.h"

#include <algorithm>
#include <array>

namespace hebb {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

bool is_year_of_meetings(int year) {
  return year >= 1990 && year <= 2099;
}

std::optional<int> number_in_digits(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int> small_number(std::string_view text) {
  constexpr auto kNumbers = std::to_array<std::string_view>(
      {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"});
  const auto found = std::ranges::find(kNumbers, text);
  if (found != kNumbers.end()) return static_cast<int>(found - kNumbers.begin());
  if (text == "a" || text == "an") return 1;
  if (text == "couple") return 2;
  if (text == "few") return 3;
  const auto value = number_in_digits(text);
  return value && *value <= kMostUnits ? value : std::nullopt;
}

std::optional<unsigned> day_number(std::string_view text) {
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (text.size() > 2 && text.ends_with(ending)) text.remove_suffix(2);
  }
  const auto value = text.size() <= 2 ? number_in_digits(text) : std::nullopt;
  return value && *value >= 1 && *value <= 31 ? std::optional(static_cast<unsigned>(*value)) : std::nullopt;
}

std::optional<int> year_number(std::string_view text) {
  const auto value = text.size() == 4 ? number_in_digits(text) : std::nullopt;
  return value && is_year_of_meetings(*value) ? value : std::nullopt;
}

std::optional<unsigned> month_number(std::string_view text) {
  constexpr auto kMonths =
      std::to_array<std::string_view>({"january", "february", "march", "april", "may", "june", "july", "august",
                                       "september", "october", "november", "december"});
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (text == kMonths[i] || (text.size() == 3 && kMonths[i].starts_with(text))) return static_cast<unsigned>(i + 1);
  }
  return text == "sept" ? std::optional(9U) : std::nullopt;
}

std::optional<unsigned> weekday_number(std::string_view text) {
  constexpr auto kDays =
      std::to_array<std::string_view>({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"});
  const auto found = std::ranges::find(kDays, text);
  return found == kDays.end() ? std::nullopt : std::optional(static_cast<unsigned>(found - kDays.begin() + 1));
}

sys_days monday_of(sys_days day) {
  return day - days(std::chrono::weekday(day).iso_encoding() - 1);
}

sys_days first_of_month(sys_days day) {
  const year_month_day date(day);
  return sys_days(date.year() / date.month() / 1);
}

sys_days first_of_quarter(sys_days day) {
  const year_month_day date(day);
  const unsigned month = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
  return sys_days(date.year() / std::chrono::month(month) / 1);
}

sys_days first_of_year(sys_days day) {
  return sys_days(year_month_day(day).year() / 1 / 1);
}

sys_days months_later(sys_days day, int count) {
  year_month_day date(day);
  date += months(count);
  return date.ok() ? sys_days(date) : sys_days(date.year() / date.month() / std::chrono::last);
}

std::optional<sys_days> calendar_day(int year, unsigned month, unsigned day) {
  const year_month_day found{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return found.ok() ? std::optional(sys_days(found)) : std::nullopt;
}

}  // namespace hebb
