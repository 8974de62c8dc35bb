#include "api/requests.h"

#include <algorithm>
#include <array>
#include <format>

#include "api/json_reader.h"
#include "api/parameter_reader.h"

namespace hebb::api {
namespace {

constexpr TextRule kName{.max = kNameLimit};
constexpr TextRule kQuestion{.min = 1, .max = 1000};
constexpr TextRule kTitle{.max = kTitleLimit};
constexpr std::size_t kFilterItems = 1000;
constexpr std::size_t kTranscriptTurns = 1'000'000;
constexpr std::size_t kParticipants = 1000;
constexpr std::size_t kMetadataBytes = 64 << 10;
constexpr std::int64_t kMilliseconds = std::int64_t{1000} * 3600 * 24 * 365;  // offsets beyond a year are mistakes
constexpr std::string_view kNotAnId = "must be an id like 01234567-89ab-8def-8123-456789abcdef";

template <class T>
Parsed<T> unless(std::vector<FieldError>& errors, T value) {
  if (!errors.empty()) return std::unexpected(invalid_fields(std::move(errors)));
  return value;
}

Parsed<JsonDocument> parse_body(const Request& request) {
  auto document = JsonDocument::parse(request.body);
  if (!document) return std::unexpected(problem_of(document.error()));
  return std::move(*document);
}

void refuse_parameters(const Request& request, std::vector<FieldError>& errors) {
  ParameterReader(request.parameters, errors).refuse_unknown();
}

std::optional<std::string> refuse_unless_id(const std::string& text) {
  if (MeetingId::parse(text)) return std::nullopt;
  return std::string(kNotAnId);
}

std::optional<std::string> refuse_unless_type(const std::string& name) {
  if (parse_memory_type(name)) return std::nullopt;
  std::string all;
  for (std::size_t i = 0; i < kMemoryTypes; ++i) {
    all += (i == 0 ? "" : ", ") + std::string(to_string(static_cast<MemoryType>(i)));
  }
  return "must be one of " + all;
}

MemoryFilter read_filter(ObjectReader& fields) {
  MemoryFilter filter;
  filter.project = fields.text("project", kName);
  for (const auto& id : fields.texts("meeting_ids", kFilterItems, {.max = 36}, refuse_unless_id)) {
    filter.meetings.push_back(MeetingId::parse(id).value());
  }
  filter.speakers = fields.texts("speakers", kFilterItems, kName);
  for (const auto& name : fields.texts("memory_types", kMemoryTypes, {.max = 40}, refuse_unless_type)) {
    filter.types.push_back(parse_memory_type(name).value());
  }
  for (const auto level : fields.integers("levels", kLevels, 0, kLevels - 1)) {
    filter.levels.push_back(static_cast<Level>(level));
  }
  filter.since = fields.instant("since");
  filter.until = fields.instant("until");
  if (const auto least = fields.number("min_importance", 0, 1)) filter.min_importance = static_cast<float>(*least);
  filter.include_archived = fields.boolean("include_archived").value_or(false);
  fields.refuse_unknown();
  return filter;
}

std::vector<Turn> read_turns(ObjectReader& fields) {
  std::vector<Turn> turns;
  fields.objects("transcript", kTranscriptTurns, [&](ObjectReader& item) {
    Turn turn;
    turn.speaker = item.text("speaker", {.min = 0, .max = kNameLimit});
    if (turn.speaker && turn.speaker->empty()) turn.speaker.reset();
    const auto text = item.text("text", {.min = 0, .max = SIZE_MAX, .trim = false});
    if (text) turn.text = *text;
    if (const auto start = item.integer("start_ms", 0, kMilliseconds)) turn.start = Milliseconds(*start);
    if (const auto end = item.integer("end_ms", 0, kMilliseconds)) turn.end = Milliseconds(*end);
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
  out.title = fields.text("title", kTitle);
  out.started_at = fields.instant("started_at");
  if (auto project = fields.text("project", kName)) out.project = std::move(*project);
  out.external_id = fields.text("external_id", kTitle);
  out.language = fields.text("language", {.min = 2, .max = 35});
  out.format = fields.text("format", {.max = 40});
  if (out.format && !std::ranges::contains(transcript_formats(), *out.format)) {
    std::string all;
    for (const auto name : transcript_formats()) all += (all.empty() ? "" : ", ") + std::string(name);
    fields.complain("format", "must be one of " + all);
  }
}

Parsed<IngestRequest> read_ingest_object(const Request& request, const JsonDocument& document) {
  std::vector<FieldError> errors;
  IngestRequest out;
  ObjectReader fields = ObjectReader::of(document, errors);
  read_meeting_fields(fields, out);
  fields.require("transcript");
  if (fields.is_text("transcript")) {
    out.transcript = fields.text("transcript", {.max = SIZE_MAX, .trim = false}).value_or("");
  } else {
    out.transcript = read_turns(fields);
  }
  out.participants = fields.texts("participants", kParticipants, kName);
  if (auto metadata = fields.json_object("metadata", kMetadataBytes)) out.metadata = std::move(*metadata);
  fields.refuse_unknown();
  refuse_parameters(request, errors);
  return unless(errors, std::move(out));
}

Parsed<IngestRequest> read_ingest_file(const Request& request) {
  std::vector<FieldError> errors;
  IngestRequest out;
  ParameterReader fields(request.parameters, errors);
  read_meeting_fields(fields, out);
  out.file_name = fields.text("file_name", {.max = 255}).value_or(request.file_name);
  // Without folders: it only names the meeting and may hold its date.
  out.file_name = out.file_name.substr(out.file_name.find_last_of("/\\") + 1);
  fields.refuse_unknown();
  if (request.body.empty()) errors.push_back({"", "the body is empty; send the transcript's bytes"});
  if (errors.empty()) out.transcript = request.body;
  return unless(errors, std::move(out));
}

}  // namespace

Parsed<QueryRequest> read_query(const Request& request) {
  const auto document = parse_body(request);
  if (!document) return std::unexpected(document.error());
  std::vector<FieldError> errors;
  QueryRequest out;
  ObjectReader fields = ObjectReader::of(*document, errors);
  fields.require("query");
  if (auto query = fields.text("query", kQuestion)) out.query = std::move(*query);
  const auto size = [&](std::string_view name, std::int64_t min, std::int64_t max, std::size_t& value) {
    if (const auto given = fields.integer(name, min, max)) value = static_cast<std::size_t>(*given);
  };
  size("limit_per_level", 1, 50, out.limit_per_level);
  out.enable_activation = fields.boolean("enable_activation").value_or(true);
  out.enable_bridges = fields.boolean("enable_bridges").value_or(true);
  size("max_activations", 10, 100, out.max_activations);
  if (auto filters = fields.object("filters")) out.filters = read_filter(*filters);
  size("limit", 1, 100, out.limit);
  out.include_dimensions = fields.boolean("include_dimensions").value_or(false);
  out.explain = fields.boolean("explain").value_or(false);
  fields.refuse_unknown();
  refuse_parameters(request, errors);
  return unless(errors, std::move(out));
}

Parsed<ContextCall> read_context(const Request& request) {
  const auto document = parse_body(request);
  if (!document) return std::unexpected(document.error());
  std::vector<FieldError> errors;
  ContextCall out;
  ObjectReader fields = ObjectReader::of(*document, errors);
  fields.require("query");
  if (auto query = fields.text("query", kQuestion)) out.request.query = std::move(*query);
  if (const auto words = fields.integer("words", 50, 20'000)) out.request.words = static_cast<std::size_t>(*words);
  if (auto filters = fields.object("filters")) out.request.filters = read_filter(*filters);
  if (const auto format = fields.text("format", {.max = 40})) {
    out.markdown = *format == "markdown";
    if (!out.markdown && *format != "json") fields.complain("format", "must be one of json, markdown");
  }
  fields.refuse_unknown();
  refuse_parameters(request, errors);
  return unless(errors, std::move(out));
}

Parsed<IngestRequest> read_ingest(const Request& request) {
  if (media_type(request.content_type) != "application/json") return read_ingest_file(request);
  const auto document = parse_body(request);
  if (!document) return std::unexpected(document.error());
  if (is_foreign_transcript(*document)) return read_ingest_file(request);
  return read_ingest_object(request, *document);
}

Parsed<RenameRequest> read_rename(const Request& request) {
  const auto document = parse_body(request);
  if (!document) return std::unexpected(document.error());
  std::vector<FieldError> errors;
  RenameRequest out;
  ObjectReader fields = ObjectReader::of(*document, errors);
  if (auto project = fields.text("project", kName)) out.project = std::move(*project);
  fields.require("from");
  out.from = fields.text("from", kName).value_or("");
  fields.require("to");
  out.to = fields.text("to", kName).value_or("");
  fields.refuse_unknown();
  refuse_parameters(request, errors);
  return unless(errors, std::move(out));
}

Parsed<MeetingQuery> read_meeting_query(const Request& request) {
  std::vector<FieldError> errors;
  ParameterReader fields(request.parameters, errors);
  MeetingQuery out;
  out.project = fields.text("project", kName);
  out.limit = static_cast<std::size_t>(fields.integer("limit", 1, kMeetingPageLimit).value_or(100));
  out.cursor = fields.text("cursor", {.max = 200});
  if (out.cursor && !MeetingCursor::parse(*out.cursor)) {
    fields.complain("cursor", "must be `next` of the page before, unchanged");
  }
  fields.refuse_unknown();
  return unless(errors, std::move(out));
}

Parsed<TurnRange> read_turn_range(const Request& request) {
  std::vector<FieldError> errors;
  ParameterReader fields(request.parameters, errors);
  TurnRange out;
  if (const auto first = fields.integer("first", 0, UINT32_MAX)) out.first = static_cast<std::uint32_t>(*first);
  if (const auto last = fields.integer("last", 0, UINT32_MAX)) out.last = static_cast<std::uint32_t>(*last);
  if (out.first > out.last) fields.complain("first", "must not be greater than last");
  fields.refuse_unknown();
  return unless(errors, out);
}

Parsed<MeetingId> read_meeting_parameter(const Request& request) {
  std::vector<FieldError> errors;
  ParameterReader fields(request.parameters, errors);
  const auto text = fields.text("meeting", {.max = 36});
  const auto id = text ? MeetingId::parse(*text) : std::nullopt;
  if (errors.empty() && !id) fields.complain("meeting", text ? std::string(kNotAnId) : "is required");
  fields.refuse_unknown();
  return unless(errors, id.value_or(MeetingId()));
}

Parsed<std::optional<std::string>> read_project_parameter(const Request& request) {
  std::vector<FieldError> errors;
  ParameterReader fields(request.parameters, errors);
  auto project = fields.text("project", kName);
  fields.refuse_unknown();
  return unless(errors, std::move(project));
}

Parsed<bool> read_dry_run(const Request& request) {
  std::vector<FieldError> errors;
  ParameterReader fields(request.parameters, errors);
  const bool dry_run = fields.flag("dry_run");
  fields.refuse_unknown();
  return unless(errors, dry_run);
}

Parsed<bool> read_no_parameters(const Request& request) {
  std::vector<FieldError> errors;
  refuse_parameters(request, errors);
  return unless(errors, true);
}

Parsed<bool> read_nothing(const Request& request) {
  std::vector<FieldError> errors;
  refuse_parameters(request, errors);
  if (!request.body.empty()) {
    const auto document = parse_body(request);
    if (!document) return std::unexpected(document.error());
    ObjectReader::of(*document, errors).refuse_unknown();
  }
  return unless(errors, true);
}

Parsed<MeetingId> read_id(std::string_view text) {
  const auto id = MeetingId::parse(text);
  if (id) return *id;
  return std::unexpected(problem_of({ErrorCode::not_found, "no meeting has this id; " + std::string(kNotAnId)}));
}

Parsed<std::string> read_project(std::string_view text) {
  std::string project(text);
  if (const auto wrong = check_text(project, kName)) {
    return std::unexpected(problem_of({ErrorCode::not_found, "no such project: its name " + *wrong}));
  }
  return project;
}

std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (type.ends_with(' ') || type.ends_with('\t')) type.pop_back();
  for (char& c : type) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return type;
}

}  // namespace hebb::api
