// Where the turns are in a JSON document of unknown shape, and what its fields are called. Private to text/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

struct yyjson_val;

namespace hebb {

struct JsonTranscript {
  yyjson_val* entries = nullptr;     // an array, or a string that holds a transcript of another format
  std::vector<yyjson_val*> parents;  // the objects on the way to it, outermost first
  std::string_view format;           // "json_turns", "fireflies_json", "whisper_json", "google_meet_json"
  bool milliseconds = false;         // what numbers count that do not say it
};

// Nothing where no list of turns is found within a few levels.
std::optional<JsonTranscript> find_json_transcript(yyjson_val* root);

struct JsonEntry {
  std::optional<std::string> text;
  std::optional<std::string> speaker;
  std::optional<Milliseconds> start, end;
  std::optional<Instant> start_instant, end_instant;  // where the entry gives a time of the day instead
  bool bad_time = false;                              // a time is there that cannot be read
};

JsonEntry read_json_entry(yyjson_val* entry, bool milliseconds);

}  // namespace hebb
