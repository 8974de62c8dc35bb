// Whether a word is one of a few that are written where they are asked for.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace hebb {

inline bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::contains(words, word);
}

}  // namespace hebb
