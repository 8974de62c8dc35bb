// What the outcome classifier hears of a statement. Private to extract/.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "extract/heard.h"
#include "extract/signals.h"
#include "extract/statements.h"

namespace hebb {

inline constexpr std::size_t kOutcomeBuckets = 4096;

// As signal_names() of signals.h.
const std::vector<std::string_view>& outcome_signal_names();

// Of statement `i` of a meeting. The n-grams, each bucket below kOutcomeBuckets, are those of its words, of how the
// statement before ends and of how the next two and the short replies begin. Requires: `heard` is of the statements.
Signals outcome_signals_of(std::span<const Statement> statements, const HeardMeeting& heard, std::size_t i);

inline constexpr std::size_t kOutcomeVectors = 3;
using OutcomeVectors = std::array<std::span<const float>, kOutcomeVectors>;

// The vectors of statement `i`, of the one before and of the one after, empty where there is none. `rows`: of all
// statements of a meeting, kSemanticDimension numbers each.
OutcomeVectors outcome_vectors_of(std::span<const float> rows, std::size_t i);

}  // namespace hebb
