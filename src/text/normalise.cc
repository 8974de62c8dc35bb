// clean_text in three linear stages; after each, its own marks are gone from the text, which makes the whole
// idempotent.
#include "text/normalise.h"

#include <algorithm>
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
bool begins_name_with_stop(std::string_view text) {  // ".NET", ".22"
  return text.size() > 1 && text[0] == '.' && is_word_byte(text[1]);
}
bool closes_up(std::string_view rest) {
  return std::string_view(".,?!;:").contains(rest.front()) && !begins_name_with_stop(rest);
}

// Stage 1: valid UTF-8 in which every kind of white space and control is one ' ', without byte order marks.
std::string plain_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = decode_utf8(text.substr(at));
    if (code == kInvalidCode || is_invisible(code)) {
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

// "[OPS-123]" names something; marks say who or what was heard ("[SPEAKER_00]", "[inaudible 00:03:21]").
bool is_code(std::string_view bracketed) {
  const auto code = bracketed.substr(1, bracketed.size() - 2);
  const auto may_stand = [](char c) { return is_letter(c) || is_digit(c) || std::string_view("-./#").contains(c); };
  return std::ranges::all_of(code, may_stand) && std::ranges::any_of(code, is_upper) &&
         std::ranges::any_of(code, is_digit);
}

// '<' is markup in "<v Anna>" and text in "5 < 6", "<p99": a tag's name has letters alone.
bool may_open_tag(std::string_view text) {
  std::size_t end = 1;
  if (text.substr(end).starts_with('/')) ++end;
  const std::size_t begin = end;
  while (end < text.size() && is_letter(text[end])) ++end;
  if (end == begin && begin == 1) return false;
  return end >= text.size() || text[end] == '_' || !is_word_byte(text[end]);
}

// The end of the mark that opens at `at`, or `at` when it is none.
std::size_t mark_end(std::string_view text, std::size_t at) {
  const char open = text[at];
  if (open == '<' && !may_open_tag(text.substr(at))) return at;
  const char close = open == '{' ? '}' : open == '[' ? ']' : '>';
  const auto end = text.substr(at, kLongestMark).find(close);
  if (end == std::string_view::npos) return at;
  const auto mark = text.substr(at, end + 1);
  // Of a link's words, and of "a <b and c > d", only the bracket goes, as a stray one.
  const bool is_text = open == '[' ? text.substr(at + end + 1).starts_with('(') : open == '<' && mark[end - 1] == ' ';
  return is_text ? at : at + end + 1;
}

// The end of the code in brackets at `at`, or `at` where there is none.
std::size_t code_end(std::string_view text, std::size_t at) {
  if (text[at] != '[') return at;
  const auto end = text.substr(at, kLongestMark).find(']');
  return end != std::string_view::npos && is_code(text.substr(at, end + 1)) ? at + end + 1 : at;
}

bool is_stray_bracket(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '{' || c == '}' || c == '[' || c == ']') return true;
  return c == '<' && at + 1 < text.size() && (text[at + 1] == '<' || may_open_tag(text.substr(at)));
}

// Stage 2: without marks and stray brackets, words one space apart, none at either end.
std::string without_marks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t kept = code_end(text, at);
    std::size_t end = at;
    if (kept == at && (c == '{' || c == '[' || c == '<')) end = mark_end(text, at);
    if (kept == at && (end > at || c == ' ' || is_stray_bracket(text, at))) {
      space = true;
      at = end > at ? end : at + 1;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    const std::size_t next = std::max(kept, at + 1);
    out += text.substr(at, next - at);
    at = next;
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
    const bool named = at == 0 && begins_name_with_stop(text);
    if (out.empty() && !named && (c == '.' || c == ',' || c == ' ')) {
      ++at;
      continue;
    }
    if (c == ' ' && at + 1 < text.size()) {
      const char next = text[at + 1];
      const auto rest = text.substr(at + 1);
      const bool negation = rest.starts_with("n't") && (rest.size() == 3 || !is_word_byte(rest[3]));
      if (closes_up(rest) || (negation && is_word_byte(out.back()))) {
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
