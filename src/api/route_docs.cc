#include "api/route_docs.h"

#include "api/collection_fields.h"
#include "api/key_routes.h"
#include "api/replies.h"
#include "api/request_fields.h"
#include "api/routes.h"

namespace hebb::api {
namespace {

// Calls the function that reads into a T, for what it asks for.
template <class T, class Read>
void into(SchemaReader& fields, Read read) {
  T out;
  read(fields, out);
}

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

// The two replies that no struct writes.
void describe_alive(JsonNode schema) {
  schema.set("type", "object");
  schema.object("properties").object("status").set("const", "alive");
  schema.array("required").add("status");
}
void describe_any_object(JsonNode schema) {
  schema.set("type", "object");
}

void export_parameters(SchemaReader& fields) {
  read_export_parameters(fields);
}

constexpr auto kDocs = std::to_array<RouteDoc>({
    {.method = "POST",
     .path = "/api/v2/ingest",
     .id = "ingest",
     .tag = "memory",
     .summary = "Turns a transcript into memories",
     .parameters = ingest_parameters,
     .body = ingest_body,
     .reply = describe_ingested,
     .statuses = {409}},
    {.method = "POST",
     .path = "/ingest",
     .id = "ingest_short",
     .tag = "memory",
     .summary = "The same as /api/v2/ingest",
     .parameters = ingest_parameters,
     .body = ingest_body,
     .reply = describe_ingested,
     .statuses = {409}},
    {.method = "POST",
     .path = "/api/v2/query",
     .id = "query",
     .tag = "finding",
     .summary = "Answers a question with memories",
     .body = query_body,
     .reply = describe_query_reply},
    {.method = "POST",
     .path = "/api/v2/query/batch",
     .id = "query_batch",
     .tag = "finding",
     .summary = "Answers up to 100 questions in one call",
     .body = batch_body,
     .reply = describe_batch},
    {.method = "POST",
     .path = "/api/v2/context",
     .id = "context",
     .tag = "finding",
     .summary = "The best passages for a question within a budget of words, to feed an assistant",
     .body = context_body,
     .reply = describe_context_reply},
    {.method = "GET",
     .path = "/api/v2/meetings",
     .id = "list_meetings",
     .tag = "library",
     .summary = "Meetings, newest first, page by page",
     .parameters = meetings_parameters,
     .reply = describe_meetings},
    {.method = "GET",
     .path = "/api/v2/meetings/{id}",
     .id = "get_meeting",
     .tag = "library",
     .summary = "One meeting with its stretches of topic",
     .reply = describe_meeting},
    {.method = "DELETE",
     .path = "/api/v2/meetings",
     .id = "erase_period",
     .tag = "erasing",
     .summary = "Erases the meetings of a project that began in a period, for good",
     .parameters = period_parameters,
     .reply = describe_erased,
     .statuses = {404}},
    {.method = "PATCH",
     .path = "/api/v2/meetings/{id}",
     .id = "edit_meeting",
     .tag = "library",
     .summary = "Renames a meeting, or moves it to another project",
     .body = edit_body,
     .reply = describe_meeting},
    {.method = "DELETE",
     .path = "/api/v2/meetings/{id}",
     .id = "erase_meeting",
     .tag = "erasing",
     .summary = "Erases a meeting with everything derived from it, for good",
     .parameters = erase_parameters,
     .reply = describe_erased},
    {.method = "POST",
     .path = "/api/v2/meetings/{id}/reextract",
     .id = "reextract_meeting",
     .tag = "library",
     .summary = "Finds the memories of a meeting anew, as an import would by now; ids and corrections stay",
     .reply = describe_reextracted,
     .statuses = {404, 409}},
    {.method = "GET",
     .path = "/api/v2/meetings/{id}/transcript",
     .id = "get_transcript",
     .tag = "library",
     .summary = "The turns of a meeting, as imported",
     .parameters = transcript_parameters,
     .reply = describe_transcript},
    {.method = "GET",
     .path = "/api/v2/memories",
     .id = "list_memories",
     .tag = "library",
     .summary = "Memories by meeting, type, person, time and more, page by page",
     .parameters = memories_parameters,
     .reply = describe_memories},
    {.method = "POST",
     .path = "/api/v2/memories",
     .id = "add_memory",
     .tag = "memory",
     .summary = "Remembers a note as it stands",
     .body = note_body,
     .reply = describe_note,
     .statuses = {409}},
    {.method = "GET",
     .path = "/api/v2/memories/{id}",
     .id = "get_memory",
     .tag = "library",
     .summary = "One memory or concept, with its connections and neighbours",
     .reply = describe_memory},
    {.method = "PATCH",
     .path = "/api/v2/memories/{id}",
     .id = "correct_memory",
     .tag = "library",
     .summary = "Corrects a memory's type, importance or state by hand, or takes that back",
     .body = correction_body,
     .reply = describe_memory,
     .statuses = {409}},
    {.method = "DELETE",
     .path = "/api/v2/memories/{id}",
     .id = "erase_memory",
     .tag = "erasing",
     .summary = "Erases a memory with the words it comes from, for good",
     .parameters = erase_parameters,
     .reply = describe_erased,
     .statuses = {409}},
    {.method = "GET",
     .path = "/api/v2/projects",
     .id = "list_projects",
     .tag = "library",
     .summary = "Projects with their counts",
     .parameters = projects_parameters,
     .reply = describe_projects},
    {.method = "GET",
     .path = "/api/v2/concepts",
     .id = "list_concepts",
     .tag = "library",
     .summary = "What recurs over a project's meetings, the most mentioned first",
     .parameters = concepts_parameters,
     .reply = describe_concepts},
    {.method = "GET",
     .path = "/api/v2/decisions",
     .id = "list_decisions",
     .tag = "memory",
     .summary = "Decisions that hold, each with what it superseded, who objected and what differs",
     .parameters = decisions_parameters,
     .reply = describe_decisions},
    {.method = "DELETE",
     .path = "/api/v2/projects/{name}",
     .id = "erase_project",
     .tag = "erasing",
     .summary = "Erases every meeting of a project, for good",
     .parameters = erase_parameters,
     .reply = describe_erased},
    {.method = "GET",
     .path = "/api/v2/speakers",
     .id = "list_speakers",
     .tag = "library",
     .summary = "Who speaks, with counts",
     .parameters = project_parameters,
     .reply = describe_speakers},
    {.method = "PATCH",
     .path = "/api/v2/speakers",
     .id = "rename_speaker",
     .tag = "library",
     .summary = "Renames a speaker in a project, or makes two one",
     .body = rename_body,
     .reply = describe_renamed,
     .statuses = {404}},
    {.method = "DELETE",
     .path = "/api/v2/speakers/{name}",
     .id = "erase_speaker",
     .tag = "erasing",
     .summary = "Erases what one person said in a project, and the name, for good",
     .parameters = period_parameters,
     .reply = describe_erased},
    {.method = "GET",
     .path = "/api/v2/export",
     .id = "export_project",
     .tag = "archives",
     .summary = "All of a project as JSON Lines: meetings, turns, memories with vectors, connections, renamed speakers",
     .parameters = export_parameters,
     .reply_type = "application/jsonl",
     .statuses = {404, 507}},
    {.method = "POST",
     .path = "/api/v2/import",
     .id = "import_archive",
     .tag = "archives",
     .summary = "Takes what export gave; what is there already stays as it is",
     .reply = describe_imported,
     .statuses = {409}},
    {.method = "GET",
     .path = "/api/v2/events",
     .id = "events",
     .tag = "operations",
     .summary = "Server-sent events: ingested, erased, speaker_renamed; resumes after Last-Event-ID",
     .reply_type = "text/event-stream"},
    {.method = "GET",
     .path = "/api/v2/stats",
     .id = "stats",
     .tag = "operations",
     .summary = "Counts, and the state of the indexes",
     .reply = describe_stats},
    {.method = "POST",
     .path = "/api/v2/reindex",
     .id = "reindex",
     .tag = "operations",
     .summary = "Builds the search indexes again from the store",
     .reply = describe_reindexed},
    {.method = "POST",
     .path = "/api/v2/backup",
     .id = "backup",
     .tag = "operations",
     .summary = "Makes a backup in the server's folder for them, while writes go on",
     .reply = describe_backup},
    {.method = "GET",
     .path = "/api/v2/keys",
     .id = "list_keys",
     .tag = "keys",
     .summary = "API keys, without their secrets",
     .reply = describe_keys},
    {.method = "POST",
     .path = "/api/v2/keys",
     .id = "create_key",
     .tag = "keys",
     .summary = "Makes an API key; its reply alone has the secret",
     .body = describe_new_key,
     .reply = describe_key,
     .statuses = {409}},
    {.method = "DELETE",
     .path = "/api/v2/keys/{key}",
     .id = "revoke_key",
     .tag = "keys",
     .summary = "Refuses an API key from now on, by its id or its name",
     .reply = describe_key},
    {.method = "GET",
     .path = "/health",
     .id = "health",
     .tag = "operations",
     .summary = "Whether it can answer, and what it lacks",
     .reply = describe_health,
     .reply_when_unavailable = true},
    {.method = "GET",
     .path = "/health/detailed",
     .id = "health_detailed",
     .tag = "operations",
     .summary = "Each component with its state, how long it took to answer, and its error",
     .reply = describe_health_report,
     .reply_when_unavailable = true},
    {.method = "GET",
     .path = "/metrics",
     .id = "metrics",
     .tag = "operations",
     .summary = "What Prometheus reads",
     .reply_type = "text/plain"},
    {.method = "GET",
     .path = "/livez",
     .id = "livez",
     .tag = "operations",
     .summary = "Whether the process answers, also when it is saturated",
     .reply = describe_alive},
    {.method = "GET",
     .path = "/readyz",
     .id = "readyz",
     .tag = "operations",
     .summary = "Whether it can take requests",
     .reply = describe_health,
     .reply_when_unavailable = true},
    {.method = "GET",
     .path = "/healthz",
     .id = "healthz",
     .tag = "operations",
     .summary = "The same as /health",
     .reply = describe_health,
     .reply_when_unavailable = true},
    {.method = "GET",
     .path = "/openapi.json",
     .id = "openapi",
     .tag = "operations",
     .summary = "This document",
     .reply = describe_any_object},
    {.method = "GET",
     .path = "/docs",
     .id = "docs",
     .tag = "operations",
     .summary = "This document as a page to read",
     .reply_type = "text/html"},
});

}  // namespace

std::span<const RouteDoc> route_docs() {
  return kDocs;
}

}  // namespace hebb::api
