// Runs of words that may name a thing ("battery life"), and what the word before each tells of them. No tagger: words
// that cannot be part of a name end a run, and what a run is shows only over many of them (recall/concept_index.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/placed_words.h"

namespace hebb {

// What stands before a run within its clause. After "the" or "of" comes a noun, after "to" or "we" a verb, after "is"
// what is said of a thing.
enum class RunOpening { other, noun, verb, quality };

struct NounRun {
  RunOpening opening = RunOpening::other;
  bool closed = true;  // a mark, the end or a function word follows, so that its last word is what it speaks of
  std::vector<PlacedWord> words;  // 1 to kLongestRun; longer runs are left out
};
inline constexpr std::size_t kLongestRun = 6;

std::vector<NounRun> noun_runs(std::string_view text);

// Whether a word ends as adjectives do ("social", "supportive"): what it is must show otherwise.
bool looks_like_quality(std::string_view lower_case_word);

// Whether a word is a name only with another that says which: "range" of "price range".
bool is_vague(std::string_view singular);

// Without the ending of the plural, by Harman's (1991) s-stemmer: "batteries" -> "battery", "press" as it is.
std::string singular(std::string_view lower_case_word);

}  // namespace hebb
