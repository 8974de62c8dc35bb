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
  for (; at > 0 && one_of(word_at(words, at - 1), {"the", "what", "things"}); --at)
    what = what || word_at(words, at - 1) != "the";
  const bool said = is(WordClass::telling, word_at(words, last)) || is(WordClass::telling_form, word_at(words, last));
  if (at > 0 && word_at(words, at - 1) == "only") return (what && said) || is_requested(words, at - 1);
  return at > 1 && one_of(word_at(words, at - 1), {"from", "by", "of"}) &&
         one_of(word_at(words, at - 2), {"quotes", "quote", "quotations", "statements", "words", "only"}) &&
         is_requested(words, at - 2);
}

}  // namespace hebb
