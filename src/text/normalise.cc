// clean_text in three linear stages; after each, its own marks are gone from the text, which makes the whole
// idempotent.
#include "text/normalise.h"

#include <array>
#include <cstddef>

#include "text/ascii.h"
#include "text/utf8.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestMark = 200;  // bytes; an opening bracket whose partner is further away is a stray one

bool is_word_byte(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool closes_up(char c) {
  return c == '.' || c == ',' || c == '?' || c == '!' || c == ';' || c == ':';
}

// Stage 1: valid UTF-8 in which every kind of white space and control is one ' ', without byte order marks.
std::string plain_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = decode_utf8(text.substr(at));
    if (code == kInvalidCode || code == 0xFEFF || code == 0x200B) {
      // dropped: a replacement character would be longer than the byte it stands for
    } else if (is_space_code(code)) {
      out += ' ';
    } else {
      out.append(text, at, bytes);
    }
    at += bytes;
  }
  return out;
}

// The end of the mark that opens at `at`, or `at` when it is none.
std::size_t mark_end(std::string_view text, std::size_t at) {
  const char open = text[at];
  if (open == '<') {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (!is_letter(next) && next != '/') return at;
  }
  const char close = open == '{' ? '}' : open == '[' ? ']' : '>';
  const auto end = text.substr(at, kLongestMark).find(close);
  return end == std::string_view::npos ? at : at + end + 1;
}

// '<' is text in "5 < 6" and markup in "<v Anna>".
bool is_stray_bracket(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '{' || c == '}' || c == '[' || c == ']') return true;
  if (c != '<' || at + 1 >= text.size()) return false;
  return is_letter(text[at + 1]) || text[at + 1] == '/' || text[at + 1] == '<';
}

// Stage 2: without marks and stray brackets, words one space apart, none at either end.
std::string without_marks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t end = at;
    if (c == '{' || c == '[' || c == '<') end = mark_end(text, at);
    if (end > at || c == ' ' || is_stray_bracket(text, at)) {
      space = true;
      at = end > at ? end : at + 1;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out += c;
    ++at;
  }
  return out;
}

// Length of the clitic ("s" of "it 's") that begins at `at`, 0 when there is none.
std::size_t clitic_length(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 7> kClitics{"s", "re", "ve", "ll", "d", "m", "t"};
  for (const auto clitic : kClitics) {
    const auto end = at + clitic.size();
    if (text.substr(at).starts_with(clitic) && (end >= text.size() || !is_word_byte(text[end]))) return clitic.size();
  }
  return 0;
}

// Writes the spelled letters at `at` ("L_ C_ D_" as "LCD") and returns where they end; `at` when there are none.
std::size_t join_spelled(std::string_view text, std::size_t at, std::string& out) {
  const auto spelled = [&](std::size_t i) { return i + 1 < text.size() && is_upper(text[i]) && text[i + 1] == '_'; };
  if (at > 0 && is_word_byte(text[at - 1])) return at;
  while (spelled(at)) {
    out += text[at++];
    while (at < text.size() && text[at] == '_') ++at;
    if (at < text.size() && text[at] == ' ' && spelled(at + 1)) ++at;
  }
  return at;
}

// Stage 3: joins what annotation split. Deletes only spaces, underscores after capitals, and leading full stops.
std::string joined(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (out.empty() && (c == '.' || c == ',' || c == ' ')) {
      ++at;
      continue;
    }
    if (c == ' ' && at + 1 < text.size()) {
      const char next = text[at + 1];
      const auto rest = text.substr(at + 1);
      const bool negation = rest.starts_with("n't") && (rest.size() == 3 || !is_word_byte(rest[3]));
      if (closes_up(next) || (negation && is_word_byte(out.back()))) {
        ++at;
        continue;
      }
      if (next == '\'') {
        const auto clitic = at + 2 < text.size() && text[at + 2] == ' ' ? at + 3 : at + 2;
        if (const auto length = clitic_length(text, clitic); length > 0) {
          out += '\'';
          out.append(text, clitic, length);
          const bool split_twice = out.ends_with(" n't") && out.size() > 4 && is_word_byte(out[out.size() - 5]);
          if (split_twice) out.erase(out.size() - 4, 1);
          at = clitic + length;
          continue;
        }
      }
    }
    if (const auto end = join_spelled(text, at, out); end > at) {
      at = end;
      continue;
    }
    out += c;
    ++at;
  }
  return out;
}

}  // namespace

std::string clean_text(std::string_view text) {
  return joined(without_marks(plain_spaces(text)));
}

}  // namespace hebb
