#include "api/json_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "api/utf8.h"
#include "base/error.h"

namespace hebb::api {
namespace {

// For a control character where JSON has no letter.
constexpr std::string_view kHex = "0123456789ABCDEF";

bool is_plain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

// The bytes from `at` on that are written as they are, eight at a time: of eight plain ones none of the four terms has
// the highest bit of a byte set, of another byte one has, the lowest such byte whatever is borrowed from those above.
std::size_t skip_plain(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, sizeof word);
    const std::uint64_t quote = (word ^ (kEach * '"')) - kEach;
    const std::uint64_t backslash = (word ^ (kEach * '\\')) - kEach;
    if (((word | (word - kEach * 0x20) | quote | backslash) & (kEach * 0x80)) != 0) break;
  }
  while (at < text.size() && is_plain(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

void append_escaped(std::string& json, unsigned char byte) {
  switch (byte) {
    case '"':
    case '\\':
      json += '\\';
      json += static_cast<char>(byte);
      return;
    case '\b':
      json += "\\b";
      return;
    case '\f':
      json += "\\f";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\r':
      json += "\\r";
      return;
    case '\t':
      json += "\\t";
      return;
    default:
      json += "\\u00";
      json += kHex[byte >> 4];
      json += kHex[byte & 0xF];
  }
}

template <class Number, class... Form>
void append_chars(std::string& json, Number number, Form... form) {
  std::array<char, 32> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), number, form...);
  json.append(text.data(), written.ptr);
}

// Always with a point or an exponent, by which a reader knows a real number from an integer.
template <class Real>
void append_real(std::string& json, Real number) {
  HEBB_CHECK(std::isfinite(number));
  const Real size = std::abs(number);
  const std::size_t begin = json.size();
  if (size == 0 || (size >= static_cast<Real>(1e-6) && size < static_cast<Real>(1e15))) {
    append_chars(json, number, std::chars_format::fixed);
    if (!std::string_view(json).substr(begin).contains('.')) json += ".0";
  } else {
    append_chars(json, number, std::chars_format::scientific);
    const std::size_t tens = json.size() - 2;  // 1e-07
    if (json[tens] == '0' && (json[tens - 1] == '-' || json[tens - 1] == '+')) json.erase(tens, 1);
  }
}

}  // namespace

void append_text(std::string& json, std::string_view text) {
  json += '"';
  std::size_t written = 0;
  for (std::size_t i = skip_plain(text, 0); i < text.size(); i = skip_plain(text, i)) {
    if (const auto byte = static_cast<unsigned char>(text[i]); byte < 0x80) {
      json.append(text, written, i - written);
      append_escaped(json, byte);
      written = ++i;
    } else {
      const std::size_t length = utf8_sequence_length(text.substr(i));
      HEBB_CHECK(length > 0);
      i += length;
    }
  }
  json.append(text, written);
  json += '"';
}

void append_number(std::string& json, std::int64_t number) {
  append_chars(json, number);
}
void append_number(std::string& json, std::uint64_t number) {
  append_chars(json, number);
}
void append_number(std::string& json, float number) {
  append_real(json, number);
}
void append_number(std::string& json, double number) {
  append_real(json, number);
}

}  // namespace hebb::api
