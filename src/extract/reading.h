// A statement read once: its sentences as words with the cues found in them. Private to extract/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/cues.h"

namespace hebb {

struct Sentence {
  std::string_view text;           // into what was read
  std::vector<std::string> words;  // lower case, without "um", "uh" and words said twice in a row
  std::vector<CueHit> cues;        // over `words`
  std::size_t opening = 0;         // index of the first word after "okay so, well"; words.size() when there is none
  bool asks = false;               // ends with '?'
  bool tag_only = false;           // the '?' is that of a ", right?" after a statement
  bool cut_off = false;            // ends in the middle: with a dash, or with a word that asks for another
  bool exclaims = false;

  bool has(Cue cue) const;
  std::size_t count(Cue cue) const;
};

std::string_view word_at(const Sentence& sentence, std::size_t i);  // empty past the end
// Whether a hit of `other` lies in the `window` words before `hit`, or overlaps it.
bool near_before(const Sentence& sentence, const CueHit& hit, Cue other, std::uint32_t window);
// Whether a negation stands in the `window` words before `hit`; one inside the phrase belongs to it ("why don't we").
bool is_negated(const Sentence& sentence, const CueHit& hit, std::uint32_t window);
bool is_hypothetical(const Sentence& sentence, const CueHit& hit);  // "if we had …"
bool stands(const Sentence& sentence, Cue cue);                     // whether it has one that is not negated
// Where the clause begins in which word `at` stands: after the last comma, "but", "because" and the like before it.
std::size_t clause_begin(const Sentence& sentence, std::size_t at);
// From where on words of doubt may reach word `at`: near before it, in its clause.
std::size_t doubt_begin(const Sentence& sentence, std::size_t at);
// Whether its clause takes back what stands at `at`: "I don't think that's", "nobody expects", "I doubt".
bool in_doubt(const Sentence& sentence, std::size_t at);

inline constexpr std::size_t kReplyOpening = 5;  // words from which on an answer or a stance begins
// Of the phrases, words parted by single spaces, the one that stands from one of the sentence's first words on.
std::optional<std::string_view> opening_phrase(const Sentence& sentence, std::span<const std::string_view> phrases,
                                               std::size_t first_words = kReplyOpening);
// The words before its first colon, at most three ("Action for Anna: …"); none where it has no such label.
std::span<const std::string> label_of(const Sentence& sentence);
bool lists_none(const Sentence& sentence);  // "Risks: none so far.", "Actions: no actions today"

struct Reading {
  std::vector<Sentence> sentences;  // in order, none without words
  std::size_t words = 0;

  std::size_t count(Cue cue) const;
};

bool is_hesitation(std::string_view word);  // "um", "uh": left out of a sentence's words

Reading read(std::string_view clean_text);

// A text taken as one sentence, whatever marks are in it.
Sentence read_sentence(std::string_view clean_text);

}  // namespace hebb
