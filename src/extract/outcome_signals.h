// What the outcome classifier hears of a statement besides its vector. Private to extract/.
#pragma once

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

}  // namespace hebb
