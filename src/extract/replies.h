// What one reply says to the statement before it, by the words that open it. Private to extract/.
#pragma once

#include <optional>
#include <string_view>

#include "extract/reading.h"

namespace hebb {

bool consents(const Sentence& reply);                               // "agreed", "let's do that"
bool objects(const Sentence& reply);                                // "no", "but", "why"
std::optional<std::string_view> promise_in(const Sentence& reply);  // the words that promise: "i'll send"
bool accepts_at_once(const Sentence& reply);                        // "sure", "no problem"
bool nods(const Sentence& reply);                                   // "yes"
// Whether the promise is of what was asked: of "it", of nothing else, or of what the asking names too.
bool answers(const Sentence& reply, std::string_view promise, std::string_view asked);
bool takes_over(const Sentence& reply);  // "I'll do that" and nothing else; not "I'll do that for the annex too"
bool is_willing(const Sentence& reply);  // "No, it's okay, I will.", "I'll do that."
bool refuses(const Sentence& reply);     // "No, I can't"; not "I can't today, but I'll send it tomorrow"
bool says_done(const Sentence& reply);   // "I already did.", "Already sent.", "Paul did that yesterday."

}  // namespace hebb
