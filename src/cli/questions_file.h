// The file of `hebb eval`: questions and the passages that answer them, one JSON object a line (docs/cli.md).
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "cli/json.h"

namespace hebb::cli {

// Turns [first, last] of a meeting, or one memory.
struct ExpectedPassage {
  std::string meeting;  // as `hebb show` takes it; empty: `memory` is set
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::string memory;  // its id
};

struct MarkedQuestion {
  std::size_t line = 0;  // from 1
  std::string query;
  std::vector<ExpectedPassage> expected;  // never empty
  Json filters;                           // as the HTTP interface takes them; absent: none
};

// Empty lines and those that begin with # are passed over. Errors: a sentence for each line that is wrong, which begins
// with `name` and its number.
std::expected<std::vector<MarkedQuestion>, std::vector<std::string>> parse_questions(std::string_view text,
                                                                                     const std::string& name);

}  // namespace hebb::cli
