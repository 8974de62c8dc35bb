#include "text/transcript.h"

#include <algorithm>
#include <array>
#include <format>

#include "text/format_readers.h"
#include "text/transcript_builder.h"
#include "text/transcript_dates.h"
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
                                                        "json_turns",
                                                        "csv"};
  return formats;
}

namespace {

constexpr auto kJsonFormats =
    std::to_array<std::string_view>({"google_meet_json", "fireflies_json", "whisper_json", "json_turns"});

bool is_json_format(std::string_view format) {
  return std::ranges::contains(kJsonFormats, format);
}

// A saved page, or Telegram's export as it comes: its marks would be taken for what was said.
bool is_web_page(std::string_view text) {
  text = trimmed(text);
  return starts_ignoring_case(text, "<!doctype html") || starts_ignoring_case(text, "<html");
}

// The text of a window or a page as it was copied. Those who name a format of lines may not know how it differs.
bool read_copied(std::string_view text, const std::optional<std::string>& format, TranscriptBuilder& out) {
  if (format && *format != "speaker_lines" && *format != "teams_txt") return false;
  if (looks_like_window_chat(text)) {
    read_window_chat(text, out);
  } else if (looks_like_caption_panel(text)) {
    read_caption_panel(text, out);
  } else {
    return false;
  }
  return true;
}

bool is_copied(std::string_view text) {
  return looks_like_window_chat(text) || looks_like_caption_panel(text);
}

// Everything but JSON and containers.
void read_plain(std::string_view text, const std::optional<std::string>& format, TranscriptBuilder& out) {
  const bool cues = format ? *format == "vtt" || *format == "srt" : has_cues(text);
  const bool csv = format ? *format == "csv" : looks_like_csv(text);
  const bool markdown = format ? *format == "granola_md" : looks_like_markdown(text);
  if (cues) {
    read_cues(text, out);
  } else if (csv) {
    read_csv(text, out);
  } else if (markdown) {
    read_lines(plain_markdown(text), std::nullopt, out);
    out.set_format("granola_md");
  } else if (!read_copied(text, format, out)) {
    read_lines(text, format, out);
  }
  if (format) out.set_format(*format);
}

Result<void> read_text(std::string_view text, const std::optional<std::string>& format, TranscriptBuilder& out) {
  if (!(format ? is_json_format(*format) : looks_like_json(text))) {
    read_plain(text, format, out);
    return {};
  }
  const auto inner = read_json(text, out);
  if (!inner) return std::unexpected(inner.error());
  if (*inner) {
    out.forget_lines();
    read_plain(**inner, std::nullopt, out);
  }
  if (format) out.set_format(*format);
  return {};
}

// A transcript in Word is its lines; what tells no speakers are minutes or notes, with headings, lists and tables.
Result<void> read_word(const WordText& word, const std::optional<std::string>& format, const SourceText& lines,
                       TranscriptBuilder& out) {
  out.forget_lines();
  const bool notes = format ? *format == "prose" || *format == "granola_md"
                            : !has_cues(lines.text) && !is_copied(lines.text) && !looks_like_markdown(lines.text) &&
                                  !has_speakers(lines.text);
  if (notes) {
    const auto markdown = read_source(word.markdown);
    if (!markdown) return std::unexpected(markdown.error());
    read_lines(plain_markdown(markdown->text), "prose", out);
  } else {
    read_plain(lines.text, format, out);
  }
  out.set_format("docx");
  return {};
}

void warn_of_encoding(const SourceText& source, TranscriptBuilder& out) {
  if (source.bad_bytes == 0) return;
  out.warn("bad_encoding",
           source.single_byte ? std::format("{} bytes are not UTF-8 and were read as Windows-1252", source.bad_bytes)
                              : std::format("{} characters of the UTF-16 text are damaged", source.bad_bytes),
           source.bad_line.value_or(0));
}

void add_guesses(const TranscriptHints& hints, Transcript& transcript) {
  if (!transcript.started_at) {
    if (const auto date = find_date(hints.file_name)) {
      transcript.started_at = date->instant;
      transcript.date_source = DateSource::file_name;
    }
  }
  transcript.language = guess_language(transcript.turns);
  if (!transcript.language || *transcript.language == "en") return;
  ++transcript.warning_count;
  TranscriptWarning warning{
      "not_english",
      std::format("the transcript seems to be in another language than English ({}): retrieval will be weak",
                  *transcript.language),
      std::nullopt};
  // It concerns the whole file: it stays even where twenty lines were warned of.
  if (transcript.warnings.size() >= kMostWarningsKept) transcript.warnings.pop_back();
  transcript.warnings.push_back(std::move(warning));
}

}  // namespace

Result<Transcript> read_transcript(std::string_view bytes, const TranscriptHints& hints) {
  if (hints.format && !std::ranges::contains(transcript_formats(), *hints.format)) {
    std::string known;
    for (const auto format : transcript_formats()) known += (known.empty() ? "" : ", ") + std::string(format);
    return fail(ErrorCode::unsupported, std::format("the transcript format must be one of {}", known));
  }
  if (bytes.empty()) return fail(ErrorCode::invalid_argument, "the transcript is empty");
  const bool document = looks_like_zip(bytes);
  if (hints.format == "docx" && !document) {
    return fail(ErrorCode::invalid_argument, "the transcript is no Word document (.docx), though it is said to be one");
  }
  WordText word;
  if (document) {
    auto text = read_docx(bytes);
    if (!text) return std::unexpected(text.error());
    word = std::move(*text);
  }
  const auto source = read_source(document ? std::string_view(word.lines) : bytes);
  if (!source) return std::unexpected(source.error());
  if (is_blank(source->text)) return fail(ErrorCode::invalid_argument, "the transcript is empty: it has no text");
  if (!document && !hints.format && is_web_page(source->text)) {
    return fail(ErrorCode::invalid_argument,
                "the input is a web page (HTML), not a transcript; export it as VTT, SRT, TXT, DOCX or JSON (Telegram: "
                "\"Machine-readable JSON\"), or copy the text of the page into a TXT file");
  }
  TranscriptBuilder out(hints.format.value_or("prose"));
  warn_of_encoding(*source, out);
  const auto inner = hints.format == "docx" ? std::nullopt : hints.format;  // of what the document holds
  const auto read = document ? read_word(word, inner, *source, out) : read_text(source->text, hints.format, out);
  if (!read) return std::unexpected(read.error());
  if (const auto date = find_date(hints.file_name); date && !date->short_year) out.forget_start_in_title();
  auto transcript = out.finish();
  if (transcript) add_guesses(hints, *transcript);
  return transcript;
}

}  // namespace hebb
