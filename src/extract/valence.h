// How pleasant words are, for meetings. Private to extract/. A short list of our own, not a sentiment lexicon.
#pragma once

#include <string_view>

namespace hebb {

// -2 (very bad) to 2 (very good); 0 for a word that says nothing.
int valence_of(std::string_view lower_case_word);

}  // namespace hebb
