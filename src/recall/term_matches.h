// What a question's terms match in the documents of one project and level, and which of them each document holds.
// Private to recall/.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lexical/lexical_index.h"
#include "model/domain.h"

namespace hebb {

struct TermMatches {
  LexicalMatches found;
  std::vector<std::uint64_t> bits;  // of each of found.terms

  // Bit i: terms[i] is in the document; of a repeated term the first. Terms behind the 64th have none.
  // Cost: logarithmic in the postings of each term.
  std::uint64_t shared(Ordinal ordinal) const;
};

TermMatches term_matches(const LexicalView& lexical, std::span<const std::string> terms, std::string_view project,
                         Level level);

}  // namespace hebb
