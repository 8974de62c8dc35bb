#include "text/json_entries.h"

#include <yyjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <span>

#include "text/ascii.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr int kDeepestList = 4;
constexpr double kLongestMeeting = 1e10;  // ms, some 115 days

struct EntryList {
  const char* name;
  std::string_view format;
  bool of_turns = true;  // by its name; else of anything, such as a chat
};
constexpr auto kEntryLists = std::to_array<EntryList>({{"turns", "json_turns"},
                                                       {"transcript", "json_turns"},
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
constexpr auto kSpeakers =
    std::to_array<const char*>({"speaker", "speaker_name", "speakerName", "participant", "participant_name",
                                "participantName", "user", "name", "speaker_id"});
constexpr auto kTitleNames = std::to_array<const char*>({"title", "meeting_title", "meetingTitle", "topic", "subject"});
constexpr auto kDateNames = std::to_array<const char*>(
    {"started_at", "startedAt", "start_time", "startTime", "date", "dateString", "meeting_date", "recording_start"});
constexpr auto kPeople = std::to_array<const char*>({"participants", "attendees", "speakers", "meeting_attendees"});
constexpr auto kNames = std::to_array<const char*>({"displayName", "display_name", "name", "speaker_name", "email"});

template <std::size_t N>
yyjson_val* first_of(yyjson_val* object, const std::array<const char*, N>& names) {
  for (const char* name : names) {
    yyjson_val* value = yyjson_obj_get(object, name);
    if (value != nullptr && !yyjson_is_null(value)) return value;
  }
  return nullptr;
}

template <std::size_t N>
std::optional<std::string_view> first_text(yyjson_val* object, const std::array<const char*, N>& names) {
  for (const char* name : names) {
    const auto text = json_text(yyjson_obj_get(object, name));
    if (text && !is_blank(*text)) return text;
  }
  return std::nullopt;
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
    if (elements_of(item) != nullptr) return true;
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

std::string speaker_of_number(yyjson_val* number) {
  return std::format("Speaker {}", yyjson_get_uint(number));
}

std::optional<std::string> speaker_of(yyjson_val* entry) {
  for (const char* name : kSpeakers) {
    yyjson_val* value = yyjson_obj_get(entry, name);
    if (yyjson_is_obj(value)) value = first_of(value, kNames);
    const auto text = json_text(value);
    const bool path =
        text && std::string_view(name) == "name" && text->contains('/');  // Google Meet's entries name themselves
    if (text && !path && !is_blank(*text)) return std::string(*text);
    if (yyjson_is_uint(value)) return speaker_of_number(value);
  }
  return std::nullopt;
}

struct Time {
  std::optional<Milliseconds> offset;
  std::optional<Instant> instant;
  bool bad = false;
};

Time time_of_number(double number, double unit) {
  const double value = number * unit;
  if (!(value >= 0 && value < kLongestMeeting)) return {.bad = true};
  return {.offset = Milliseconds(std::llround(value))};
}

// "00:00:03.5", "3.5", "3.5s", "2026-03-05T14:00:03Z"
Time time_of_text(std::string_view text, double unit) {
  text = trimmed(text);
  if (const auto instant = parse_rfc3339(text)) return {.instant = instant};
  std::string_view rest = text;
  if (const auto stamp = take_stamp(rest); stamp && rest.empty()) return {.offset = stamp};
  if (text.ends_with('s')) text.remove_suffix(1);
  const std::string number(text.substr(0, 30));
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (number.empty() || !is_digit(number.front()) || *end != '\0' || text.size() > number.size()) return {.bad = true};
  return time_of_number(value, unit);
}

struct TimeField {
  const char* name;
  double unit;  // milliseconds in one
};

Time time_of(yyjson_val* entry, std::span<const TimeField> fields) {
  Time bad;
  for (const TimeField& field : fields) {
    yyjson_val* value = yyjson_obj_get(entry, field.name);
    if (value == nullptr || yyjson_is_null(value)) continue;
    Time time{.bad = true};
    if (yyjson_is_num(value)) {
      time = time_of_number(yyjson_get_num(value), field.unit);
    } else if (const auto text = json_text(value)) {
      if (is_blank(*text)) continue;
      time = time_of_text(*text, field.unit);
    }
    if (!time.bad) return time;
    bad = time;
  }
  return bad;
}

}  // namespace

std::optional<std::string_view> json_text(yyjson_val* value) {
  if (!yyjson_is_str(value)) return std::nullopt;
  return std::string_view(yyjson_get_str(value), yyjson_get_len(value));
}

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
  return found;
}

JsonEntry read_json_entry(yyjson_val* entry, bool milliseconds) {
  JsonEntry out;
  if (!yyjson_is_obj(entry)) return out;
  out.text = text_of(entry);
  out.speaker = speaker_of(entry);
  const double unit = milliseconds ? 1 : 1000;
  yyjson_val* elements = elements_of(entry);
  const auto times = [&](yyjson_val* object, std::span<const TimeField> fields, std::optional<Milliseconds>& offset,
                         std::optional<Instant>& instant) {
    const Time time = time_of(object, fields);
    offset = time.offset;
    instant = time.instant;
    out.bad_time = out.bad_time || time.bad;
  };
  if (elements != nullptr) {
    times(yyjson_arr_get_first(elements), std::to_array<TimeField>({{"ts", 1000}}), out.start, out.start_instant);
    times(last_timed(elements), std::to_array<TimeField>({{"end_ts", 1000}}), out.end, out.end_instant);
    return out;
  }
  times(entry,
        std::to_array<TimeField>({{"start_ms", 1},
                                  {"startMs", 1},
                                  {"start_time", 1000},
                                  {"startTime", 1000},
                                  {"start", unit},
                                  {"start_timestamp", 1000},
                                  {"timestamp", 1000}}),
        out.start, out.start_instant);
  times(
      entry,
      std::to_array<TimeField>(
          {{"end_ms", 1}, {"endMs", 1}, {"end_time", 1000}, {"endTime", 1000}, {"end", unit}, {"end_timestamp", 1000}}),
      out.end, out.end_instant);
  return out;
}

std::optional<std::string_view> json_title(yyjson_val* object) {
  return first_text(object, kTitleNames);
}

std::optional<Instant> json_date(yyjson_val* object) {
  for (const char* name : kDateNames) {
    yyjson_val* value = yyjson_obj_get(object, name);
    if (const auto text = json_text(value)) {
      if (const auto instant = parse_rfc3339(trimmed(*text))) return instant;
      if (const auto found = find_date(*text)) return found->instant;
    } else if (yyjson_is_num(value)) {
      const double number = yyjson_get_num(value);  // since 1970: milliseconds, or seconds where those would be too few
      const double ms = number > 1e11 ? number : number * 1000;
      if (ms >= 6e11 && ms < 5e12) return Instant(Milliseconds(std::llround(ms)));
    }
  }
  return std::nullopt;
}

std::vector<JsonPerson> json_people(yyjson_val* object) {
  std::vector<JsonPerson> people;
  for (const char* list : kPeople) {
    yyjson_val* array = yyjson_obj_get(object, list);
    if (!yyjson_is_arr(array)) continue;
    std::size_t index;
    std::size_t count;
    yyjson_val* item;
    yyjson_arr_foreach(array, index, count, item) {
      if (const auto name = json_text(item)) people.push_back({*name, {}});
      if (!yyjson_is_obj(item)) continue;
      yyjson_val* person = item;
      for (const char* kind : {"signedinUser", "anonymousUser", "phoneUser"}) {
        if (yyjson_val* inner = yyjson_obj_get(item, kind); yyjson_is_obj(inner)) person = inner;
      }
      const auto name = first_text(person, kNames);
      if (name) people.push_back({*name, std::string(json_text(yyjson_obj_get(item, "name")).value_or(""))});
    }
    if (people.size() > 0) break;
  }
  return people;
}

std::vector<JsonPerson> json_speakers(yyjson_val* object) {
  std::vector<JsonPerson> speakers;
  yyjson_val* array = yyjson_obj_get(object, "speakers");
  std::size_t index;
  std::size_t count;
  yyjson_val* item;
  yyjson_arr_foreach(array, index, count, item) {
    yyjson_val* id = yyjson_obj_get(item, "id");
    const auto name = first_text(item, kNames);
    if (!name) continue;
    if (const auto text = json_text(id)) speakers.push_back({*name, std::string(*text)});
    if (yyjson_is_uint(id)) speakers.push_back({*name, speaker_of_number(id)});
  }
  return speakers;
}

}  // namespace hebb
