#include "text/json_times.h"

#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/ascii.h"
#include "text/json_values.h"
#include "text/transcript_source.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr double kLongestMeeting = 1e10;  // ms, some 115 days

JsonTime time_of_number(double number, double unit) {
  const double value = number * unit;
  if (!(value >= 0 && value < kLongestMeeting)) return {.bad = true};
  return {.offset = Milliseconds(std::llround(value))};
}

// "00:00:03.5", "3.5", "3.5s", "2026-03-05T14:00:03Z"
JsonTime time_of_text(std::string_view text, double unit) {
  text = trimmed(text);
  if (const auto instant = parse_rfc3339(text)) return {.instant = instant};
  std::string_view rest = text;
  if (const auto stamp = take_stamp(rest); stamp && rest.empty()) return {.offset = stamp};
  if (text.ends_with('s')) text.remove_suffix(1);
  const std::string number(text.substr(0, 30));
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (number.empty() || !is_digit(number.front()) || *end != '\0' || text.size() > number.size()) return {.bad = true};
  return time_of_number(value, unit);
}

}  // namespace

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
