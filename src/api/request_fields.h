// Which fields a request has: written once, for ObjectReader and ParameterReader, which read them, and for
// SchemaReader, which describes them for OpenAPI. Every function ends with refuse_unknown(). Private to api/.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "api/json_reader.h"
#include "api/requests.h"
#include "engine/types.h"

namespace hebb::api {

inline constexpr TextRule kNameRule{.max = kNameLimit};
inline constexpr TextRule kPathNameRule{.max = kNameLimit, .trim = false};  // where "C " is not "C"
inline constexpr TextRule kQuestionRule{.min = 1, .max = kQuestionLimit};
inline constexpr TextRule kFileNameRule{.max = 255};
inline constexpr TextRule kTitleRule{.max = kTitleLimit};
inline constexpr std::size_t kFilterItems = 1000;
inline constexpr std::size_t kTranscriptTurns = 1'000'000;
inline constexpr std::size_t kParticipants = 1000;
inline constexpr std::size_t kMetadataBytes = 64 << 10;
// Offsets beyond a year are mistakes.
inline constexpr std::int64_t kOffsetLimit = std::int64_t{1000} * 3600 * 24 * 365;

inline std::array<std::string_view, kMemoryTypes> memory_type_names() {
  std::array<std::string_view, kMemoryTypes> names;
  for (std::size_t i = 0; i < kMemoryTypes; ++i) names[i] = to_string(static_cast<MemoryType>(i));
  return names;
}

template <class Reader>
MemoryFilter read_filter(Reader& fields) {
  MemoryFilter filter;
  filter.project = fields.text("project", kNameRule);
  filter.meetings = fields.template ids<MeetingId>("meeting_ids", kFilterItems);
  filter.speakers = fields.texts("speakers", kFilterItems, kNameRule);
  for (const auto& name : fields.choices("memory_types", kMemoryTypes, memory_type_names())) {
    filter.types.push_back(parse_memory_type(name).value());
  }
  for (const auto level : fields.integers("levels", kLevels, 0, kLevels - 1)) {
    filter.levels.push_back(static_cast<Level>(level));
  }
  // An empty list would let everything through, or nothing: whoever sends one may mean either.
  for (const char* list : {"meeting_ids", "speakers", "memory_types", "levels"}) fields.require_items(list);
  filter.since = fields.instant("since");
  filter.until = fields.instant("until");
  if (const auto least = fields.number("min_importance", 0, 1)) filter.min_importance = static_cast<float>(*least);
  fields.boolean_into("include_archived", filter.include_archived);
  fields.refuse_unknown();
  return filter;
}

template <class Reader>
void read_query_fields(Reader& fields, QueryRequest& out) {
  fields.require("query");
  if (auto query = fields.text("query", kQuestionRule)) out.query = std::move(*query);
  fields.integer_into("limit_per_level", 1, 50, out.limit_per_level);
  fields.boolean_into("enable_activation", out.enable_activation);
  fields.boolean_into("enable_bridges", out.enable_bridges);
  fields.integer_into("max_activations", 10, 100, out.max_activations);
  if (auto filters = fields.object("filters")) out.filters = read_filter(*filters);
  fields.integer_into("limit", 1, 100, out.limit);
  fields.boolean_into("include_dimensions", out.include_dimensions);
  fields.boolean_into("explain", out.explain);
  fields.refuse_unknown();
}

template <class Reader>
void read_context_fields(Reader& fields, ContextCall& out) {
  fields.require("query");
  if (auto query = fields.text("query", kQuestionRule)) out.request.query = std::move(*query);
  fields.integer_into("words", 50, 20'000, out.request.words);
  if (auto filters = fields.object("filters")) out.request.filters = read_filter(*filters);
  constexpr auto kFormats = std::to_array<std::string_view>({"json", "markdown"});
  out.markdown = fields.choice("format", kFormats) == "markdown";
  fields.refuse_unknown();
}

template <class Reader>
std::vector<Turn> read_turns(Reader& fields) {
  std::vector<Turn> turns;
  fields.objects("transcript", kTranscriptTurns, [&](auto& item) {
    Turn turn;
    turn.speaker = item.text("speaker", {.min = 0, .max = kNameLimit});
    if (turn.speaker && turn.speaker->empty()) turn.speaker.reset();
    const auto text = item.text("text", {.min = 0, .max = SIZE_MAX, .trim = false});
    if (text) turn.text = *text;
    if (const auto start = item.integer("start_ms", 0, kOffsetLimit)) turn.start = Milliseconds(*start);
    if (const auto end = item.integer("end_ms", 0, kOffsetLimit)) turn.end = Milliseconds(*end);
    if (turn.start && turn.end && *turn.end < *turn.start) turn.end.reset();  // as the readers of files do
    item.require("text");
    item.refuse_unknown();
    turn.number = static_cast<std::uint32_t>(turns.size());
    turns.push_back(std::move(turn));
  });
  return turns;
}

// What a JSON request and the query parameters of a file's request have in common.
template <class Reader>
void read_meeting_fields(Reader& fields, IngestRequest& out) {
  out.title = fields.text("title", kTitleRule);
  out.started_at = fields.instant("started_at");
  fields.text_into("project", kNameRule, out.project);
  out.external_id = fields.text("external_id", kTitleRule);
  out.language = fields.text("language", {.min = kLanguageLeast, .max = kLanguageLimit});
  out.format = fields.choice("format", transcript_formats());
}

template <class Reader>
void read_ingest_fields(Reader& fields, IngestRequest& out) {
  read_meeting_fields(fields, out);
  fields.require("transcript");
  fields.text_or_items(
      "transcript", [&] { out.transcript = fields.text("transcript", {.max = SIZE_MAX, .trim = false}).value_or(""); },
      [&] { out.transcript = read_turns(fields); });
  out.participants = fields.texts("participants", kParticipants, kNameRule);
  if (auto metadata = fields.json_object("metadata", kMetadataBytes)) out.metadata = std::move(*metadata);
  fields.refuse_unknown();
}

template <class Reader>
void read_ingest_parameters(Reader& fields, IngestRequest& out) {
  read_meeting_fields(fields, out);
  fields.text_into("file_name", kFileNameRule, out.file_name);
  fields.refuse_unknown();
}

template <class Reader>
void read_rename_fields(Reader& fields, RenameRequest& out) {
  fields.text_into("project", kNameRule, out.project);
  fields.require("from");
  out.from = fields.text("from", kNameRule).value_or("");
  fields.require("to");
  out.to = fields.text("to", kNameRule).value_or("");
  out.merge = fields.boolean("merge");
  fields.refuse_unknown();
}

template <class Reader>
void read_meeting_query_parameters(Reader& fields, MeetingQuery& out) {
  out.project = fields.text("project", kNameRule);
  fields.integer_into("limit", 1, kMeetingPageLimit, out.limit);
  out.cursor = fields.text("cursor", {.max = 200});
  if (out.cursor && !MeetingCursor::parse(*out.cursor)) {
    fields.complain("cursor", "must be `next` of the page before, unchanged");
  }
  fields.refuse_unknown();
}

template <class Reader>
void read_turn_range_parameters(Reader& fields, TurnRange& out) {
  if (const auto first = fields.integer("first", 0, UINT32_MAX)) out.first = static_cast<std::uint32_t>(*first);
  if (const auto last = fields.integer("last", 0, UINT32_MAX)) out.last = static_cast<std::uint32_t>(*last);
  if (out.first > out.last) fields.complain("first", "must not be greater than last");
  fields.refuse_unknown();
}

template <class Reader>
std::optional<std::string> read_project_parameters(Reader& fields) {
  auto project = fields.text("project", kNameRule);
  fields.refuse_unknown();
  return project;
}

template <class Reader>
std::string read_export_parameters(Reader& fields) {
  fields.require("project");
  auto project = fields.text("project", kNameRule).value_or("");
  fields.refuse_unknown();
  return project;
}

template <class Reader>
bool read_dry_run_parameters(Reader& fields) {
  const bool dry_run = fields.flag("dry_run");
  fields.refuse_unknown();
  return dry_run;
}

}  // namespace hebb::api
