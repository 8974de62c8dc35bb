// Whether nothing but what somebody says is wanted. Private to recall/.
#pragma once

#include <cstddef>
#include <span>

#include "text/placed_words.h"

namespace hebb {

// Of who ends before `last`: "Anna's action items", "quotes from Anna's customers" are not what she said. "Anna's main
// points" are.
bool has_other_than_words(std::span<const PlacedWord> words, std::size_t last);

// "Only what Anna said", "list quotes from Anna" of her at [first, last); not "is only Anna working?", nor "have we got
// the quotes from Anna?": others may say so.
bool is_alone(std::span<const PlacedWord> words, std::size_t first, std::size_t last);

}  // namespace hebb
