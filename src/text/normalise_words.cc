// Words, stop words and stems.
#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <new>
#include <span>
#include <unordered_map>

#include "base/error.h"
#include "text/normalise.h"
#include "text/utf8.h"

namespace hebb {
namespace {

// Sorted. Function words, and what meetings say without meaning ("yeah", "gonna"): the list under which the figures of
// docs/quality.md were measured.
constexpr std::array kStopWords = std::to_array<std::string_view>(
    {"a",      "actually", "also",    "an",    "and",    "are",    "as",       "at",        "be",      "been",
     "being",  "bit",      "but",     "by",    "can",    "can't",  "could",    "did",       "didn't",  "do",
     "does",   "doesn't",  "doing",   "don't", "for",    "from",   "get",      "go",        "going",   "gonna",
     "got",    "had",      "has",     "have",  "having", "he",     "he's",     "her",       "here",    "hers",
     "him",    "his",      "hmm",     "how",   "i",      "i'd",    "i'll",     "i'm",       "i've",    "if",
     "in",     "into",     "is",      "isn't", "it",     "it's",   "its",      "itself",    "just",    "kind",
     "know",   "let's",    "like",    "lot",   "maybe",  "me",     "mean",     "mm",        "more",    "most",
     "my",     "no",       "nor",     "not",   "of",     "off",    "oh",       "ok",        "okay",    "on",
     "once",   "one",      "only",    "or",    "other",  "our",    "ours",     "out",       "over",    "own",
     "really", "right",    "same",    "she",   "should", "so",     "some",     "something", "sort",    "such",
     "than",   "that",     "that's",  "the",   "their",  "theirs", "them",     "then",      "there",   "there's",
     "these",  "they",     "they're", "thing", "things", "think",  "this",     "those",     "through", "to",
     "too",    "uh",       "um",      "under", "until",  "up",     "very",     "was",       "we",      "we'll",
     "we're",  "we've",    "well",    "were",  "what",   "what's", "when",     "where",     "which",   "while",
     "who",    "whom",     "why",     "will",  "with",   "would",  "wouldn't", "yeah",      "you",     "you're",
     "your",   "yours"});
static_assert(std::ranges::is_sorted(kStopWords));

// Where those begin that begin with each letter; behind the last, their number.
constexpr auto kStopWordsFrom = [] {
  std::array<std::uint8_t, 27> from{};
  static_assert(kStopWords.size() < 256);
  for (const std::string_view word : kStopWords) ++from.at(static_cast<std::size_t>(word[0] - 'a') + 1);
  for (std::size_t letter = 1; letter < from.size(); ++letter) from[letter] += from[letter - 1];
  return from;
}();

bool is_listed(std::string_view word) {
  if (word.empty() || word[0] < 'a' || word[0] > 'z') return false;
  const auto letter = static_cast<std::size_t>(word[0] - 'a');
  const std::size_t from = kStopWordsFrom.at(letter);
  return std::ranges::contains(std::span(kStopWords).subspan(from, kStopWordsFrom.at(letter + 1) - from), word);
}

// Lower case; beyond ASCII by NFKC case folding. Bytes that are not UTF-8 part words.
std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (is_ascii(text)) {
    for (const char c : text) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 32 : c);
    return out;
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = decode_utf8(text.substr(at));
    if (code == kInvalidCode || code == 0)
      out += ' ';
    else
      out.append(text, at, bytes);
    at += bytes;
  }
  return case_folded(out);
}

// Calls use(word) for each word of folded text. An apostrophe or hyphen belongs to a word when letters or digits stand
// on both sides; a typographic one is given as its ASCII form.
template <class Use>
void for_each_word(std::string_view text, Use&& use) {
  std::string word;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto first = decode_utf8(text.substr(at));
    if (!begins_word(first.code)) {
      at += first.bytes;
      continue;
    }
    word.clear();
    while (at < text.size()) {
      const auto next = decode_utf8(text.substr(at));
      if (continues_word(next.code)) {
        word.append(text, at, next.bytes);
        at += next.bytes;
        continue;
      }
      const bool apostrophe = next.code == '\'' || next.code == 0x2019;
      const bool hyphen = next.code == '-' || next.code == 0x2010;
      const auto after = at + next.bytes;
      if ((!apostrophe && !hyphen) || after >= text.size()) break;
      if (!begins_word(decode_utf8(text.substr(after)).code)) break;
      word += apostrophe ? '\'' : '-';
      at = after;
    }
    use(word);
  }
}

class EnglishStemmer {
 public:
  EnglishStemmer() : stemmer_(sb_stemmer_new("english", "UTF_8"), &sb_stemmer_delete) {
    HEBB_CHECK(stemmer_ != nullptr);
  }

  // Meetings repeat their words: a memo spares nearly all of the stemming.
  const std::string& stem(const std::string& word) {
    if (const auto known = memo_.find(word); known != memo_.end()) return known->second;
    if (memo_.size() >= kMostRemembered) memo_.clear();
    const auto* symbols =
        sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (symbols == nullptr) throw std::bad_alloc();
    std::string stem(reinterpret_cast<const char*>(symbols),
                     static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
    return memo_.emplace(word, std::move(stem)).first->second;
  }

 private:
  static constexpr std::size_t kMostRemembered = 1 << 14;
  std::unique_ptr<sb_stemmer, decltype(&sb_stemmer_delete)> stemmer_;
  std::unordered_map<std::string, std::string> memo_;
};

constexpr std::size_t kLongestTerm = 64;  // bytes; a longer "word" is noise, and is cut

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for_each_word(folded(text), [&](const std::string& word) { words.push_back(word); });
  return words;
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  for_each_word(folded(text), [&](const std::string&) { ++count; });
  return count;
}

bool is_stop_word(std::string_view lower_case_word) {
  if (is_listed(lower_case_word)) return true;
  const auto apostrophe = lower_case_word.find('\'');
  return apostrophe != std::string_view::npos && is_listed(lower_case_word.substr(0, apostrophe));
}

std::vector<std::string> index_terms(std::string_view text) {
  thread_local EnglishStemmer stemmer;  // a libstemmer handle serves one thread at a time
  std::vector<std::string> terms;
  const auto add = [&](std::string part) {
    if (part.empty() || is_stop_word(part)) return;
    if (part.size() > kLongestTerm) {
      auto end = kLongestTerm;
      while ((static_cast<unsigned char>(part[end]) & 0xC0) == 0x80) --end;
      part.resize(end);
    }
    terms.push_back(stemmer.stem(part));
  };
  for_each_word(folded(text), [&](const std::string& word) {
    // "e-mail" is "email"; "follow-up" is found by either part.
    if (word.size() > 2 && word[1] == '-') {
      std::string whole;
      std::ranges::remove_copy(word, std::back_inserter(whole), '-');
      add(std::move(whole));
      return;
    }
    for (std::size_t begin = 0; begin <= word.size();) {
      const auto end = std::min(word.find('-', begin), word.size());
      add(word.substr(begin, end - begin));
      begin = end + 1;
    }
  });
  return terms;
}

}  // namespace hebb
