#include "text/json_times.h"

#include <yyjson.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/ascii.h"
#include "text/json_values.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr double kLongestMeeting = 1e10;  // ms, some 115 days

// With a zone, or as Telegram writes it, without: "2026-03-12T14:05:00".
std::optional<Instant> instant_of_text(std::string_view text) {
  if (const auto instant = parse_rfc3339(text)) return instant;
  constexpr std::size_t kDayAlone = std::string_view("2026-03-12").size();
  if (text.size() <= kDayAlone || text[kDayAlone] != 'T') return std::nullopt;
  const auto found = find_date(text);
  return found && found->begin == 0 && found->length == text.size() ? std::optional(found->instant) : std::nullopt;
}

JsonTime time_of_number(double number, double unit) {
  const double value = number * unit;
  if (const auto instant = value >= kLongestMeeting ? instant_of_number(number) : std::nullopt)
    return {.instant = instant};
  if (!(value >= 0 && value < kLongestMeeting)) return {.bad = true};
  return {.offset = Milliseconds(std::llround(value))};
}

// Of a list; nothing where one is no whole number, or where there is none.
std::optional<double> latest_whole_number(yyjson_val* entries) {
  std::optional<double> latest;
  std::size_t index;
  std::size_t count;
  yyjson_val* entry;
  yyjson_arr_foreach(entries, index, count, entry) {
    for (const char* name : {"start", "start_time", "startTime", "start_timestamp", "timestamp", "end", "end_time",
                             "endTime", "end_timestamp"}) {
      yyjson_val* value = yyjson_obj_get(entry, name);
      if (!yyjson_is_num(value)) continue;
      if (!yyjson_is_int(value)) return std::nullopt;
      latest = std::max(latest.value_or(0), yyjson_get_num(value));
    }
  }
  return latest;
}

}  // namespace

JsonTime time_of_text(std::string_view text, double unit) {
  text = trimmed(text);
  if (const auto instant = instant_of_text(text)) return {.instant = instant};
  std::string_view rest = text;
  if (const auto stamp = take_stamp(rest); stamp && rest.empty()) return {.offset = stamp};
  if (text.ends_with('s')) text.remove_suffix(1);
  const std::string number(text.substr(0, 30));
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (number.empty() || !is_digit(number.front()) || *end != '\0' || text.size() > number.size()) return {.bad = true};
  return time_of_number(value, unit);
}

std::optional<Instant> instant_of_number(double number) {
  const double ms = number > 1e11 ? number : number * 1000;
  if (!(ms >= 6e11 && ms < 5e12)) return std::nullopt;
  return Instant(Milliseconds(std::llround(ms)));
}

bool counts_milliseconds(yyjson_val* entries, std::span<yyjson_val* const> parents) {
  constexpr double kDay = 24 * 3600;  // seconds
  const auto latest = latest_whole_number(entries);
  if (!latest || *latest >= kDay * 1000) return false;
  if (*latest > kDay) return true;
  if (parents.empty()) return false;
  yyjson_val* length = yyjson_obj_get(parents.back(), "audio_duration");  // AssemblyAI's, in seconds
  return yyjson_is_num(length) && yyjson_get_num(length) > 0 && *latest > 10 * yyjson_get_num(length);
}

JsonTime json_time(yyjson_val* entry, std::span<const JsonTimeField> fields) {
  JsonTime bad;
  for (const JsonTimeField& field : fields) {
    yyjson_val* value = yyjson_obj_get(entry, field.name);
    if (value == nullptr || yyjson_is_null(value)) continue;
    JsonTime time{.bad = true};
    if (yyjson_is_num(value)) {
      time = time_of_number(yyjson_get_num(value), field.unit);
    } else if (const auto text = json_text(value)) {
      if (is_blank(*text)) continue;
      time = time_of_text(*text, field.unit);
    }
    if (!time.bad) return time;
    bad = time;
  }
  return bad;
}

}  // namespace hebb
