// L1 contexts: the stretches of one meeting on one topic, told in its own words. Private to extract/.
#pragma once

#include <span>
#include <vector>

#include "extract/key_phrases.h"
#include "model/domain.h"

namespace hebb {

// Segments `episodes` (a meeting's L2 by position, with vectors) into contexts and sets their `parent`.
// A context's vector is the normalised mean of its members'; its features are their means; speaker only where all have
// the same; its text is key phrases and its most central statements in order, at most kContextWords words.
inline constexpr std::size_t kContextWords = 60;
std::vector<Memory> contexts_of(std::vector<Memory>& episodes, const KeyPhrases& phrases);

}  // namespace hebb
