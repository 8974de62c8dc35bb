// Walks bytes as UTF-8 without failing on what is not. Private to text/.
#pragma once

#include <cstdint>
#include <string_view>

namespace hebb {

inline constexpr std::int32_t kInvalidCode = -1;

struct DecodedCode {
  std::int32_t code;  // kInvalidCode for a byte that begins no valid sequence
  std::size_t bytes;  // >= 1
};

DecodedCode decode_utf8(std::string_view text);  // Requires: text is not empty
bool is_space_code(std::int32_t code);           // white space of any kind, and controls

}  // namespace hebb
