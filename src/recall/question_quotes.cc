#include "recall/question_quotes.h"

#include <string_view>

#include "recall/question_words.h"

namespace hebb {

bool has_other_than_words(std::span<const PlacedWord> words, std::size_t last) {
  const auto word = [&](std::size_t i) {
    return i < words.size() ? std::string_view(words[i].word) : std::string_view();
  };
  if (!words[last - 1].possessive) return false;
  const std::size_t noun = last + (is(WordClass::telling_adjective, word(last)) ? 1 : 0);
  return !is(WordClass::telling_noun, word(noun));
}

bool is_alone(std::span<const PlacedWord> words, std::size_t first, std::size_t last) {
  const auto word = [&](std::size_t i) {
    return i < words.size() ? std::string_view(words[i].word) : std::string_view();
  };
  std::size_t at = first;
  bool what = false;
  for (; at > 0 && one_of(word(at - 1), {"the", "what", "things"}); --at) what = what || word(at - 1) != "the";
  const bool said = is(WordClass::telling, word(last)) || is(WordClass::telling_form, word(last));
  if (at > 0 && word(at - 1) == "only") return (what && said) || is_requested(words, at - 1);
  return at > 1 && one_of(word(at - 1), {"from", "by", "of"}) &&
         one_of(word(at - 2), {"quotes", "quote", "quotations", "statements", "words", "only"}) &&
         is_requested(words, at - 2);
}

}  // namespace hebb
