// The days that words name: "last week", "3 to 5 April", "Q1 2026". Private to recall/.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

#include "text/placed_words.h"

namespace hebb {

// [from, to) of whole days, named by the words up to `last`; the rest is as in TimeMention.
struct NamedDays {
  std::chrono::sys_days from;
  std::chrono::sys_days to;
  std::size_t last = 0;
  bool relative = false;
  bool vague = false;
  bool may_come = false;
  bool yearless = false;
  bool weekday = false;  // "Friday", without "last" or "this"
};

// Those that begin at word `i`, the last such ones up to `today`.
std::optional<NamedDays> days_at(std::span<const PlacedWord> words, std::size_t i, std::chrono::sys_days today);
// The same, where they are no weeks, months or longer.
std::optional<NamedDays> single_days_at(std::span<const PlacedWord> words, std::size_t i, std::chrono::sys_days today);

// Where what is joined to the word before `i` begins: "to May", "-May"; `words.size()` where nothing is.
std::size_t past_joint(std::span<const PlacedWord> words, std::size_t i);

}  // namespace hebb
