// What the words of brackets tell of them, whatever stands around. Private to text/.
#pragma once

#include <string_view>

#include "text/ascii.h"

namespace hebb {

constexpr bool parts_words(char c) {
  return !is_letter(c) && !is_digit(c) && c != '_' && (static_cast<unsigned char>(c) & 0x80) == 0;
}

// "00:03:21", "1:02,5 --> 1:04", "10:35 AM".
bool is_stamp(std::string_view inner);

// "laughter", "disfmarker", "inaudible 00:03:21", "SPEAKER_00", " __ ", "speaking Welsh". `behind_word`: only what is
// said of nothing else, since "map[speaker]" is code. Requires: valid UTF-8.
bool says_what_was_heard(std::string_view inner, bool behind_word);

// Of few words one that tells what was heard: "Maya laughs", "unverständlich", "dramatic music". Requires: valid UTF-8.
bool has_heard_word(std::string_view inner, bool behind_word);

// "Recording started", "END".
bool is_recorders_note(std::string_view inner);

// What WhatsApp writes in angles: "This message was edited", "Media omitted". Requires: valid UTF-8.
bool is_programs_note(std::string_view inner);

// "…", "***": no word and no sign of a program.
bool is_left_out(std::string_view inner);

}  // namespace hebb
