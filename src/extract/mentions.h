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

// Whole words in any case, accents apart, possessives ("Anna's") and the article of a name apart: "the pilot report" is
// mentioned by "a pilot-report". A name of one word that is declared with a capital ("Mark") is mentioned with a
// capital alone, unless the text has none at all, as texts of speech recognition; the pronoun I counts only as its
// first word. One that is a stop word ("Will") needs its capital even there, and none that only a sentence's beginning
// gives.
//
// Thread safety: thread-safe after construction. Cost: linear in the words of the text.
class MentionFinder {
 public:
  // `things`: of each, all its names. A name without a word is never mentioned. Requires: fewer than 65,536 names.
  explicit MentionFinder(std::span<const std::vector<std::string>> things);
  ~MentionFinder();

  // The things that the text mentions: their numbers, ascending.
  std::vector<std::size_t> find(std::string_view text) const;

 private:
  struct Name {
    std::size_t thing = 0;
    std::vector<bool> parted;  // of each of its words: a mark stands between it and the one before
    bool capital = false;      // of one word that begins with one
    bool stop_word = false;    // of such a word
  };

  static bool is_mentioned(const Name& name, std::string_view text, std::span<const PlacedWord> words,
                           std::size_t begin, bool has_capitals);

  std::vector<Name> names_;  // by label of the automaton
  std::unique_ptr<const PhraseAutomaton> phrases_;
};

}  // namespace hebb
