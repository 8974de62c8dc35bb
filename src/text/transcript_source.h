// A transcript's bytes as text: encoding recognised, line ends and control characters made plain. Private to text/.
// It knows nothing of formats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace hebb {

struct SourceText {
  std::string text;                       // UTF-8, lines end in '\n', no controls but '\n', '\t', nothing
                                          // invisible but U+200E where it marks a chat's notice
  std::optional<std::uint32_t> bad_line;  // the first line with bytes that are not of the encoding
  std::uint32_t bad_bytes = 0;
  bool single_byte = false;  // the bad bytes were read as Windows-1252
};

// Takes UTF-8 and UTF-16 with and without byte order mark; what is no UTF-8 is read as Windows-1252, byte by byte.
// Line numbers in the result are those of the input. At most 3 bytes out for one in, and none more where the input is
// valid UTF-8. Linear. Errors: invalid_argument for what is not text.
Result<SourceText> read_source(std::string_view bytes);

struct Line {
  std::string_view text;  // without its line end
  std::uint32_t number;   // from 1
};

// Walks the lines of a text. A copy looks ahead without moving the original.
class LineCursor {
 public:
  explicit LineCursor(std::string_view text) : rest_(text), done_(text.empty()) {}
  std::optional<Line> next();
  std::optional<Line> peek() const { return LineCursor(*this).next(); }

 private:
  std::string_view rest_;
  std::uint32_t number_ = 0;
  bool done_;
};

// ASCII only; white space is ' ', '\t', '\n' and U+00A0.
std::string_view trimmed(std::string_view text);
std::string lower_ascii(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_ignoring_case(std::string_view text, std::string_view prefix);
bool is_blank(std::string_view text);
void append_utf8(std::string& out, std::uint32_t code);  // U+FFFD for what is no scalar value

}  // namespace hebb
