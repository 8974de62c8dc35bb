// Takes a text apart from its beginning: numbers, marks and words of dates and times. Private to text/.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <string_view>

#include "text/ascii.h"
#include "text/transcript_source.h"

namespace hebb {

inline bool is_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// A place in the text from which parts are taken; copies go back.
struct PartReader {
  std::string_view rest;

  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t length = 0;
    int value = 0;
    while (length < rest.size() && length < most && is_digit(rest[length])) value = value * 10 + (rest[length++] - '0');
    if (length < least || (length < rest.size() && is_digit(rest[length]))) return std::nullopt;
    rest.remove_prefix(length);
    return value;
  }
  std::optional<int> exactly(std::size_t width) {  // digits may follow
    if (rest.size() < width || !std::ranges::all_of(rest.substr(0, width), is_digit)) return std::nullopt;
    int value = 0;
    for (const char c : rest.substr(0, width)) value = value * 10 + (c - '0');
    rest.remove_prefix(width);
    return value;
  }
  char any_of(std::string_view marks) {
    if (rest.empty() || !marks.contains(rest.front())) return '\0';
    const char found = rest.front();
    rest.remove_prefix(1);
    return found;
  }
  bool word(std::string_view lower_case) {
    if (!starts_ignoring_case(rest, lower_case)) return false;
    if (rest.size() > lower_case.size() && is_word(rest[lower_case.size()])) return false;
    rest.remove_prefix(lower_case.size());
    return true;
  }
  void skip(std::string_view marks) {
    while (any_of(marks) != '\0') {
    }
  }
};

}  // namespace hebb
