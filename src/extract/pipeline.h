// Extraction with the encoder as a value, so that tests can give their own. Private to extract/.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "extract/extract.h"
#include "extract/statements.h"

namespace hebb {

// Texts to rows of kSemanticDimension numbers, L2 norm 1, row-major.
using Encode = std::function<Result<std::vector<float>>(const std::vector<std::string_view>&)>;

// Calls `encode` once with all of the meeting's statements, or not at all when there are none.
// Errors: those of `encode`; internal when it gives another number of rows.
Result<Extraction> extract_with(const Meeting& meeting, const std::vector<Turn>& turns, const Encode& encode,
                                const ExtractOptions& options = {});

// The L2 memories of statements, in their order and without parents. Requires: not empty.
Result<std::vector<Memory>> remembered(const Meeting& meeting, const std::vector<Statement>& statements,
                                       const Encode& encode);

}  // namespace hebb
