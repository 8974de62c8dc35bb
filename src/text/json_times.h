// Times of an entry in JSON: numbers, stamps and instants. Private to text/.
#pragma once

#include <optional>
#include <span>

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

// The first that can be read.
JsonTime json_time(yyjson_val* entry, std::span<const JsonTimeField> fields);

// Since 1970: milliseconds, or seconds where those would be too few. Nothing before 1989.
std::optional<Instant> instant_of_number(double number);

// Whether the numbers of `entries` count milliseconds: all are whole, and as seconds the last would lie beyond a day,
// or far beyond what the innermost of `parents` states as the length of its sound.
bool counts_milliseconds(yyjson_val* entries, std::span<yyjson_val* const> parents);

}  // namespace hebb
