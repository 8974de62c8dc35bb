// Any bytes through normalisation: no crash, and what text/normalise.h promises.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/normalise.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_sentences(std::string_view text) {
  std::size_t at = 0;
  std::size_t words = 0;
  for (const auto sentence : hebb::split_sentences(text)) {
    require(!sentence.empty());
    const auto begin = static_cast<std::size_t>(sentence.data() - text.data());
    require(begin >= at && begin + sentence.size() <= text.size());
    require(hebb::count_words(text.substr(at, begin - at)) == 0);  // between sentences is only white space
    at = begin + sentence.size();
    words += hebb::count_words(sentence);
  }
  require(hebb::count_words(text.substr(at)) == 0);
  require(words == hebb::count_words(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto clean = hebb::clean_text(text);
  require(clean.size() <= text.size());
  require(hebb::clean_text(clean) == clean);
  check_sentences(text);
  check_sentences(clean);
  const auto words = hebb::words_of(text);
  require(words.size() == hebb::count_words(text));
  for (const auto& word : words) require(!word.empty());
  for (const auto& term : hebb::index_terms(text)) require(!term.empty() && term.size() <= 64);
  return 0;
}
