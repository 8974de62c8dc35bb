// Whose actions a question asks for, by its words. Private to recall/.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "text/placed_words.h"

namespace hebb {

// Whether a list of actions may be named by a phrase that begins or ends with the word: "open tasks", "action items".
bool is_of_actions(std::string_view word);

// Whether who is named at [first, last) may own what a list is of: "Anna's action items", "action items for the
// designer", "actions by Anna", "tasks assigned to Anna", "which tasks does Anna have", "what does Anna have to do";
// not "action items from Anna", which she may have given to others, nor from Anna's review.
bool may_own(std::span<const PlacedWord> words, std::size_t first, std::size_t last);

// "Assigned to", "that are still owned by the" at `i`: where its owner begins; `i` where it does not lead to one.
std::size_t past_assigned(std::span<const PlacedWord> words, std::size_t i);

// "have", "own" at `i`, of a list that is asked for before it: "which tasks does Anna have", "… own in the retro"; not
// "which tasks does Anna have to finish".
bool ends_in_owning(std::span<const PlacedWord> words, std::size_t i);

// Whether it is asked what who stands at [first, last) has to do: "what does Anna have to do by Friday?", "what is the
// designer supposed to do?" Not "what did Anna have to do", "… have to do with the price", "… need to do to ship".
bool asks_for_duty(std::span<const PlacedWord> words, std::size_t first, std::size_t last);

// Whether who is excluded at [first, last) is left out of a list as an owner: "except Anna's", "for all but Anna"; not
// "without Anna's name", "that nobody except Anna knows of".
bool leaves_out_owner(std::span<const PlacedWord> words, std::size_t first, std::size_t last);

}  // namespace hebb
