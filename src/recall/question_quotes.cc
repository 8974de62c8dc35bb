#include "recall/question_quotes.h"

#include <string_view>

#include "recall/question_words.h"

namespace hebb {

bool has_other_than_words(std::span<const PlacedWord> words, std::size_t last) {
  if (!words[last - 1].possessive) return false;
  const std::size_t noun = last + (is(WordClass::telling_adjective, word_at(words, last)) ? 1 : 0);
  return !is(WordClass::telling_noun, word_at(words, noun));
}

bool is_alone(std::span<const PlacedWord> words, std::size_t first, std::size_t last) {
  std::size_t at = first;
  bool what = false;
  for (; one_of(word_before(words, at), {"the", "what", "things"}); --at)
    what = what || word_before(words, at) != "the";
  const bool said = is_telling(word_at(words, last));
  if (word_before(words, at) == "only") return (what && said) || is_requested(words, at - 1);
  return one_of(word_before(words, at), {"from", "by", "of"}) &&
         one_of(word_before(words, at, 2), {"quotes", "quote", "quotations", "statements", "words", "only"}) &&
         is_requested(words, at - 2);
}

}  // namespace hebb
