// The command line, parsed against the manual.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "cli/manual.h"

namespace hebb::cli {

// Every value was checked against its option's kind and range.
class Arguments {
 public:
  const CommandSpec* command = nullptr;                                  // none: hebb alone, or a group
  std::string group;                                                     // "keys", of which --help is asked
  std::vector<std::string> words;                                        // positional
  std::map<std::string, std::vector<std::string>, std::less<>> options;  // by long name; a flag has one empty value

  bool has(std::string_view option) const { return options.contains(option); }
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string> values(std::string_view option) const;
  std::optional<std::int64_t> number(std::string_view option) const;
  std::optional<Instant> moment(std::string_view option) const;
};

// Errors: invalid_argument, a sentence that ends with where to read more.
Result<Arguments> parse_arguments(std::span<const char* const> argv, std::span<const SettingFlag> settings);

}  // namespace hebb::cli
