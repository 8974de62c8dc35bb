#include "api/collection_requests.h"

#include "api/collection_fields.h"
#include "api/declaration_fields.h"
#include "api/request_reading.h"

namespace hebb::api {
namespace {

// A list's query, which sees what its caller sees.
template <class Query, class Read>
Parsed<Query> read_list_query(const Request& request, Read read) {
  return read_parameters(request, [&](ParameterReader& fields) {
    Query out;
    read(fields, out);
    out.projects = request.caller.projects;
    return out;
  });
}

// A project, and a body whose declaration `read` gives back.
template <class Declaring, class Read>
Parsed<Declaring> read_declaring(const Request& request, Read read) {
  const auto document = parse_body(request);
  if (!document) return std::unexpected(document.error());
  std::vector<FieldError> errors;
  Declaring out;
  ParameterReader parameters(request, errors);
  read_declared_parameters(parameters, out.project);
  ObjectReader fields = ObjectReader::of(*document, errors);
  const Declaration& declared = read(fields, out);
  if (errors.empty()) complain_of_faults(fields, declared);
  return unless(errors, std::move(out));
}

}  // namespace

Parsed<std::vector<QueryRequest>> read_batch(const Request& request) {
  return read_json<std::vector<QueryRequest>>(
      request, [&](ObjectReader& fields, std::vector<QueryRequest>& out) { read_batch_fields(fields, out); });
}

Parsed<MemoryQuery> read_memory_query(const Request& request) {
  return read_parameters(request, [&](ParameterReader& fields) {
    MemoryQuery out;
    read_memory_query_parameters(fields, out);
    out.filter.projects = request.caller.projects;
    return out;
  });
}

Parsed<ProjectQuery> read_project_query(const Request& request) {
  return read_list_query<ProjectQuery>(request,
                                       [](auto& fields, auto& out) { read_project_query_parameters(fields, out); });
}

Parsed<ConceptQuery> read_concept_query(const Request& request) {
  return read_list_query<ConceptQuery>(request,
                                       [](auto& fields, auto& out) { read_concept_query_parameters(fields, out); });
}

Parsed<PatternQuery> read_pattern_query(const Request& request) {
  return read_list_query<PatternQuery>(request,
                                       [](auto& fields, auto& out) { read_pattern_query_parameters(fields, out); });
}

Parsed<DecisionQuery> read_decision_query(const Request& request) {
  return read_list_query<DecisionQuery>(request,
                                        [](auto& fields, auto& out) { read_decision_query_parameters(fields, out); });
}

Parsed<ConsolidationRequest> read_consolidation(const Request& request) {
  return read_parameters(request, [&](ParameterReader& fields) {
    ConsolidationRequest out;
    read_consolidation_parameters(fields, out);
    return out;
  });
}

Parsed<std::string> read_undo(const Request& request) {
  return read_parameters(request, [&](ParameterReader& fields) {
    std::string project;
    read_undo_parameters(fields, project);
    return project;
  });
}

Parsed<bool> read_peek(const Request& request) {
  return read_parameters(request, [](ParameterReader& fields) { return read_peek_parameters(fields); });
}

Parsed<FadeRequest> read_fade(const Request& request) {
  return read_parameters(request, [&](ParameterReader& fields) {
    FadeRequest out;
    read_fade_parameters(fields, out);
    return out;
  });
}

Parsed<std::optional<std::string>> read_restore(const Request& request) {
  return read_parameters(request, [&](ParameterReader& fields) {
    std::optional<std::string> project;
    read_restore_parameters(fields, project);
    return project;
  });
}

Parsed<std::string> read_declared(const Request& request) {
  return read_parameters(request, [&](ParameterReader& fields) {
    std::string project;
    read_declared_parameters(fields, project);
    return project;
  });
}

Parsed<DeclareRequest> read_declare(const Request& request) {
  return read_declaring<DeclareRequest>(request, [](ObjectReader& fields, DeclareRequest& out) -> const Declaration& {
    read_declaration_fields(fields, out.declaration);
    return out.declaration;
  });
}

Parsed<DeclarationEditRequest> read_declaration_edit(const Request& request) {
  return read_declaring<DeclarationEditRequest>(
      request, [](ObjectReader& fields, DeclarationEditRequest& out) -> const Declaration& {
        read_declaration_edit_fields(fields, out.edit);
        return out.edit.set;
      });
}

Parsed<MentionQuery> read_mention_query(const Request& request) {
  return read_list_query<MentionQuery>(request,
                                       [](auto& fields, auto& out) { read_mention_query_parameters(fields, out); });
}

Parsed<NoteRequest> read_note(const Request& request) {
  return read_json<NoteRequest>(request,
                                [&](ObjectReader& fields, NoteRequest& out) { read_note_fields(fields, out); });
}

Parsed<MemoryCorrection> read_correction(const Request& request) {
  auto read = read_json<MemoryCorrection>(
      request, [](ObjectReader& fields, MemoryCorrection& out) { read_correction_fields(fields, out); });
  if (!read || read->says_anything() || read->revert) return read;
  return std::unexpected(invalid_fields(
      {{"", "nothing to correct: give memory_type, importance, state, owner, due, status, unset or revert"}}));
}

Parsed<MeetingEdit> read_edit(const Request& request) {
  auto read =
      read_json<MeetingEdit>(request, [](ObjectReader& fields, MeetingEdit& out) { read_edit_fields(fields, out); });
  if (!read || read->title || read->project || read->started_at) return read;
  return std::unexpected(invalid_fields({{"", "nothing to change: give title, project or started_at"}}));
}

Parsed<PeriodErasure> read_period_erasure(const Request& request, bool needs_bound) {
  return read_parameters(request, [&](ParameterReader& fields) {
    PeriodErasure out;
    read_period_parameters(fields, out);
    if (needs_bound && !out.period.since && !out.period.until) {
      fields.complain("since", "is required, or until; DELETE /api/v2/projects/{name} erases a whole project");
    }
    return out;
  });
}

Parsed<MemoryId> read_memory_id(std::string_view text) {
  const auto id = MemoryId::parse(text);
  if (id) return *id;
  return std::unexpected(problem_of({ErrorCode::not_found, "no memory has this id; " + std::string(kNotAnId)}));
}

Parsed<std::string> read_speaker(std::string_view text) {
  std::string name(text);
  if (const auto wrong = check_text(name, kPathNameRule)) {
    return std::unexpected(problem_of({ErrorCode::not_found, "no such speaker: the name " + *wrong}));
  }
  return name;
}

}  // namespace hebb::api
