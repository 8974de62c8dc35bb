// Texts and numbers as JSON, added to the end of a string. Private to api/. Thread safety: thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hebb::api {

// In quotes, escaped. Throws ContractViolation for what is not UTF-8.
void append_text(std::string& json, std::string_view text);
void append_number(std::string& json, std::int64_t number);
void append_number(std::string& json, std::uint64_t number);
// As many digits as give the same float or double again: 0.3 for 0.3F. Throws ContractViolation for what is not finite.
void append_number(std::string& json, float number);
void append_number(std::string& json, double number);

}  // namespace hebb::api
