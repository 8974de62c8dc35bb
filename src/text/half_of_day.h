// "AM" and "PM" behind a time, as people and programs write them. Private to text/.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace hebb {

struct Half {
  bool afternoon;
};

// Moves past spaces (also those that do not break: browsers and phones write "2:05 PM" with one) and past AM, PM, a.m.
// or p.m.; past nothing where none stands there: "amy" is no half of a day.
std::optional<Half> take_half_of_day(std::string_view& text);

// 2:05 in the afternoon as 14:05, 12:05 AM as 0:05; none for times that no clock of twelve hours shows.
std::optional<Milliseconds> on_24_hours(Milliseconds time, Half half);

// Spaces, tabs, and the spaces that do not break.
void skip_any_spaces(std::string_view& text);

}  // namespace hebb
