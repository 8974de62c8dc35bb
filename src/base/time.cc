#include "base/time.h"

#include <array>
#include <cctype>
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

}  // namespace

// By hand: a reply has hundreds, of which std::format would take a microsecond each.
std::string rfc3339(Instant instant) {
  using namespace std::chrono;
  const auto midnight = floor<days>(instant);
  const year_month_day date(midnight);
  const hh_mm_ss time(instant - midnight);
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) return std::format("{:%Y-%m-%dT%H:%M:%S}Z", instant);  // not RFC 3339's, but readable
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&](std::size_t at, std::size_t width, std::int64_t value) {
    for (std::size_t i = width; i-- > 0; value /= 10) text[at + i] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, year);
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, time.hours().count());
  put(14, 2, time.minutes().count());
  put(17, 2, time.seconds().count());
  put(20, 3, time.subseconds().count());
  if (time.subseconds().count() == 0) text.replace(19, 5, "Z");
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
  return instant + hours(*hour) + minutes(*minute) + seconds(second) + *sub - *zone;
}

std::string clock_text(Milliseconds offset) {
  const auto total = std::chrono::duration_cast<std::chrono::seconds>(offset).count();
  const auto hours = total / 3600;
  if (hours > 0) return std::format("{}:{:02}:{:02}", hours, total / 60 % 60, total % 60);
  return std::format("{}:{:02}", total / 60, total % 60);
}

}  // namespace hebb
