// Whether a sentence states a decision of those who meet. Private to extract/.
#pragma once

#include "extract/reading.h"

namespace hebb {

// How often such a sentence was a decision, on meetings read by hand (docs/extraction.md); 0: nothing tells one.
// `agreed`: another consents to it at once. `told_of_past`: it or the sentence before tells of another time.
float decision_score(const Sentence& sentence, bool agreed, bool told_of_past);
inline constexpr float kDecided = 0.9F;  // of one that is stated plainly

bool tells_history(const Sentence& sentence);  // of another time or place: "last year", "at my last school", "in 2019"
bool announces_decision(const Sentence& sentence);  // "So here's the decision.", said before it

}  // namespace hebb
