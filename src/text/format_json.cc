// Transcripts as JSON: our own turns, and what Fireflies, Whisper, Google Meet and others write.
#include <yyjson.h>

#include <array>
#include <cmath>
#include <format>
#include <memory>

#include "text/format_readers.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

struct FreeDocument {
  void operator()(yyjson_doc* document) const { yyjson_doc_free(document); }
};
using Document = std::unique_ptr<yyjson_doc, FreeDocument>;

std::unexpected<Error> malformed(std::string_view text, const yyjson_read_err& error) {
  std::size_t line = 1;
  std::size_t column = 1;
  std::size_t character = 0;
  yyjson_locate_pos(text.data(), text.size(), error.pos, &line, &column, &character);
  return fail(ErrorCode::invalid_argument,
              std::format("malformed JSON on line {}, column {}: {}", line, column, error.msg));
}

std::optional<std::string_view> text_of(yyjson_val* value) {
  if (!yyjson_is_str(value)) return std::nullopt;
  return std::string_view(yyjson_get_str(value), yyjson_get_len(value));
}

template <std::size_t N>
yyjson_val* first_of(yyjson_val* object, const std::array<const char*, N>& names) {
  for (const char* name : names) {
    yyjson_val* value = yyjson_obj_get(object, name);
    if (value != nullptr && !yyjson_is_null(value)) return value;
  }
  return nullptr;
}

constexpr auto kEntryLists =
    std::to_array<const char*>({"turns", "transcript", "sentences", "segments", "entries", "transcriptEntries",
                                "transcript_entries", "utterances", "meeting_transcripts", "data", "results"});
constexpr auto kTexts = std::to_array<const char*>({"text", "content", "raw_text", "transcript"});
constexpr auto kSpeakers =
    std::to_array<const char*>({"speaker", "speaker_name", "speakerName", "participant", "name"});

// The list of entries, at most a few objects down.
yyjson_val* find_entries(yyjson_val* value, int depth = 0) {
  if (yyjson_is_arr(value)) return value;
  if (!yyjson_is_obj(value) || depth > 3) return nullptr;
  for (const char* name : kEntryLists) {
    if (yyjson_val* found = find_entries(yyjson_obj_get(value, name), depth + 1)) return found;
  }
  return nullptr;
}

std::optional<Milliseconds> time_of(yyjson_val* entry, const char* milliseconds, const char* seconds,
                                    const char* other_seconds) {
  double value = -1;
  if (yyjson_val* found = yyjson_obj_get(entry, milliseconds); yyjson_is_num(found)) {
    value = yyjson_get_num(found);
  } else if ((found = yyjson_obj_get(entry, seconds)); yyjson_is_num(found)) {
    value = yyjson_get_num(found) * 1000;
  } else if ((found = yyjson_obj_get(entry, other_seconds)); yyjson_is_num(found)) {
    value = yyjson_get_num(found) * 1000;
  }
  if (!(value >= 0 && value < 1e11)) return std::nullopt;
  return Milliseconds(std::llround(value));
}

void add_entry(yyjson_val* item, TranscriptBuilder& out) {
  const auto text = text_of(first_of(item, kTexts));
  if (!text) {
    out.skip("unreadable_line", "an entry without a text was left out");
    return;
  }
  Entry entry{.text = std::string(*text)};
  if (const auto speaker = text_of(first_of(item, kSpeakers))) entry.speaker = std::string(*speaker);
  entry.start = time_of(item, "start_ms", "start_time", "start");
  entry.end = time_of(item, "end_ms", "end_time", "end");
  out.add(std::move(entry));
}

}  // namespace

bool looks_like_json(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 2 || (text.front() != '{' && text.front() != '[')) return false;
  const char next = trimmed(text.substr(1)).empty() ? '\0' : trimmed(text.substr(1)).front();
  if (text.front() == '{') return next == '"' || next == '}' || text.back() == '}';
  return next == '{' || next == '[' || next == ']';
}

Result<void> read_json(std::string_view text, TranscriptBuilder& out) {
  yyjson_read_err error{};
  std::string copy(text);
  const Document document(yyjson_read_opts(copy.data(), copy.size(), YYJSON_READ_NOFLAG, nullptr, &error));
  if (!document) return malformed(text, error);
  yyjson_val* root = yyjson_doc_get_root(document.get());
  out.set_format("json_turns");
  if (const auto title = text_of(yyjson_obj_get(root, "title"))) out.set_title(*title);
  if (const auto start = text_of(yyjson_obj_get(root, "started_at"))) out.set_start(parse_rfc3339(*start));
  yyjson_val* entries = find_entries(root);
  if (entries == nullptr) {
    return fail(ErrorCode::invalid_argument,
                "the JSON holds no list of turns (turns, transcript, sentences, segments or entries)");
  }
  std::size_t index;
  std::size_t count;
  yyjson_val* item;
  yyjson_arr_foreach(entries, index, count, item) {
    add_entry(item, out);
  }
  return {};
}

}  // namespace hebb
