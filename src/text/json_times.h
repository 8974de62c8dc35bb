// Times of an entry in JSON: numbers, stamps and instants. Private to text/.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/time.h"

struct yyjson_val;

namespace hebb {

struct JsonTime {
  std::optional<Milliseconds> offset;
  std::optional<Instant> instant;
  bool bad = false;  // there, but it cannot be read
};

struct JsonTimeField {
  const char* name;
  double unit;  // milliseconds in one
};

// "00:00:03.5", "3.5", "3.5s", "2026-03-05T14:00:03Z"; a number counts `unit` milliseconds.
JsonTime time_of_text(std::string_view text, double unit);
// The first that can be read.
JsonTime json_time(yyjson_val* entry, std::span<const JsonTimeField> fields);

// Since 1970: milliseconds, or seconds where those would be too few. Nothing before 1989.
std::optional<Instant> instant_of_number(double number);

// Whether the numbers of `entries` count milliseconds: all are whole, and as seconds the last would lie beyond a day,
// or far beyond what the innermost of `parents` states as the length of its sound.
bool counts_milliseconds(yyjson_val* entries, std::span<yyjson_val* const> parents);

}  // namespace hebb
