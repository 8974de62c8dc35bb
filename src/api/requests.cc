#include "api/requests.h"

#include <algorithm>

#include "api/request_fields.h"
#include "api/request_reading.h"
#include "api/utf8.h"

namespace hebb::api {
namespace {

// What is no UTF-8 as U+FFFD, without U+0000, at most so long: a name that the transport gives is none that the caller
// chose.
std::string as_text(std::string_view name) {
  std::string text;
  for (std::size_t characters = 0; !name.empty() && characters < kFileNameRule.max;) {
    const auto bytes = utf8_sequence_length(name);
    const auto character = bytes > 0 ? name.substr(0, bytes) : std::string_view("\xEF\xBF\xBD");
    if (character.front() != '\0') text += character, ++characters;
    name.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return text;
}

// Where a transcript that another program laid out is to go, by its own word: a field of that program, which may mean
// something else by it, so that one that names no project the caller may write to says nothing.
std::optional<std::string> project_beside_entries(const JsonDocument& document, const Caller& caller) {
  std::vector<FieldError> passed_over;
  ObjectReader fields(document.root(), "", passed_over);
  auto project = fields.text("project", kNameRule);
  return project && caller.projects.contains(*project) ? project : std::nullopt;
}

// `about` is the file itself where it is JSON.
Parsed<IngestRequest> read_ingest_file(const Request& request, const JsonDocument* about = nullptr) {
  std::vector<FieldError> errors;
  IngestRequest out;
  begin(out, request.caller);
  if (about != nullptr) {
    if (auto project = project_beside_entries(*about, request.caller)) out.project = std::move(*project);
  }
  ParameterReader fields(request, errors);
  read_ingest_parameters(fields, out);
  finish(out, request.caller, errors);
  const bool given = request.parameters.contains("file_name");
  const std::string& name = given ? out.file_name : request.file_name;
  // Without folders: it only names the meeting and may hold its date.
  std::string bare = name.substr(name.find_last_of("/\\") + 1);
  out.file_name = given ? std::move(bare) : as_text(bare);
  if (request.body.empty()) errors.push_back({"", "the body is empty; send the transcript's bytes"});
  if (errors.empty()) out.transcript = request.body;
  return unless(errors, std::move(out));
}

}  // namespace

Parsed<QueryRequest> read_query(const Request& request) {
  return read_json<QueryRequest>(request, [](auto& fields, auto& out) { read_query_fields(fields, out); });
}

Parsed<ContextCall> read_context(const Request& request) {
  return read_json<ContextCall>(request, [](auto& fields, auto& out) { read_context_fields(fields, out); });
}

Parsed<IngestRequest> read_ingest(const Request& request) {
  if (media_type(request.content_type) != "application/json") return read_ingest_file(request);
  const auto document = parse_body(request);
  if (!document) return std::unexpected(document.error());
  if (is_foreign_transcript(*document)) return read_ingest_file(request, &*document);
  return read_object<IngestRequest>(request, *document,
                                    [](auto& fields, auto& out) { read_ingest_fields(fields, out); });
}

Parsed<RenameRequest> read_rename(const Request& request) {
  return read_json<RenameRequest>(request, [](auto& fields, auto& out) { read_rename_fields(fields, out); });
}

Parsed<MeetingQuery> read_meeting_query(const Request& request) {
  return read_parameters(request, [&](auto& fields) {
    MeetingQuery out;
    out.projects = request.caller.projects;
    read_meeting_query_parameters(fields, out);
    return out;
  });
}

Parsed<TurnRange> read_turn_range(const Request& request) {
  return read_parameters(request, [](auto& fields) {
    TurnRange out;
    read_turn_range_parameters(fields, out);
    return out;
  });
}

Parsed<std::optional<std::string>> read_project_parameter(const Request& request) {
  return read_parameters(request, [](auto& fields) { return read_project_parameters(fields); });
}

Parsed<std::string> read_export(const Request& request) {
  return read_parameters(request, [](auto& fields) { return read_export_parameters(fields); });
}

Parsed<bool> read_dry_run(const Request& request) {
  return read_parameters(request, [](auto& fields) { return read_dry_run_parameters(fields); });
}

Parsed<bool> read_no_parameters(const Request& request) {
  std::vector<FieldError> errors;
  refuse_parameters(request, errors);
  return unless(errors, true);
}

Parsed<bool> read_no_body(const Request& request) {
  std::vector<FieldError> errors;
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
  if (const auto wrong = check_text(project, kPathNameRule)) {
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
