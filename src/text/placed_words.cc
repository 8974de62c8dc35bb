#include "text/placed_words.h"

#include <utf8proc.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#include "text/utf8.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestAbbreviation = 4;  // "Prof."

bool is_ascii_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; });
}

bool is_apostrophe(std::int32_t code) {
  return code == '\'' || code == 0x2019 || code == '`';
}

bool is_hyphen(std::int32_t code) {
  return code == '-' || code == 0x2010 || code == 0x2011;
}

bool begins_word(std::int32_t code) {
  if (code < 0x80) return std::isalnum(std::max(code, 0)) != 0;
  const auto category = utf8proc_category(code);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool continues_word(std::int32_t code) {
  if (code < 0x80) return begins_word(code);
  const auto category = utf8proc_category(code);
  return begins_word(code) || (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME);
}

std::string plain_apostrophes(std::string word) {
  for (auto at = word.find("\xE2\x80\x99"); at != std::string::npos; at = word.find("\xE2\x80\x99", at))
    word.replace(at, 3, "'");
  return word;
}

// `word` is valid UTF-8.
std::string folded_word(std::string_view word) {
  std::string out;
  if (is_ascii_text(word)) {
    for (const char c : word) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 32 : c == '`' ? '\'' : c);
    return out;
  }
  utf8proc_uint8_t* mapped = nullptr;
  constexpr int kFold =
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(word.data()), static_cast<utf8proc_ssize_t>(word.size()),
                   &mapped, static_cast<utf8proc_option_t>(kFold));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (length < 0) throw std::bad_alloc();  // valid UTF-8: there is nothing else to refuse
  out.assign(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
  return plain_apostrophes(std::move(out));
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
        const bool is_upper = utf8proc_category(next.code) == UTF8PROC_CATEGORY_LU;
        letters += utf8proc_category(next.code) >= UTF8PROC_CATEGORY_LU &&
                   utf8proc_category(next.code) <= UTF8PROC_CATEGORY_LO;
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
