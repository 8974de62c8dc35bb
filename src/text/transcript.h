// Reads any transcript that people have: recognises the format by content and gives its turns. Front header of text/.
// It does not clean text for search (text/normalise.h), nor decide what is worth keeping (extract/).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {

// What the caller knows besides the bytes. Nothing here decides the format by itself.
struct TranscriptHints {
  std::string file_name;              // without folders; may hold a date ("2026-03-05 Kick-off.vtt"); may be empty
  std::optional<std::string> format;  // one of transcript_formats(), to overrule recognition
};

// Something the reader met and went on from.
struct TranscriptWarning {
  std::string code;                   // stable; docs/formats.md lists them
  std::string message;                // for a person; holds no transcript text
  std::optional<std::uint32_t> line;  // from 1, in the input as given; none for binary containers
};

struct Transcript {
  std::string format;                // one of transcript_formats()
  std::optional<std::string> title;  // as the file itself states it
  std::optional<Instant> started_at;
  DateSource date_source = DateSource::none;
  std::vector<std::string> participants;
  std::optional<std::string> language;  // ISO 639-1, a guess from script and function words; none when too short
  std::vector<Turn> turns;
  std::uint32_t skipped_entries = 0;        // cues and lines that gave no turn: empty, or unreadable (warned of)
  std::vector<TranscriptWarning> warnings;  // the first 20; the rest are only counted
  std::uint32_t warning_count = 0;
};

// Any bytes in: never a crash, never a hang (linear in the input), never more text out than in.
// Errors: invalid_argument for an empty input, binary rubbish, malformed JSON (names line and column), a file without
// a single turn, a container that unpacks too large, JSON of too many values, more than a million turns; unsupported
// for a hint naming no format.
Result<Transcript> read_transcript(std::string_view bytes, const TranscriptHints& hints = {});

// What the name of a file says of the meeting in it: without its date and suffix. Empty for an empty name.
std::string title_of_file_name(const std::string& file_name);

// "vtt", "srt", "docx", "otter_txt", "teams_txt", "google_meet_txt", "google_meet_json", "fireflies_json",
// "whisper_json", "zoom_txt", "granola_md", "speaker_lines", "prose", "json_turns", "csv".
const std::vector<std::string_view>& transcript_formats();

// For turns that arrive as values (JSON API): language guess and the checks that read_transcript makes.
std::optional<std::string> guess_language(const std::vector<Turn>& turns);

}  // namespace hebb
