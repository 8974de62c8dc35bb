// What one reply says to the statement before it, by the words that open it. Private to extract/.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "extract/reading.h"

namespace hebb {

bool consents(const Sentence& reply);                               // "agreed", "let's do that"
bool objects(const Sentence& reply);                                // "no", "but", "why"
std::optional<std::string_view> promise_in(const Sentence& reply);  // the words that promise: "i'll send"
bool accepts_at_once(const Sentence& reply);                        // "sure", "no problem"
bool minds_nothing(const Sentence& reply);                          // "no problem", "I don't mind"
bool nods(const Sentence& reply);                                   // "yes"
// Whether the promise is of what was asked: of "it", of nothing else, or of what the asking names too.
bool answers(const Sentence& reply, std::string_view promise, std::string_view asked);
bool takes_over(const Sentence& reply);  // "I'll do that" and nothing else; not "I'll do that for the annex too"
bool is_willing(const Sentence& reply);  // "No, it's okay, I will.", "I'll do that."
bool says_done(const Sentence& reply);   // "I already did.", "Already sent.", "Paul did that yesterday."

// Of the first word after the phrase; nothing where it does not stand in the reply.
std::optional<std::size_t> end_of(const Sentence& reply, std::string_view phrase);
bool holds(const Sentence& reply, std::span<const std::string_view> phrases);
bool ends_before(const Sentence& reply, std::size_t at);  // whether it, or its part up to a mark, ends before word `at`
bool is_promise_verb(std::string_view verb);              // "send" of "I'll send"

}  // namespace hebb
