// What the lines "Key: …" above a talk say: "Date: …", "Attendees: …", "Chair: …". Private to text/.
#pragma once

#include <string_view>

#include "text/transcript_speakers.h"

namespace hebb {

// `unused`: understood, and nothing that a meeting keeps ("Location").
enum class HeaderKey { none, names, title, date, unused };
// Also with a bracket where it is sure: "Attendees (3)", "Duration (min)".
HeaderKey header_key(std::string_view key);
inline bool is_header_key(std::string_view key) {
  return header_key(key) != HeaderKey::none;
}
// Of the keys of dates one that may have a mere time of day: "Start", not "Recorded".
bool is_time_key(std::string_view key);

// Of "Chair: Maya Okafor" the name, of "Organizer: Ben Cole, Acme Events" only his; none of "Chair: Welcome" and
// "Chair: Maya Okafor, tell us about the pump.", which are said.
std::string_view hosts_in(const Labelled& pair);

// Whether a pair is a header's, not what somebody says who is called as the key is: "Speakers: Maya, Jonas", but not
// "Host: Welcome to the show.".
bool states_header(const Labelled& pair);

// Whether what stands behind an unused key is what somebody says: "Venue: we can hear you well", not "Tags: what, how".
bool is_said(const Labelled& pair);

// Whether what stands behind a key that nobody knows may be a value ("Room 4", "kick-off meeting", a link), not what
// somebody says who is called so. `keyed_below`: a date or names stand below, so that it may be longer.
bool may_be_value(std::string_view value, bool keyed_below);

// Whether a label shows by itself that it names a speaker: "Speaker 1", "Dr. Ben Cole", "Ben Cole (Acme)".
bool is_sure_speaker(std::string_view label);

}  // namespace hebb
