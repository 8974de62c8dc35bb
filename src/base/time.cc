#include "base/time.h"

#include <time.h>

#include <array>
#include <cctype>
#include <ctime>
#include <format>

namespace hebb {
namespace {

// Reads exactly `width` digits and moves on.
std::optional<int> digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (char c : text.substr(0, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Milliseconds> fraction(std::string_view& text) {
  if (!take(text, '.')) return Milliseconds(0);
  int value = 0;
  int scale = 100;
  std::size_t length = 0;
  for (; length < text.size() && text[length] >= '0' && text[length] <= '9'; ++length, scale /= 10) {
    value += (text[length] - '0') * scale;
  }
  if (length == 0) return std::nullopt;
  text.remove_prefix(length);
  return Milliseconds(value);
}

std::optional<std::chrono::minutes> offset(std::string_view& text) {
  if (text.empty() || take(text, 'Z') || take(text, 'z')) return std::chrono::minutes(0);
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = digits(text, 2);
  take(text, ':');
  const auto minutes = digits(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return std::chrono::minutes(sign * (*hours * 60 + *minutes));
}

// Not by std::format, which takes ten times as long: an answer has a hundred instants.
void put_digits(std::string& text, std::size_t at, std::size_t width, std::int64_t number) {
  for (; width > 0; number /= 10) text[at + --width] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string date_text(std::chrono::sys_days day) {
  return rfc3339(day).substr(0, std::string_view("2026-03-05").size());
}

std::string rfc3339(Instant instant) {
  const auto midnight = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss time(instant - midnight);
  std::string text = "0000-00-00T00:00:00Z";
  if (const int year = static_cast<int>(date.year()); year >= 0 && year <= 9999) {
    put_digits(text, 0, 4, year);
    put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
    put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  } else {
    text.replace(0, 10, std::format("{:%Y-%m-%d}", date));
  }
  const std::size_t hours = text.size() - 9;
  put_digits(text, hours, 2, time.hours().count());
  put_digits(text, hours + 3, 2, time.minutes().count());
  put_digits(text, hours + 6, 2, time.seconds().count());
  if (const auto rest = time.subseconds().count(); rest != 0) {
    text.replace(hours + 8, 1, ".000Z");
    put_digits(text, hours + 9, 3, rest);
  }
  return text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  const auto y = digits(text, 4);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = digits(text, 2);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = digits(text, 2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  Instant instant = time_point_cast<Milliseconds>(sys_days{date});
  if (text.empty()) return instant;
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto hour = digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = digits(text, 2);
  if (!minute) return std::nullopt;
  int second = 0;
  if (take(text, ':')) {
    const auto seconds = digits(text, 2);
    if (!seconds) return std::nullopt;
    second = *seconds;
  }
  const auto sub = fraction(text);
  const auto zone = offset(text);
  if (!sub || !zone || !text.empty() || *hour > 23 || *minute > 59 || second > 60) return std::nullopt;
  instant += hours(*hour) + minutes(*minute) + seconds(second) + *sub - *zone;
  // An offset or a leap second may lead out of the years that four digits write.
  if (instant < sys_days{year{0} / January / 1} || instant >= sys_days{year{10000} / January / 1}) return std::nullopt;
  return instant;
}

Instant wall_clock(Instant instant) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  ::tm local{};
  [[maybe_unused]] static const bool zone_read = (::tzset(), true);  // localtime_r need not
  if (::localtime_r(&seconds, &local) == nullptr) return instant;
  return instant + std::chrono::seconds(local.tm_gmtoff);
}

std::string clock_text(Milliseconds offset) {
  const auto total = std::chrono::duration_cast<std::chrono::seconds>(offset).count();
  const auto hours = total / 3600;
  if (hours > 0) return std::format("{}:{:02}:{:02}", hours, total / 60 % 60, total % 60);
  return std::format("{}:{:02}", total / 60, total % 60);
}

}  // namespace hebb
