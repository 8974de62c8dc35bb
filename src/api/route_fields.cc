#include "api/route_fields.h"

#include "api/collection_fields.h"
#include "api/declaration_fields.h"
#include "api/request_fields.h"

namespace hebb::api {
namespace {

// Calls the function that reads into a T, for what it asks for.
template <class T, class Read>
void into(SchemaReader& fields, Read read) {
  T out;
  read(fields, out);
}

}  // namespace

void ingest_parameters(SchemaReader& fields) {
  into<IngestRequest>(fields, [](auto& f, auto& out) { read_ingest_parameters(f, out); });
}
void ingest_body(SchemaReader& fields) {
  into<IngestRequest>(fields, [](auto& f, auto& out) { read_ingest_fields(f, out); });
}
void query_body(SchemaReader& fields) {
  into<QueryRequest>(fields, [](auto& f, auto& out) { read_query_fields(f, out); });
}
void context_body(SchemaReader& fields) {
  into<ContextCall>(fields, [](auto& f, auto& out) { read_context_fields(f, out); });
}
void rename_body(SchemaReader& fields) {
  into<RenameRequest>(fields, [](auto& f, auto& out) { read_rename_fields(f, out); });
}
void meetings_parameters(SchemaReader& fields) {
  into<MeetingQuery>(fields, [](auto& f, auto& out) { read_meeting_query_parameters(f, out); });
}
void transcript_parameters(SchemaReader& fields) {
  into<TurnRange>(fields, [](auto& f, auto& out) { read_turn_range_parameters(f, out); });
}
void batch_body(SchemaReader& fields) {
  into<std::vector<QueryRequest>>(fields, [](auto& f, auto& out) { read_batch_fields(f, out); });
}
void memories_parameters(SchemaReader& fields) {
  into<MemoryQuery>(fields, [](auto& f, auto& out) { read_memory_query_parameters(f, out); });
}
void projects_parameters(SchemaReader& fields) {
  into<ProjectQuery>(fields, [](auto& f, auto& out) { read_project_query_parameters(f, out); });
}
void concepts_parameters(SchemaReader& fields) {
  into<ConceptQuery>(fields, [](auto& f, auto& out) { read_concept_query_parameters(f, out); });
}
void decisions_parameters(SchemaReader& fields) {
  into<DecisionQuery>(fields, [](auto& f, auto& out) { read_decision_query_parameters(f, out); });
}
void patterns_parameters(SchemaReader& fields) {
  into<PatternQuery>(fields, [](auto& f, auto& out) { read_pattern_query_parameters(f, out); });
}
void consolidation_parameters(SchemaReader& fields) {
  into<ConsolidationRequest>(fields, [](auto& f, auto& out) { read_consolidation_parameters(f, out); });
}
void peek_parameters(SchemaReader& fields) {
  read_peek_parameters(fields);
}
void fade_parameters(SchemaReader& fields) {
  into<FadeRequest>(fields, [](auto& f, auto& out) { read_fade_parameters(f, out); });
}
void restore_parameters(SchemaReader& fields) {
  into<std::optional<std::string>>(fields, [](auto& f, auto& out) { read_restore_parameters(f, out); });
}
void undo_parameters(SchemaReader& fields) {
  into<std::string>(fields, [](auto& f, auto& out) { read_undo_parameters(f, out); });
}
void declared_parameters(SchemaReader& fields) {
  into<std::string>(fields, [](auto& f, auto& out) { read_declared_parameters(f, out); });
}
void declaration_body(SchemaReader& fields) {
  into<Declaration>(fields, [](auto& f, auto& out) { read_declaration_fields(f, out); });
}
void declaration_edit_body(SchemaReader& fields) {
  into<DeclarationEdit>(fields, [](auto& f, auto& out) { read_declaration_edit_fields(f, out); });
}
void mentions_parameters(SchemaReader& fields) {
  into<MentionQuery>(fields, [](auto& f, auto& out) { read_mention_query_parameters(f, out); });
}
void period_parameters(SchemaReader& fields) {
  into<PeriodErasure>(fields, [](auto& f, auto& out) { read_period_parameters(f, out); });
}
void note_body(SchemaReader& fields) {
  into<NoteRequest>(fields, [](auto& f, auto& out) { read_note_fields(f, out); });
}
void correction_body(SchemaReader& fields) {
  into<MemoryCorrection>(fields, [](auto& f, auto& out) { read_correction_fields(f, out); });
}
void edit_body(SchemaReader& fields) {
  into<MeetingEdit>(fields, [](auto& f, auto& out) { read_edit_fields(f, out); });
}
void project_parameters(SchemaReader& fields) {
  read_project_parameters(fields);
}
void erase_parameters(SchemaReader& fields) {
  read_dry_run_parameters(fields);
}
void export_parameters(SchemaReader& fields) {
  read_export_parameters(fields);
}

}  // namespace hebb::api
