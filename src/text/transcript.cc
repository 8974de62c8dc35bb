#include "text/transcript.h"

#include <algorithm>
#include <format>

#include "text/format_readers.h"
#include "text/transcript_builder.h"
#include "text/transcript_source.h"

namespace hebb {

const std::vector<std::string_view>& transcript_formats() {
  static const std::vector<std::string_view> formats = {"vtt",
                                                        "srt",
                                                        "docx",
                                                        "otter_txt",
                                                        "teams_txt",
                                                        "google_meet_txt",
                                                        "google_meet_json",
                                                        "fireflies_json",
                                                        "whisper_json",
                                                        "zoom_txt",
                                                        "granola_md",
                                                        "speaker_lines",
                                                        "prose",
                                                        "json_turns"};
  return formats;
}

Result<Transcript> read_transcript(std::string_view bytes, const TranscriptHints& hints) {
  if (hints.format && !std::ranges::contains(transcript_formats(), *hints.format)) {
    return fail(ErrorCode::unsupported, std::format("no transcript format is named {}", *hints.format));
  }
  if (bytes.empty()) return fail(ErrorCode::invalid_argument, "the transcript is empty");
  auto source = read_source(bytes);
  if (!source) return std::unexpected(source.error());
  const std::string_view text = source->text;
  if (is_blank(text)) return fail(ErrorCode::invalid_argument, "the transcript is empty: nothing but white space");
  TranscriptBuilder out(hints.format.value_or("prose"));
  if (source->bad_bytes > 0) {
    out.warn("bad_encoding", std::format("{} bytes were no UTF-8 and were read as Windows-1252", source->bad_bytes),
             *source->bad_line);
  }
  if (looks_like_json(text)) {
    if (auto read = read_json(text, out); !read) return std::unexpected(read.error());
  } else if (has_cues(text)) {
    read_cues(text, out);
  } else {
    read_lines(text, hints.format, out);
  }
  auto transcript = out.finish();
  if (transcript) transcript->language = guess_language(transcript->turns);
  return transcript;
}

}  // namespace hebb
