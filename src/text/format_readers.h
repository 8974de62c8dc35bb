// One reader a format: text in, entries into the builder. Private to text/; transcript.cc chooses among them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "text/transcript_builder.h"

namespace hebb {

// How sure a look at the beginning makes: none, or the format's name.
bool has_cues(std::string_view text);  // a cue timing within the first lines
bool looks_like_json(std::string_view text);

// WebVTT and SubRip.
void read_cues(std::string_view text, TranscriptBuilder& out);
// Any JSON shape. When the turns are not a list but a string, that string, to be read as a transcript of its own.
// Errors: invalid_argument, with line and column where it is malformed; also for more values than a transcript has.
Result<std::optional<std::string>> read_json(std::string_view text, TranscriptBuilder& out);
// A table whose first line names a column of speakers and one of texts.
bool looks_like_csv(std::string_view text);
void read_csv(std::string_view text, TranscriptBuilder& out);
// The text of a Word document in two ways: line by line, and as Markdown of its headings, lists and tables.
struct WordText {
  std::string lines;
  std::string markdown;
};
// Errors: invalid_argument for a container that is none, or that unpacks to more than kMostUnpacked.
inline constexpr std::size_t kMostUnpacked = std::size_t{32} << 20;
bool looks_like_zip(std::string_view bytes);
Result<WordText> read_docx(std::string_view bytes);
// Markdown without its marks, line by line; lines_head.h says what headings and items become.
bool looks_like_markdown(std::string_view text);
// Whether a heading says what the items under it are: "Decisions", "Next steps".
bool names_items(std::string_view heading);
std::string plain_markdown(std::string_view text);
// A chat as it is copied from the window of Teams or Slack.
bool looks_like_window_chat(std::string_view text);
void read_window_chat(std::string_view text, TranscriptBuilder& out);
// YouTube's transcript as it is copied from its page. Nobody is named.
bool looks_like_caption_panel(std::string_view text);
void read_caption_panel(std::string_view text, TranscriptBuilder& out);
// Whether lines tell who spoke, or when.
bool has_speakers(std::string_view text);
// Everything written as lines; `format` names the kind of lines where it is known.
void read_lines(std::string_view text, std::optional<std::string_view> format, TranscriptBuilder& out);

}  // namespace hebb
