// Walks bytes as UTF-8 without failing on what is not. Beyond text/ only case_folded is used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/ascii.h"

namespace hebb {

inline constexpr std::int32_t kInvalidCode = -1;

struct DecodedCode {
  std::int32_t code;  // kInvalidCode for a byte that begins no valid sequence
  std::size_t bytes;  // >= 1
};

bool is_ascii(std::string_view text);
DecodedCode decode_utf8(std::string_view text);  // Requires: text is not empty
bool is_space_code(std::int32_t code);           // white space of any kind, and controls
bool is_letter_code(std::int32_t code);          // of any script
// Byte order marks, zero width spaces and marks of direction: they part no words and are never meant to be read.
constexpr bool is_invisible(std::int32_t code) {
  return code == 0xFEFF || code == 0x200B || code == 0x200E || code == 0x200F;
}
// Vertical tab and form feed, with which some programs break lines: spaces.
constexpr bool is_old_break(std::int32_t code) {
  return code == '\v' || code == '\f';
}
bool begins_word_beyond_ascii(std::int32_t code);
bool continues_word_beyond_ascii(std::int32_t code);

// A letter, or a number of any kind. Inline, as indexing asks it of every character.
inline bool begins_word(std::int32_t code) {
  if (code >= 0x80) return begins_word_beyond_ascii(code);
  return code >= 0 && (is_letter(static_cast<char>(code)) || is_digit(static_cast<char>(code)));
}

// These, and marks on them.
inline bool continues_word(std::int32_t code) {
  return code >= 0x80 ? continues_word_beyond_ascii(code) : begins_word(code);
}

// By NFKC case folding; `without_marks`: "é" is "e". Requires: valid UTF-8.
std::string case_folded(std::string_view text, bool without_marks = false);

}  // namespace hebb
