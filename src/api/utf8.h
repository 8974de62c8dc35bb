// UTF-8 as RFC 3629 has it. Private to api/.
#pragma once

#include <cstddef>
#include <string_view>

namespace hebb::api {

// The bytes of the sequence that `text` begins with; 0 where it is none (overlong, surrogate, cut off).
// Requires: text is not empty.
std::size_t utf8_sequence_length(std::string_view text);

}  // namespace hebb::api
