#include "text/dated_stamps.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"
#include "text/calendar.h"
#include "text/half_of_day.h"
#include "text/one_of.h"
#include "text/part_reader.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestDayStamp = 60;  // bytes
constexpr std::size_t kLongestMedia = 60;     // bytes
constexpr std::chrono::hours kDay{24};

// 12/03/2026, 12.03.26
std::optional<WrittenDay> take_year_last(std::string_view& text) {
  PartReader at{text};
  const auto first = at.number(1, 2);
  const char mark = at.any_of("./-");
  const auto second = mark == '\0' ? std::nullopt : at.number(1, 2);
  if (!first || !second || at.any_of(std::string_view(&mark, 1)) == '\0') return std::nullopt;
  const std::size_t before = at.rest.size();
  const auto year = at.number(2, 4);
  const std::size_t width = before - at.rest.size();
  if (!year || width == 3) return std::nullopt;
  WrittenDay day{.year = width == 2 ? 2000 + *year : *year, .first = *first, .second = *second};
  if (!is_year_of_meetings(day.year)) return std::nullopt;
  text = at.rest;
  if (mark == '.' || *first > 12) day.order = DayOrder::day_first;
  if (mark != '.' && *second > 12) day.order = DayOrder::month_first;
  return day;
}

std::optional<Milliseconds> take_time_of_day(std::string_view& text) {
  std::string_view rest = text;
  if (rest.starts_with(',')) rest.remove_prefix(1);
  skip_any_spaces(rest);
  for (const std::string_view word : {"at ", "um ", "à "}) {
    if (rest.starts_with(word)) rest.remove_prefix(word.size());
  }
  const std::string_view whole = rest;
  const auto stamp = take_stamp(rest);
  if (!stamp || rest.data() == text.data()) return std::nullopt;
  const bool seconds = std::ranges::count(whole.substr(0, whole.size() - rest.size()), ':') == 2;
  std::optional<Milliseconds> time = seconds ? *stamp : *stamp * 60;
  if (const auto half = take_half_of_day(rest)) time = on_24_hours(*time, *half);
  if (!time || *time >= kDay) return std::nullopt;
  text = rest;
  return time;
}

// 2026-03-05T14:05:33Z
std::optional<DayStamp> take_year_first(std::string_view& text) {
  const std::string_view front = text.substr(0, kLongestDayStamp);
  if (front.size() < 5 || !std::ranges::all_of(front.substr(0, 4), is_digit) || is_digit(front[4])) return std::nullopt;
  const auto found = find_date(front);
  if (!found || found->begin != 0 || !front.substr(0, found->length).contains(':')) return std::nullopt;
  const auto days = std::chrono::floor<std::chrono::days>(found->instant);
  const std::chrono::year_month_day date(days);
  text.remove_prefix(found->length);
  return DayStamp{.day = {.year = static_cast<int>(date.year()),
                          .first = static_cast<int>(static_cast<unsigned>(date.day())),
                          .second = static_cast<int>(static_cast<unsigned>(date.month())),
                          .order = DayOrder::day_first},
                  .time = std::chrono::duration_cast<Milliseconds>(found->instant - days)};
}

std::optional<DayStamp> take_bare_day_stamp(std::string_view& text) {
  if (auto stamp = take_year_first(text)) return stamp;
  std::string_view rest = text;
  const auto day = take_year_last(rest);
  const auto time = day ? take_time_of_day(rest) : std::nullopt;
  if (!time) return std::nullopt;
  text = rest;
  return DayStamp{.day = *day, .time = *time};
}

}  // namespace

std::optional<DayStamp> take_day_stamp(std::string_view& text) {
  std::string_view rest = text;
  const bool bracketed = rest.starts_with('[');
  if (bracketed) rest.remove_prefix(1);
  auto stamp = take_bare_day_stamp(rest);
  if (!stamp || (bracketed && !rest.starts_with(']'))) return std::nullopt;
  if (bracketed) rest.remove_prefix(1);
  if (!rest.empty() && rest.front() != ' ' && rest.front() != ':' && rest.front() != '\t') return std::nullopt;
  if (rest.starts_with(':')) rest.remove_prefix(1);
  skip_spaces(rest);
  stamp->marked = bracketed;
  for (const std::string_view dash : {"- ", "– "}) {
    if (!rest.starts_with(dash)) continue;
    rest.remove_prefix(dash.size());
    stamp->marked = true;
  }
  text = rest;
  return stamp;
}

std::optional<std::chrono::sys_days> calendar_day(const WrittenDay& day, DayOrder order) {
  if (day.order != DayOrder::unknown) order = day.order;
  if (order == DayOrder::unknown && day.first != day.second) return std::nullopt;
  const bool month_first = order == DayOrder::month_first;
  const std::chrono::year_month_day date{
      std::chrono::year(day.year), std::chrono::month(static_cast<unsigned>(month_first ? day.first : day.second)),
      std::chrono::day(static_cast<unsigned>(month_first ? day.second : day.first))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

std::optional<Instant> instant_of(const DayStamp& stamp, DayOrder order) {
  const auto day = calendar_day(stamp.day, order);
  return day ? std::optional(Instant(*day) + stamp.time) : std::nullopt;
}

bool is_omitted_media(std::string_view message) {
  message = trimmed(message);
  if (message.size() > kLongestMedia) return false;
  const std::string lower = lower_ascii(message);
  if (lower.starts_with('<') && lower.ends_with('>'))
    return lower.ends_with(" omitted>") || lower.starts_with("<attached:") || lower == "<medien ausgeschlossen>";
  return one_of(lower, {"image omitted", "video omitted", "audio omitted", "gif omitted", "sticker omitted",
                        "document omitted", "contact card omitted"});
}

}  // namespace hebb
