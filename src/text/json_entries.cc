#include "text/json_entries.h"

#include <yyjson.h>

#include <algorithm>
#include <array>
#include <span>

#include "text/json_times.h"
#include "text/json_values.h"
#include "text/markup.h"
#include "text/one_of.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr int kDeepestList = 4;

struct EntryList {
  const char* name;
  std::string_view format;
  bool of_turns = true;  // by its name; else of anything, such as a chat
};
constexpr auto kEntryLists = std::to_array<EntryList>({{"turns", "json_turns"},
                                                       {"transcript", "json_turns"},
                                                       {"transcription", "whisper_json"},  // whisper.cpp's
                                                       {"audio_segments", "json_turns"},   // AWS Transcribe's
                                                       {"transcripts", "json_turns"},
                                                       {"meeting_transcripts", "json_turns"},
                                                       {"sentences", "fireflies_json"},
                                                       {"segments", "whisper_json"},
                                                       {"transcriptEntries", "google_meet_json"},
                                                       {"transcript_entries", "google_meet_json"},
                                                       {"entries", "json_turns", false},
                                                       {"utterances", "json_turns"},
                                                       {"monologues", "json_turns"},
                                                       {"messages", "json_turns", false},
                                                       {"results", "json_turns", false},
                                                       {"result", "json_turns", false},
                                                       {"data", "json_turns", false}});

constexpr auto kTexts =
    std::to_array<const char*>({"text", "content", "raw_text", "transcript", "sentence", "message"});
constexpr auto kSpeakers = std::to_array<const char*>(
    {"speaker", "speaker_name", "speakerName", "participant", "participant_name", "participantName", "user_profile",
     "author", "user", "name", "speaker_id", "speaker_label", "from", "sender_name"});

// Telegram's: ["see ", {"type": "link", "text": "https://…"}, " for why"], of a message with a date.
yyjson_val* pieces_of(yyjson_val* entry) {
  yyjson_val* pieces = yyjson_obj_get(entry, "date") != nullptr ? yyjson_obj_get(entry, "text") : nullptr;
  yyjson_val* first = yyjson_arr_get_first(pieces);
  return yyjson_is_str(first) || yyjson_is_str(yyjson_obj_get(first, "text")) ? pieces : nullptr;
}

std::string joined_pieces(yyjson_val* pieces) {
  std::string joined;
  std::size_t index;
  std::size_t count;
  yyjson_val* piece;
  yyjson_arr_foreach(pieces, index, count, piece) {
    joined += json_text(yyjson_is_obj(piece) ? yyjson_obj_get(piece, "text") : piece).value_or("");
  }
  return joined;
}

// Rev.ai's: {"elements": [{"value": "Hello", "ts": 0.5, "end_ts": 0.9}, {"value": " "}]}
yyjson_val* elements_of(yyjson_val* entry) {
  yyjson_val* elements = yyjson_obj_get(entry, "elements");
  return json_text(yyjson_obj_get(yyjson_arr_get_first(elements), "value")) ? elements : nullptr;
}

yyjson_val* last_timed(yyjson_val* elements) {
  yyjson_val* last = nullptr;
  std::size_t index;
  std::size_t count;
  yyjson_val* element;
  yyjson_arr_foreach(elements, index, count, element) {
    if (yyjson_obj_get(element, "end_ts") != nullptr) last = element;
  }
  return last;
}

std::optional<std::string> text_of(yyjson_val* entry) {
  for (const char* name : kTexts) {
    if (const auto text = json_text(yyjson_obj_get(entry, name))) return std::string(*text);
  }
  if (yyjson_val* pieces = pieces_of(entry); pieces != nullptr) return joined_pieces(pieces);
  yyjson_val* elements = elements_of(entry);
  if (elements == nullptr) return std::nullopt;
  std::string joined;
  std::size_t index;
  std::size_t count;
  yyjson_val* element;
  yyjson_arr_foreach(elements, index, count, element) {
    joined += json_text(yyjson_obj_get(element, "value")).value_or("");
  }
  return joined;
}

// What may hold the turns, the surest first.
enum class Holder { turns_with_text, anything_with_text, anything };

bool has_text(yyjson_val* list) {
  std::size_t index;
  std::size_t count;
  yyjson_val* item;
  yyjson_arr_foreach(list, index, count, item) {
    for (const char* name : kTexts) {
      if (json_text(yyjson_obj_get(item, name))) return true;
    }
    if (elements_of(item) != nullptr || pieces_of(item) != nullptr) return true;
  }
  return false;
}

bool find_list(yyjson_val* value, int depth, Holder holder, JsonTranscript& found) {
  found.entries = value;
  if (yyjson_is_arr(value)) return holder == Holder::anything || has_text(value);
  if (const auto text = json_text(value))
    return depth > 0 && (holder == Holder::anything || (holder == Holder::anything_with_text && !is_blank(*text)));
  if (!yyjson_is_obj(value) || depth >= kDeepestList) return false;
  found.parents.push_back(value);
  for (const auto& list : kEntryLists) {
    yyjson_val* inner = yyjson_obj_get(value, list.name);
    if (inner == nullptr) continue;
    if (holder == Holder::turns_with_text && !list.of_turns && !yyjson_is_obj(inner)) continue;
    if (!yyjson_is_obj(inner)) found.format = list.format;
    if (find_list(inner, depth + 1, holder, found)) {
      found.milliseconds = std::string_view(list.name) == "utterances" && depth == 0;
      return true;
    }
  }
  found.parents.pop_back();
  return false;
}

