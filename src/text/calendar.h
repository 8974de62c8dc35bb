// The numbers, days and months that words name, and steps of the calendar. Words are lower case.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hebb {

inline constexpr int kMostUnits = 500;  // "the last 500 days"

bool is_year_of_meetings(int year);  // 1990 to 2099

std::optional<int> number_in_digits(std::string_view word);     // "2026": up to four digits
std::optional<int> small_number(std::string_view word);         // "three", "a", "couple", "12": up to kMostUnits
std::optional<unsigned> day_number(std::string_view word);      // "3", "3rd": 1 to 31
std::optional<int> year_number(std::string_view word);          // is_year_of_meetings
std::optional<unsigned> month_number(std::string_view word);    // "march", "mar": 1 to 12
std::optional<unsigned> weekday_number(std::string_view word);  // ISO: Monday is 1

std::optional<std::chrono::sys_days> calendar_day(int year, unsigned month, unsigned day);  // where there is such a day

std::chrono::sys_days monday_of(std::chrono::sys_days day);
std::chrono::sys_days first_of_month(std::chrono::sys_days day);
std::chrono::sys_days first_of_quarter(std::chrono::sys_days day);
std::chrono::sys_days first_of_year(std::chrono::sys_days day);
// A day of the month that the month may not have: its last.
std::chrono::sys_days months_later(std::chrono::sys_days day, int count);

}  // namespace hebb
