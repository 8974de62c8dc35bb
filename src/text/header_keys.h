// What the lines "Key: …" above a talk say: "Date: …", "Attendees: …", "Chair: …". Private to text/.
#pragma once

#include <string_view>

#include "text/transcript_speakers.h"

namespace hebb {

// `unused`: understood, and nothing that a meeting keeps ("Location").
enum class HeaderKey { none, names, title, date, unused };
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

}  // namespace hebb