std::optional<std::string> speaker_of(yyjson_val* entry) {
  for (const char* name : kSpeakers) {
    yyjson_val* value = yyjson_obj_get(entry, name);
    const bool writer = one_of(name, {"user_profile", "author"});
    if (const auto known = writer ? first_text(value, kWriterNames) : std::nullopt) return std::string(*known);
    if (yyjson_is_obj(value)) value = first_value(value, kPersonNames);
    const auto text = json_text(value);
    const bool path =
        text && std::string_view(name) == "name" && text->contains('/');  // Google Meet's entries name themselves
    if (text && !path && !is_blank(*text)) return std::string(*text);
    const bool time = std::string_view(name) == "from";
    if (yyjson_is_uint(value) && !time) return speaker_of_number(value);
  }
  return std::nullopt;
}

// {"type": "message", "ts": "1773324333.000100", "text": "R&amp;D"}
bool is_slacks(yyjson_val* entry) {
  return json_text(yyjson_obj_get(entry, "type")) == "message" && json_text(yyjson_obj_get(entry, "ts"));
}

// "<@U99> has joined the channel" is said by the program.
bool is_slacks_notice(yyjson_val* entry) {
  const auto subtype = json_text(yyjson_obj_get(entry, "subtype")).value_or("");
  return subtype.starts_with("channel_") || subtype.starts_with("group_");
}

}  // namespace

std::optional<JsonTranscript> find_json_transcript(yyjson_val* root) {
  JsonTranscript found{.format = "json_turns"};
  constexpr auto kHolders = std::to_array({Holder::turns_with_text, Holder::anything_with_text, Holder::anything});
  if (std::ranges::none_of(kHolders, [&](Holder holder) { return find_list(root, 0, holder, found); })) {
    return std::nullopt;
  }
  yyjson_val* first = yyjson_arr_get_first(found.entries);
  if (found.format == "json_turns" && yyjson_obj_get(first, "participant") != nullptr)
    found.format = "google_meet_json";
  if (found.milliseconds) {  // AssemblyAI's, in whole milliseconds; Deepgram counts seconds, and deeper down
    yyjson_val* start = yyjson_obj_get(first, "start");
    found.milliseconds = yyjson_is_int(start);
  }
  found.milliseconds = found.milliseconds || counts_milliseconds(found.entries, found.parents);
  return found;
}

JsonEntry read_json_entry(yyjson_val* entry, bool milliseconds) {
  JsonEntry out;
  if (!yyjson_is_obj(entry)) return out;
  out.text = text_of(entry);
  out.speaker = speaker_of(entry);
  if (is_slacks(entry)) {
    if (out.text) out.text = decode_entities(*out.text);
    if (is_slacks_notice(entry)) out.speaker.reset();
  }
  const double unit = milliseconds ? 1 : 1000;
  yyjson_val* elements = elements_of(entry);
  const auto times = [&](yyjson_val* object, std::span<const JsonTimeField> fields, std::optional<Milliseconds>& offset,
                         std::optional<Instant>& instant) {
    const JsonTime time = json_time(object, fields);
    offset = time.offset;
    instant = time.instant;
    out.bad_time = out.bad_time || time.bad;
  };
  if (elements != nullptr) {
    times(yyjson_arr_get_first(elements), std::to_array<JsonTimeField>({{"ts", 1000}}), out.start, out.start_instant);
    times(last_timed(elements), std::to_array<JsonTimeField>({{"end_ts", 1000}}), out.end, out.end_instant);
    return out;
  }
  if (yyjson_val* offsets = yyjson_obj_get(entry, "offsets"); yyjson_is_obj(offsets)) {  // whisper.cpp's
    times(offsets, std::to_array<JsonTimeField>({{"from", 1}}), out.start, out.start_instant);
    times(offsets, std::to_array<JsonTimeField>({{"to", 1}}), out.end, out.end_instant);
    return out;
  }
  times(entry,
        std::to_array<JsonTimeField>({{"start_ms", 1},
                                      {"startMs", 1},
                                      {"start_time", unit},
                                      {"startTime", unit},
                                      {"start", unit},
                                      {"start_timestamp", unit},
                                      {"timestamp", unit},
                                      {"timestamp_ms", 1},
                                      {"ts", 1000},
                                      {"date_unixtime", 1000}}),
        out.start, out.start_instant);
  const bool timed = out.start || out.start_instant || out.bad_time;
  constexpr std::size_t kDayAlone = std::string_view("2026-03-12").size();  // no time of an entry
  if (yyjson_val* date = yyjson_obj_get(entry, "date"); !timed && yyjson_get_len(date) > kDayAlone)
    out.start_instant = json_time(entry, std::to_array<JsonTimeField>({{"date", 1000}})).instant;
  times(
      entry,
      std::to_array<JsonTimeField>(
          {{"end_ms", 1}, {"endMs", 1}, {"end_time", unit}, {"endTime", unit}, {"end", unit}, {"end_timestamp", unit}}),
      out.end, out.end_instant);
  return out;
}

}  // namespace hebb
