// split_sentences: a sentence ends at . ? ! … before white space, unless the full stop belongs to a word.
#include <algorithm>
#include <array>
#include <cstddef>

#include "text/ascii.h"
#include "text/normalise.h"
#include "text/utf8.h"

namespace hebb {
namespace {

bool is_end_mark(char c) {
  return c == '.' || c == '?' || c == '!';
}

// Never at the end of a sentence: a name, a number or an explanation follows.
constexpr std::array<std::string_view, 24> kLeading{"mr",  "mrs", "ms",  "dr",  "prof", "gen",  "sen",    "rep",
                                                    "gov", "rev", "hon", "col", "sgt",  "lt",   "capt",   "mme",
                                                    "vs",  "cf",  "e.g", "i.e", "fig",  "figs", "approx", "mt"};
// May end one: then the next begins with a capital.
constexpr std::array<std::string_view, 20> kEither{"etc",  "inc",  "ltd", "co",  "corp", "jr",  "sr",
                                                   "dept", "est",  "a.m", "p.m", "u.s",  "u.k", "u.n",
                                                   "e.u",  "ph.d", "st",  "ave", "min",  "max"};

struct LowerWord {
  std::array<char, 8> letters{};
  std::size_t size = 0;
  std::string_view view() const { return {letters.data(), size}; }
};

// The word that ends before the full stop at `stop`, in lower case; empty when it is too long for an abbreviation.
LowerWord word_before(std::string_view text, std::size_t stop) {
  std::size_t begin = stop;
  while (begin > 0 && (is_letter(text[begin - 1]) || text[begin - 1] == '.') && stop - begin <= 8) --begin;
  LowerWord word;
  if (stop - begin > word.letters.size() || (begin > 0 && static_cast<unsigned char>(text[begin - 1]) > ' ' &&
                                             text[begin - 1] != '(' && text[begin - 1] != '"'))
    return word;
  for (auto i = begin; i < stop; ++i)
    word.letters[word.size++] = static_cast<char>(text[i] | (is_upper(text[i]) ? 32 : 0));
  return word;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// Whether the single full stop at `stop`, followed by white space and then by `next`, belongs to its word.
bool belongs_to_word(std::string_view text, std::size_t stop, char next) {
  const auto word = word_before(text, stop);
  if (word.size == 0) return false;
  const auto view = word.view();
  if (is_one_of(kLeading, view)) return true;
  if (view == "no") return is_digit(next);
  const bool next_lower = is_letter(next) && !is_upper(next);
  if (is_one_of(kEither, view)) return next_lower || is_digit(next) || (view == "st" && is_upper(next));
  // "J. Smith" is an initial; "So do I. We …" is not.
  return view.size() == 1 && is_upper(text[stop - 1]) && text[stop - 1] != 'I' && is_upper(next);
}

// Bytes of the closing quote or bracket at `at`, 0 when there is none.
std::size_t closer_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '"' || text[at] == '\'' || text[at] == ')' || text[at] == ']') return 1;
  const auto rest = text.substr(at);
  return rest.starts_with("\u2019") || rest.starts_with("\u201D") ? 3 : 0;
}

std::size_t space_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const auto [code, bytes] = decode_utf8(text.substr(at));
  return code != kInvalidCode && is_space_code(code) ? bytes : 0;
}

struct EndMark {
  std::size_t begin;  // of the run of marks
  std::size_t end;    // of the run and its closers
};

// Whether the sentence ends with `mark`, `next` being the first byte after the white space that follows it.
bool ends_sentence(std::string_view text, const EndMark& mark, char next) {
  if (text[mark.begin] == '?' || text[mark.begin] == '!') return true;
  const bool next_lower = is_letter(next) && !is_upper(next);
  const bool ellipsis = text.substr(mark.begin).starts_with("..") || text.substr(mark.begin).starts_with("\u2026");
  if (ellipsis) return !next_lower;
  return !belongs_to_word(text, mark.begin, next);
}

// The next run of end marks at or after `at`; begin == text.size() when there is none.
EndMark find_end_mark(std::string_view text, std::size_t at) {
  constexpr std::string_view kEllipsis = "\u2026";
  const auto mark_length = [&](std::size_t i) -> std::size_t {
    if (i >= text.size()) return 0;
    if (is_end_mark(text[i])) return 1;
    return text.substr(i).starts_with(kEllipsis) ? kEllipsis.size() : 0;
  };
  while (at < text.size() && mark_length(at) == 0) ++at;
  EndMark mark{at, at};
  while (const auto length = mark_length(mark.end)) mark.end += length;
  while (const auto length = closer_length(text, mark.end)) mark.end += length;
  return mark;
}

}  // namespace

std::vector<std::string_view> split_sentences(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  const auto skip_space = [&](std::size_t at) {
    while (const auto length = space_length(text, at)) at += length;
    return at;
  };
  begin = skip_space(0);
  for (auto at = begin; at < text.size();) {
    const auto mark = find_end_mark(text, at);
    if (mark.begin == text.size()) break;
    const auto next = skip_space(mark.end);
    at = mark.end;
    if (next == mark.end || next >= text.size() || !ends_sentence(text, mark, text[next])) continue;
    sentences.push_back(text.substr(begin, mark.end - begin));
    begin = at = next;
  }
  if (begin < text.size()) {
    auto end = text.size();
    // Trim the end; white space of several bytes is found by walking back over its continuation bytes.
    for (auto i = end; i > begin;) {
      --i;
      if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
      if (const auto length = space_length(text, i); length == 0 || i + length != end) break;
      end = i;
    }
    if (end > begin) sentences.push_back(text.substr(begin, end - begin));
  }
  return sentences;
}

}  // namespace hebb
