#include "text/transcript_fixture.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <fstream>
#include <sstream>

#include "text/format_readers.h"
#include "text/table_rows.h"
#include "text/transcript_builder.h"
#include "text/utf8.h"

namespace hebb {
namespace {

bool is_clean(std::string_view text, bool one_line) {
  while (!text.empty()) {
    const auto [code, length] = decode_utf8(text);
    if (code == kInvalidCode || (code < 0x20 && (one_line || (code != '\n' && code != '\t'))) ||
        (code >= 0x7F && code < 0xA0)) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

constexpr std::size_t kLongestItemLabel = 24;  // "Decisions made, done: "

constexpr std::size_t kLongestCellLabel = TableRows::kLongestColumn + 4;  // "; Column: "

std::size_t most_text(std::string_view bytes) {
  if (looks_like_zip(bytes)) return kMostUnpacked * 3;
  for (std::string_view rest = bytes; !rest.empty();) {
    const auto [code, length] = decode_utf8(rest);
    if (code == kInvalidCode || code == 0) return bytes.size() * 3;  // some other encoding
    rest.remove_prefix(length);
  }
  return bytes.size();
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string quoted(const std::optional<std::string>& text) {
  return text ? quoted(std::string_view(*text)) : "null";
}

template <class T>
std::string number(const std::optional<T>& value) {
  if (!value) return "null";
  if constexpr (requires { value->count(); }) {
    return std::to_string(value->count());
  } else {
    return std::to_string(*value);
  }
}

}  // namespace

std::vector<TranscriptFixture> transcript_fixtures(const std::string& folder) {
  std::vector<TranscriptFixture> fixtures;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || name.ends_with(".expected.json") || name.ends_with(".py")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    fixtures.push_back({name, bytes.str()});
  }
  std::ranges::sort(fixtures, {}, &TranscriptFixture::name);
  return fixtures;
}

std::string broken_property(std::string_view bytes, const Transcript& transcript) {
  std::size_t text = 0;
  std::uint32_t number = 0;
  for (const Turn& turn : transcript.turns) {
    if (turn.number != number++) return "turns are not numbered from 0";
    if (!is_clean(turn.text, false)) return "a turn's text is not clean";
    if (turn.speaker && (turn.speaker->empty() || !is_clean(*turn.speaker, true))) return "a speaker is not clean";
    if (turn.start && turn.start->count() < 0) return "a turn begins before 0";
    if (turn.end && turn.end->count() < 0) return "a turn ends before 0";
    if (turn.start && turn.end && *turn.end < *turn.start) return "a turn ends before it begins";
    text += turn.text.size();
  }
  if (text == 0) return "there is no turn with text";
  // Of notes each item may have the heading of its section before it, each cell of a table that of its column.
  const auto items =
      static_cast<std::size_t>(std::ranges::count_if(bytes, [](char c) { return c == '\n' || c == '\r'; })) + 1;
  const auto cells = items + static_cast<std::size_t>(std::ranges::count(bytes, '|'));
  const std::size_t labels =
      transcript.format == "granola_md" ? kLongestItemLabel * items + kLongestCellLabel * cells : 0;
  if (text > most_text(bytes) + labels) return "there is more text than the input has";
  for (const auto& name : transcript.participants) {
    if (name.empty() || !is_clean(name, true)) return "a participant is not clean";
  }
  if (transcript.title && (transcript.title->empty() || !is_clean(*transcript.title, true)))
    return "the title is not clean";
  if (transcript.warnings.size() > kMostWarningsKept) return "too many warnings are kept";
  if (transcript.warnings.size() > transcript.warning_count) return "more warnings are kept than were counted";
  const auto lines =
      static_cast<std::size_t>(std::ranges::count_if(bytes, [](char c) { return c == '\n' || c == '\r'; }));
  for (const auto& warning : transcript.warnings) {
    if (warning.code.empty() || warning.message.empty()) return "a warning says nothing";
    if (warning.line && (*warning.line < 1 || *warning.line > lines + 1)) return "a warning names no line of the input";
  }
  if (transcript.started_at.has_value() != (transcript.date_source != DateSource::none)) return "a date has no source";
  if (!std::ranges::contains(transcript_formats(), std::string_view(transcript.format))) return "the format is unknown";
  return "";
}

std::string transcript_json(const Transcript& t) {
  std::string out = "{\n";
  out += std::format(" \"format\": {},\n \"title\": {},\n", quoted(std::string_view(t.format)), quoted(t.title));
  out +=
      std::format(" \"started_at\": {},\n", t.started_at ? quoted(std::string_view(rfc3339(*t.started_at))) : "null");
  out += std::format(" \"date_source\": {},\n", quoted(to_string(t.date_source)));
  std::string names;
  for (const auto& name : t.participants) names += (names.empty() ? "" : ", ") + quoted(std::string_view(name));
  out += std::format(" \"participants\": [{}],\n \"language\": {},\n", names, quoted(t.language));
  out += " \"turns\": [";
  for (const Turn& turn : t.turns) {
    out += std::format("{}\n  {{\"speaker\": {}, \"start_ms\": {}, \"end_ms\": {}, \"text\": {}}}",
                       turn.number > 0 ? "," : "", quoted(turn.speaker), number(turn.start), number(turn.end),
                       quoted(std::string_view(turn.text)));
  }
  out += std::format("\n ],\n \"skipped_entries\": {},\n \"warning_count\": {},\n \"warnings\": [", t.skipped_entries,
                     t.warning_count);
  for (std::size_t i = 0; i < t.warnings.size(); ++i) {
    const auto& warning = t.warnings[i];
    out += std::format("{}\n  {{\"code\": {}, \"line\": {}, \"message\": {}}}", i > 0 ? "," : "",
                       quoted(std::string_view(warning.code)), number(warning.line),
                       quoted(std::string_view(warning.message)));
  }
  return out + (t.warnings.empty() ? "]\n}\n" : "\n ]\n}\n");
}

}  // namespace hebb
