#include "text/exporter_words.h"

#include <algorithm>
#include <string>

#include "text/transcript_source.h"
#include "text/transcript_speakers.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestOfProgram = 200;  // bytes

// "Maya Okafor started transcription"; not "we had already started transcription", which somebody says.
bool tells_of_recording(std::string_view line) {
  for (const std::string_view end : {" started transcription", " stopped transcription"}) {
    if (line.size() <= end.size() || !equals_ignoring_case(line.substr(line.size() - end.size()), end)) continue;
    const std::string_view name = line.substr(0, line.size() - end.size());
    const bool address = name.contains('@') && !name.contains(' ');
    return could_be_wide_name(name) && (address || is_proper_name(name));
  }
  return false;
}

// "Maya", "You", "~ Jonas", "+49 170 1234567"; not "<attached: the pump", "image".
bool names_doer(std::string_view words) {
  return could_be_wide_name(words) && is_proper_name(bare_name(words));
}

}  // namespace

Exporter exporter_of(std::string_view line) {
  line = trimmed(line);
  if (line.size() > kLongestOfProgram) return Exporter::none;
  const std::string lower = lower_ascii(line);
  if (tells_of_recording(line)) return Exporter::teams;
  if (lower.starts_with("meeting ended after ") || lower.starts_with("transcription ended after ") ||
      lower.starts_with("this editable transcript was computer generated") ||
      (lower.ends_with("- transcript") && lower.size() > 12)) {
    return Exporter::google_meet;
  }
  return Exporter::none;
}

bool is_boilerplate(std::string_view line) {
  line = trimmed(line);
  if (line.size() > kLongestOfProgram) return false;
  const std::string lower = lower_ascii(line);
  return lower.starts_with("transcribed by http") || lower.starts_with("meeting ended after ") ||
         lower.starts_with("transcription ended after ") || lower.starts_with("this editable transcript was ") ||
         lower.starts_with("you should review gemini's notes to make sure ") ||
         lower.starts_with("please provide feedback about using gemini to take notes") || tells_of_recording(line);
}

bool is_chat_notice(std::string_view message) {
  const std::string lower = lower_ascii(message);
  return lower.starts_with("messages and calls are end-to-end encrypted. ") ||
         lower.starts_with("nachrichten und anrufe sind ende-zu-ende-verschl");
}

bool is_group_notice(std::string_view message) {
  message = message.substr(0, kLongestOfProgram);
  const std::string lower = lower_ascii(message);
  for (const std::string_view deed :
       {" created this group", " created group ", " added ", " was added", " removed ", " left", " joined ",
        " changed the group", " changed this group", " changed the subject", " hat diese gruppe erstellt",
        " hat die gruppe ", " wurde hinzugef\u00FCgt", " ist beigetreten", " hat den gruppen"}) {
    if (names_doer(message.substr(0, lower.find(deed))) && lower.contains(deed)) return true;
  }
  return lower.contains(" hinzugef\u00FCgt") &&
         names_doer(message.substr(0, std::min(lower.find(" hat "), lower.find(" hast "))));
}

}  // namespace hebb
