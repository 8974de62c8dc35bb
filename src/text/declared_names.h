// The names of a declaration by their words: which are one name in two spellings, and what is wrong with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/declaration.h"
#include "text/placed_words.h"

namespace hebb {

// Its words without an article before them: "the pilot report" is what "a pilot report" speaks of. None: no name.
std::vector<PlacedWord> name_words(std::string_view name);
// The same for names that differ in case, accents, marks or an article alone. Empty: no name.
std::string name_key(std::string_view name);

struct DeclarationFault {
  std::string field;    // "stakeholders[2].also[0]"
  std::string message;  // what is wrong and how to mend it; never the name itself
};
// In the order of the declaration; none: it keeps the bounds of model/declaration.h, each name has a letter or a digit,
// and none stands twice among the names of a kind, other names included.
std::vector<DeclarationFault> faults_of(const Declaration& declaration);

}  // namespace hebb
