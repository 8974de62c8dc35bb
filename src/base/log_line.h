// A line of the log that has fields of its own beside its message. The log (app/logging.h) writes them as members of
// the line's JSON object; as text, the message alone stands for them. No transcript, question or key goes into either.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hebb {

struct LogField {
  std::string_view name;  // snake_case, and none of time, level, logger, message
  std::variant<std::string_view, std::int64_t, double> value;
};

// For any logger of this process: `spdlog::info("{}", log_line(…))`.
std::string log_line(std::string_view message, std::span<const LogField> fields);

// What `log_line` made, apart again: the message, and the fields as JSON members without braces (empty: none). Any
// other text is a message.
struct LogParts {
  std::string_view message;
  std::string_view fields;
};
LogParts parts_of_log_line(std::string_view line);

// In quotes. Bytes that are not UTF-8 stay as they are.
std::string json_string(std::string_view text);

}  // namespace hebb
