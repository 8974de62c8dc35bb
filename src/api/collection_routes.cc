#include "api/collection_routes.h"

#include <chrono>

#include "api/answers.h"
#include "api/collection_requests.h"
#include "api/once.h"
#include "api/replies.h"
#include "api/route_answers.h"

namespace hebb::api {
namespace {

// The caller knows the name it sent, so the refusal tells nothing, and is the same whether there is such a project.
std::unexpected<Problem> another_project() {
  return std::unexpected(forbidden("this key is not for the project that the request names"));
}

Parsed<Answer> counted(const Call& call, const hebb::Result<EraseCounts>& counts, bool dry_run) {
  if (!counts) return failed(counts);
  return Answer{json_of(*counts, dry_run, seq_for(call.request.caller.projects, counts->seq))};
}

Parsed<Answer> remember(const Call& call) {
  const auto note = read_note(call.request);
  if (!note) return std::unexpected(note.error());
  if (!call.request.caller.projects.contains(note->project)) return another_project();
  const auto reply = call.engine.add_note(*note, now(), call.request.budget);
  if (!reply) return failed(reply);
  return Answer{json_of(*reply)};
}

}  // namespace

Parsed<Answer> list_projects(const Call& call) {
  const auto query = read_project_query(call.request);
  if (!query) return std::unexpected(query.error());
  const auto page = call.engine.projects(*query);
  if (!page) return failed(page);
  return Answer{json_of(*page)};
}

Parsed<Answer> list_concepts(const Call& call) {
  const auto query = read_concept_query(call.request);
  if (!query) return std::unexpected(query.error());
  const auto page = call.engine.concepts(*query);
  if (!page) return failed(page);
  return Answer{json_of(*page)};
}

Parsed<Answer> list_decisions(const Call& call) {
  const auto query = read_decision_query(call.request);
  if (!query) return std::unexpected(query.error());
  const auto page = call.engine.decisions(*query);
  if (!page) return failed(page);
  return Answer{json_of(*page)};
}

Parsed<Answer> list_memories(const Call& call) {
  const auto query = read_memory_query(call.request);
  if (!query) return std::unexpected(query.error());
  const auto page = call.engine.list(*query);
  if (!page) return failed(page);
  return Answer{json_of(*page)};
}

Parsed<Answer> memory_detail(const Call& call) {
  const auto id = read_memory_id(call.argument);
  if (!id) return std::unexpected(id.error());
  const auto peeks = read_peek(call.request);
  if (!peeks) return std::unexpected(peeks.error());
  const auto detail = call.engine.memory(*id, call.request.caller.projects);
  if (!detail) return failed(detail);
  if (!*peeks && call.request.method == "GET") call.engine.opened(*id);
  return Answer{json_of(*detail)};
}

Parsed<Answer> query_batch(const Call& call) {
  const auto began = std::chrono::steady_clock::now();
  const auto queries = read_batch(call.request);
  if (!queries) return std::unexpected(queries.error());
  const auto replies = answers(call.engine, *queries, call.request.budget);
  if (!replies) return std::unexpected(replies.error());
  const auto spent = std::chrono::steady_clock::now() - began;
  return Answer{batch_json(*replies, std::chrono::duration_cast<std::chrono::milliseconds>(spent).count())};
}

Parsed<Answer> add_note(const Call& call) {
  return once(call, remember);
}

Parsed<Answer> correct_memory(const Call& call) {
  const auto id = read_memory_id(call.argument);
  if (!id) return std::unexpected(id.error());
  const auto correction = read_correction(call.request);
  if (!correction) return std::unexpected(correction.error());
  const auto& seen = call.request.caller.projects;
  const auto corrected = call.engine.correct_memory(*id, *correction, now(), seen, call.request.budget);
  if (!corrected) return failed(corrected);
  const auto detail = call.engine.memory(*id, seen);
  if (!detail) return failed(detail);
  return Answer{json_of(*detail)};
}

Parsed<Answer> edit_meeting(const Call& call) {
  const auto id = read_id(call.argument);
  if (!id) return std::unexpected(id.error());
  const auto edit = read_edit(call.request);
  if (!edit) return std::unexpected(edit.error());
  const auto& seen = call.request.caller.projects;
  if (edit->project && !seen.contains(*edit->project)) return another_project();
  const auto edited = call.engine.edit_meeting(*id, *edit, seen, call.request.budget);
  if (!edited) return failed(edited);
  const auto detail = call.engine.meeting(*id, seen);
  if (!detail) return failed(detail);
  return Answer{json_of(*detail)};
}

Parsed<Answer> reextract(const Call& call) {
  const auto id = read_id(call.argument);
  if (!id) return std::unexpected(id.error());
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  const auto done = call.engine.reextract(*id, call.request.caller.projects, call.request.budget);
  if (!done) return failed(done);
  return Answer{json_of(*id, *done)};
}

Parsed<Answer> erase_memory(const Call& call) {
  const auto id = read_memory_id(call.argument);
  if (!id) return std::unexpected(id.error());
  const auto dry_run = read_dry_run(call.request);
  if (!dry_run) return std::unexpected(dry_run.error());
  return counted(call, call.engine.erase_memory(*id, *dry_run, call.request.caller.projects, call.request.budget),
                 *dry_run);
}

Parsed<Answer> erase_speaker(const Call& call) {
  const auto name = read_speaker(call.argument);
  if (!name) return std::unexpected(name.error());
  const auto asked = read_period_erasure(call.request, false);
  if (!asked) return std::unexpected(asked.error());
  const auto& seen = call.request.caller.projects;
  return counted(call, call.engine.erase_speaker(*name, asked->period, asked->dry_run, seen, call.request.budget),
                 asked->dry_run);
}

Parsed<Answer> erase_period(const Call& call) {
  const auto asked = read_period_erasure(call.request, true);
  if (!asked) return std::unexpected(asked.error());
  const auto& seen = call.request.caller.projects;
  return counted(call, call.engine.erase_period(asked->period, asked->dry_run, seen, call.request.budget),
                 asked->dry_run);
}

}  // namespace hebb::api
