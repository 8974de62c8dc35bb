// What the groups of the table of settings share, and those that have a file of their own. Private to app/.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "app/config.h"

namespace hebb::app {

inline std::size_t count(const std::string& text) {
  return static_cast<std::size_t>(std::stoull(text));  // checked before
}

inline std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

std::vector<Setting> server_settings();  // and those of what it tells: spans and logs
std::vector<Setting> limit_settings();   // of connections and waiting

}  // namespace hebb::app
