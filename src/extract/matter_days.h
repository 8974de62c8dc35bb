// Days that a sentence names and that are no term of its work, but the matter's: of a past event, of what is booked, of
// what is told. Private to extract/. Each is of the day that begins at word `i`.
#pragma once

#include <cstddef>
#include <string_view>

#include "extract/date_words.h"

namespace hebb {

// Whether the word `back` before it is what somebody did, or what was done: "we got", "was sent"; not "have that sent".
bool tells_past(const DateWords& words, std::size_t i, std::size_t back);
// "The contract we got on Monday", "the draft Ben sent us on Monday"; not "have the contract signed on Monday".
bool is_of_past(const DateWords& words, std::size_t i);
// "Book the restaurant for the 15th", "the invitations for the party on the 26th"; not "book it by Friday".
bool is_booked(const DateWords& words, std::size_t i);
// "Tell the customers that we are closed on Friday"; not "make sure that it is sent on Friday".
bool is_told(const DateWords& words, std::size_t i);

}  // namespace hebb
