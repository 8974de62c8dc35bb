// What programs that export transcripts write into them themselves. Private to text/.
#pragma once

#include <string_view>

namespace hebb {

// Which exporter a line gives away, if any.
enum class Exporter { none, teams, google_meet };
Exporter exporter_of(std::string_view line);

// Words of the exporter, not of the meeting: "Transcribed by https://otter.ai", "Meeting ended after 00:30:12",
// "Maya Okafor started transcription", "This editable transcript was computer generated …".
bool is_boilerplate(std::string_view line);
// WhatsApp's own words, as a message of nobody's.
bool is_chat_notice(std::string_view message);
// What WhatsApp says of a group, where it marks a message as its own: "Maya created this group", not "image omitted".
bool is_group_notice(std::string_view message);

}  // namespace hebb
