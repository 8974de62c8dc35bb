// clean_text in three linear stages. What one leaves, another may take for a mark ("[a } noise]"), so they go on until
// nothing changes: ordinary text after once, and once more to see it.
#include "text/normalise.h"

#include <array>
#include <cstddef>
#include <utility>

#include "text/ascii.h"
#include "text/marks.h"
#include "text/utf8.h"

namespace hebb {
namespace {

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
  constexpr int kMostTimes = 16;  // more only where somebody means to keep the machine busy
  std::string clean = plain_spaces(text);
  for (int i = 0; i < kMostTimes; ++i) {
    auto next = joined(without_marks(clean));
    if (next == clean) break;
    clean = std::move(next);
  }
  return clean;
}

}  // namespace hebb
