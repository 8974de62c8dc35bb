#include "recall/term_matches.h"

#include <algorithm>

namespace hebb {

std::uint64_t TermMatches::shared(Ordinal ordinal) const {
  std::uint64_t shared = 0;
  for (std::size_t t = 0; t < bits.size(); ++t) {
    if (std::ranges::binary_search(found.terms[t].ordinals, ordinal)) shared |= bits[t];
  }
  return shared;
}

TermMatches term_matches(const LexicalView& lexical, std::span<const std::string> terms, std::string_view project,
                         Level level) {
  TermMatches matches;
  if (terms.empty()) return matches;
  matches.found = lexical.matches(terms, project, level);
  matches.bits.reserve(matches.found.terms.size());
  for (const TermOccurrences& term : matches.found.terms) {
    const auto place = std::ranges::find(terms, term.term) - terms.begin();
    matches.bits.push_back(place < 64 ? std::uint64_t{1} << place : 0);
  }
  return matches;
}

}  // namespace hebb
