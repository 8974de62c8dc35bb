// One reader a format: text in, entries into the builder. Private to text/; transcript.cc chooses among them.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "text/transcript_builder.h"

namespace hebb {

// How sure a look at the beginning makes: none, or the format's name.
bool has_cues(std::string_view text);  // a cue timing within the first lines
bool looks_like_json(std::string_view text);

// WebVTT and SubRip.
void read_cues(std::string_view text, TranscriptBuilder& out);
// Any JSON shape. `reparse` reads a transcript that a JSON string holds. Errors: invalid_argument with line and column.
Result<void> read_json(std::string_view text, TranscriptBuilder& out);
// Everything written as lines; `format` names the kind of lines where it is known.
void read_lines(std::string_view text, std::optional<std::string_view> format, TranscriptBuilder& out);

}  // namespace hebb
