#include "text/utf8.h"

#include <utf8proc.h>

#include <algorithm>

namespace hebb {

DecodedCode decode_utf8(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t code = 0;
  const auto length = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4));
  const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), length, &code);
  if (read <= 0) return {kInvalidCode, 1};
  return {code, static_cast<std::size_t>(read)};
}

bool is_space_code(std::int32_t code) {
  if (code < 0x80) return code <= 0x20 || code == 0x7F;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
      return true;
    default:
      return false;
  }
}

}  // namespace hebb
