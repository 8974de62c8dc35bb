// Whether what a question asks for is told in meetings, so that a time may say when it was told. Private to recall/.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "recall/question_time.h"
#include "text/placed_words.h"

namespace hebb {

// Of the whole question. What else was done last week may be reported later.
bool asks_what_was_said(std::span<const PlacedWord> words, const TimeMention& mention);

// "Last week's decisions": of what stands behind the possessive that ends at `last`.
bool is_of_list(std::span<const PlacedWord> words, std::size_t last);

// "Action items from", "all decisions made in": whether what leads to a time at `first` stands right behind a list
// without a topic, so that a month alone is when its members were told.
bool ends_list(std::span<const PlacedWord> words, std::size_t first);

// Prepositions before a time: "since", "on".
bool leads_to_time(std::string_view word);
// Those that lead to one end of a stretch.
bool leads_to_end(std::string_view word);

// "to send"; not "to the client", "to Ben", "to clients", "to hiring", "have to say".
bool is_infinitive(std::span<const PlacedWord> words, std::size_t i, std::size_t end);

}  // namespace hebb
