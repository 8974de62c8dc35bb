// Times within a meeting as transcripts write them. Private to text/.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace hebb {

// Reads a stamp at the beginning of `text` and moves past it: [H…:]MM:SS with an optional fraction after '.' or ','.
// Nothing is taken when there is none. Requires minutes and seconds below 60 (minutes
// up to 999 when there are no hours). `least`: digits of what is not first.
std::optional<Milliseconds> take_stamp(std::string_view& text, std::size_t least = 2);

// "1 hour 2 minutes 3 seconds" in any of its shorter forms, as Teams writes it, the same way.
std::optional<Milliseconds> take_spoken_stamp(std::string_view& text);

struct TimeRange {
  Milliseconds start;
  Milliseconds end;
  bool comma = false;  // SubRip's way
};

// "00:00:01.000 --> 00:00:02.000" (in old Word files of Teams "0:0:1.0"), with whatever follows.
std::optional<TimeRange> parse_timing(std::string_view line);
// Whether a line means to be one.
bool looks_like_timing(std::string_view line);

// Times of a clock, counted from the first of them, across midnight too.
class ClockFromFirst {
 public:
  explicit ClockFromFirst(Milliseconds first) : first_(first), last_(first) {}
  // `time`: since midnight, in the order of the transcript. Nothing for one before the first.
  std::optional<Milliseconds> offset(Milliseconds time);

 private:
  Milliseconds first_;
  Milliseconds last_;
};

}  // namespace hebb
