#include "text/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

#include "base/error.h"

namespace hebb {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; });
}

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

bool is_letter_code(std::int32_t code) {
  if (code < 0x80) return code >= 0 && is_letter(static_cast<char>(code));
  const auto category = utf8proc_category(code);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool begins_word_beyond_ascii(std::int32_t code) {
  const auto category = utf8proc_category(code);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool continues_word_beyond_ascii(std::int32_t code) {
  const auto category = utf8proc_category(code);
  return begins_word_beyond_ascii(code) || (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME);
}

std::string case_folded(std::string_view text, bool without_marks) {
  constexpr int kFold = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  // An enum of flags, to be added up.
  // NOLINTBEGIN(clang-analyzer-optin.core.EnumCastOutOfRange)
  constexpr auto kWithMarks = static_cast<utf8proc_option_t>(kFold);
  constexpr auto kWithoutMarks = static_cast<utf8proc_option_t>(kFold | UTF8PROC_STRIPMARK);
  // NOLINTEND(clang-analyzer-optin.core.EnumCastOutOfRange)
  utf8proc_uint8_t* mapped = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &mapped, without_marks ? kWithoutMarks : kWithMarks);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (length < 0) {
    const bool out_of_memory = length == UTF8PROC_ERROR_NOMEM;
    HEBB_CHECK(out_of_memory);  // of valid UTF-8 there is nothing else to refuse
    throw std::bad_alloc();
  }
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

}  // namespace hebb
