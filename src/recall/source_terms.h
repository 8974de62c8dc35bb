// The words by which the results of a bridge's source are told apart: what both sides of a bridge may share.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lexical/lexical_index.h"

namespace hebb {

// A term of the source's results with its weight in (0,1], the heaviest first.
struct SourceTerm {
  std::string term;     // as index_terms() gives it
  std::string surface;  // how the results write it most often, in lower case
  float weight = 0;
};

// The terms that set the results apart: the greatest tf·idf over their texts.
std::vector<SourceTerm> source_terms(const LexicalView& lexical, std::string_view project,
                                     const std::vector<std::string>& texts, std::size_t most);

}  // namespace hebb
