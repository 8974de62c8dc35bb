#include "text/placed_words.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "text/utf8.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestAbbreviation = 4;  // "Prof."

bool is_apostrophe(std::int32_t code) {
  return code == '\'' || code == 0x2019 || code == '`';
}

bool is_hyphen(std::int32_t code) {
  return code == '-' || code == 0x2010 || code == 0x2011;
}

bool is_upper_case(std::int32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z';
  return utf8proc_category(code) == UTF8PROC_CATEGORY_LU;
}

std::string plain_apostrophes(std::string word) {
  for (auto at = word.find("\xE2\x80\x99"); at != std::string::npos; at = word.find("\xE2\x80\x99", at))
    word.replace(at, 3, "'");
  return word;
}

// `word` is valid UTF-8. Some letters are written out with spaces, or as nothing but one: a word has none.
std::string folded_word(std::string_view word) {
  std::string out;
  if (is_ascii(word)) {
    for (const char c : word) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 32 : c == '`' ? '\'' : c);
    return out;
  }
  out = plain_apostrophes(case_folded(word, true));
  std::erase(out, ' ');
  return out;
}

std::string_view without_apostrophe(std::string_view text) {
  text.remove_suffix(text.ends_with("\xE2\x80\x99") ? 3 : 1);
  return text;
}

class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::vector<PlacedWord> words() {
    while (at_ < text_.size()) {
      const auto next = decode_utf8(text_.substr(at_));
      if (begins_word(next.code)) {
        take_word();
      } else {
        see_mark(next);
      }
    }
    return std::move(words_);
  }

 private:
  void see_mark(const DecodedCode& mark) {
    const bool adjacent = !words_.empty() && words_.back().end == at_;
    if (is_apostrophe(mark.code) && adjacent && !words_.back().possessive) {
      words_.back().possessive = true;
      words_.back().end += mark.bytes;
      bare_apostrophe_ = true;
    } else if (is_hyphen(mark.code) && adjacent) {
      hyphen_ = true;
    } else if (mark.code == '.' && adjacent && words_.back().end - words_.back().begin <= kLongestAbbreviation &&
               words_.back().capital) {
      // "Dr. Blaney", "A. Meyer"
    } else if (!is_space_code(mark.code)) {
      parted_ = true;
      opens_ = opens_ || mark.code == '.' || mark.code == '?' || mark.code == '!';
    }
    if (is_space_code(mark.code)) hyphen_ = false;
    at_ += mark.bytes;
  }

  void take_word() {
    PlacedWord word{.begin = at_, .hyphened = hyphen_, .parted = parted_, .opens = opens_};
    std::size_t letters = 0;
    std::size_t upper = 0;
    std::size_t tail = at_;  // after the last apostrophe
    while (at_ < text_.size()) {
      const auto next = decode_utf8(text_.substr(at_));
      if (continues_word(next.code)) {
        const bool is_upper = is_upper_case(next.code);
        letters += is_letter_code(next.code);
        upper += is_upper;
        if (at_ == word.begin || at_ == tail) word.capital = word.capital || is_upper;  // also "d'Entremont"
        at_ += next.bytes;
        continue;
      }
      if (!is_apostrophe(next.code) || at_ + next.bytes >= text_.size()) break;
      if (!begins_word(decode_utf8(text_.substr(at_ + next.bytes)).code)) break;
      at_ += next.bytes;
      tail = at_;
    }
    word.end = at_;
    word.all_capital = letters >= 2 && upper == letters;
    add(std::move(word), tail);
  }

  void add(PlacedWord word, std::size_t tail) {
    const std::string_view whole = text_.substr(word.begin, word.end - word.begin);
    const std::string_view after = text_.substr(tail, word.end - tail);
    const bool is_s = after == "s" || after == "S";
    const bool split = std::exchange(bare_apostrophe_, false) && is_s && after.size() == whole.size() && !word.parted;
    hyphen_ = parted_ = opens_ = false;
    if (split) {  // "Huw David' s": what annotation split
      words_.back().end = word.end;
      return;
    }
    word.possessive = is_s && tail > word.begin;
    word.word = folded_word(word.possessive ? without_apostrophe(text_.substr(word.begin, tail - word.begin)) : whole);
    if (!word.word.empty()) words_.push_back(std::move(word));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<PlacedWord> words_;
  bool hyphen_ = false;
  bool parted_ = false;
  bool opens_ = true;
  bool bare_apostrophe_ = false;
};

}  // namespace

std::vector<PlacedWord> placed_words(std::string_view text) {
  return Walk(text).words();
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [code, bytes] = decode_utf8(text);
    out += code == kInvalidCode ? std::string_view("\xEF\xBF\xBD") : text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return out;
}

}  // namespace hebb
