// Finds declared names in what was said. It reads words: it resolves neither pronouns ("she") nor roles ("the client").
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/placed_words.h"

namespace hebb {

class PhraseAutomaton;

// Whether the texts of a meeting are written with capitals, as a tenth of them shows. Those of speech recognition may
// have none; the pronoun I is none.
bool writes_capitals(std::span<const std::string_view> texts);

// Whole words in any case, accents apart, possessives ("Anna's") and the article of a name apart: "the pilot report" is
// mentioned by "a pilot-report". A name of one word that is declared with a capital ("Mark") is mentioned with a
// capital alone, unless the meeting is written without; where a longer name of the thing begins with it ("Mark
// Reckless"), not before another capital ("Mark Drakeford"). A stop word ("Will") needs its capital in any meeting, and
// none that only a sentence's beginning gives.
//
// Thread safety: thread-safe after construction. Cost: linear in the words of the text.
class MentionFinder {
 public:
  // `things`: of each, all its names. A name without a word is never mentioned. Requires: fewer than 65,536 names.
  explicit MentionFinder(std::span<const std::vector<std::string>> things);
  ~MentionFinder();

  // The things that the text mentions: their numbers, ascending. `capitals`: writes_capitals() of its meeting.
  std::vector<std::size_t> find(std::string_view text, bool capitals = true) const;

 private:
  struct Name {
    std::size_t thing = 0;
    std::vector<bool> parted;    // of each of its words: a mark stands between it and the one before
    bool capital = false;        // of one word that begins with one
    bool stop_word = false;      // of such a word
    bool begins_longer = false;  // of such a word, with which a longer name of the thing begins
  };

  static bool is_mentioned(const Name& name, std::string_view text, std::span<const PlacedWord> words,
                           std::size_t begin, bool capitals);

  std::vector<Name> names_;  // by label of the automaton
  std::unique_ptr<const PhraseAutomaton> phrases_;
};

}  // namespace hebb
