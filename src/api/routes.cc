#include "api/routes.h"

#include <array>

#include "api/answers.h"
#include "api/collection_routes.h"
#include "api/declaration_routes.h"
#include "api/docs_page.h"
#include "api/fade_routes.h"
#include "api/key_routes.h"
#include "api/once.h"
#include "api/openapi.h"
#include "api/pattern_routes.h"
#include "api/replies.h"
#include "api/route_answers.h"

namespace hebb::api {
namespace {

Parsed<Answer> ingest(const Call& call) {
  const auto request = read_ingest(call.request);
  if (!request) return std::unexpected(request.error());
  // The caller knows the name it sent, so the refusal tells nothing, and is the same whether there is such a project.
  if (!call.request.caller.projects.contains(request->project)) {
    return std::unexpected(forbidden("this key is not for the project that the request names"));
  }
  const auto reply = call.engine.ingest(*request, now(), call.request.budget);
  if (!reply) return failed(reply);
  return Answer{json_of(*reply)};
}

Parsed<Answer> ingest_once(const Call& call) {
  return once(call, ingest);
}

Parsed<Answer> query(const Call& call) {
  auto request = read_query(call.request);
  if (!request) return std::unexpected(request.error());
  auto body = answer(call.engine, std::move(*request), call.request.budget);
  if (!body) return std::unexpected(body.error());
  return Answer{std::move(*body)};
}

Parsed<Answer> context(const Call& call) {
  auto context = read_context(call.request);
  if (!context) return std::unexpected(context.error());
  auto body = answer(call.engine, std::move(*context), call.request.budget);
  if (!body) return std::unexpected(body.error());
  return Answer{std::move(*body)};
}

Parsed<Answer> meetings(const Call& call) {
  const auto query = read_meeting_query(call.request);
  if (!query) return std::unexpected(query.error());
  const auto page = call.engine.meetings(*query);
  if (!page) return failed(page);
  return Answer{json_of(*page)};
}

Parsed<Answer> meeting(const Call& call) {
  const auto id = read_id(call.argument);
  if (!id) return std::unexpected(id.error());
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  const auto detail = call.engine.meeting(*id, call.request.caller.projects);
  if (!detail) return failed(detail);
  return Answer{json_of(*detail)};
}

Parsed<Answer> transcript(const Call& call) {
  const auto id = read_id(call.argument);
  if (!id) return std::unexpected(id.error());
  const auto range = read_turn_range(call.request);
  if (!range) return std::unexpected(range.error());
  const auto& seen = call.request.caller.projects;
  const auto detail = call.engine.meeting(*id, seen);
  if (!detail) return failed(detail);
  const auto turns = call.engine.transcript(*id, range->first, range->last, seen);
  if (!turns) return failed(turns);
  return Answer{transcript_json(detail->summary, *turns)};
}

Parsed<Answer> erase_meeting(const Call& call) {
  const auto id = read_id(call.argument);
  if (!id) return std::unexpected(id.error());
  const auto dry_run = read_dry_run(call.request);
  if (!dry_run) return std::unexpected(dry_run.error());
  const auto counts =
      call.engine.erase_meetings(std::array{*id}, *dry_run, call.request.caller.projects, call.request.budget);
  if (!counts) return failed(counts);
  return Answer{json_of(*counts, *dry_run, seq_for(call.request.caller.projects, counts->seq))};
}

Parsed<Answer> erase_project(const Call& call) {
  const auto project = read_project(call.argument);
  if (!project) return std::unexpected(project.error());
  const auto dry_run = read_dry_run(call.request);
  if (!dry_run) return std::unexpected(dry_run.error());
  const auto counts = call.engine.erase_project(*project, *dry_run, call.request.caller.projects, call.request.budget);
  if (!counts) return failed(counts);
  return Answer{json_of(*counts, *dry_run, seq_for(call.request.caller.projects, counts->seq))};
}

Parsed<Answer> speakers(const Call& call) {
  const auto project = read_project_parameter(call.request);
  if (!project) return std::unexpected(project.error());
  const auto list = call.engine.speakers(*project, call.request.caller.projects);
  if (!list) return failed(list);
  return Answer{json_of(*list)};
}

Parsed<Answer> rename_speaker(const Call& call) {
  const auto request = read_rename(call.request);
  if (!request) return std::unexpected(request.error());
  const auto& seen = call.request.caller.projects;
  const auto seq = call.engine.rename_speaker(
      {.project = request->project, .from = request->from, .to = request->to, .merge = request->merge}, seen,
      call.request.budget);
  if (!seq) return failed(seq);
  return Answer{json_of(*request, seq_for(seen, *seq))};
}

Parsed<Answer> stats(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  const auto stats = call.engine.stats(call.request.caller.projects);
  if (!stats) return failed(stats);
  return Answer{json_of(*stats)};
}

Parsed<Answer> reindex(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  const auto seq = call.engine.reindex(call.request.budget);
  if (!seq) return failed(seq);
  return Answer{reindexed_json(*seq)};
}

Parsed<Answer> backup(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  const auto made = call.engine.backup(now(), call.request.budget);
  if (!made) return failed(made);
  return Answer{json_of(*made)};
}

// A degraded server still answers questions, so only one without its store is 503.
Parsed<Answer> health(const Call& call) {
  const Health health = call.engine.health();
  return Answer{.body = json_of(health), .status = health.healthy ? 200 : 503};
}

Parsed<Answer> health_detailed(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  const HealthReport report = call.engine.examine();
  return Answer{.body = json_of(report, now()), .status = report.state == ComponentState::unhealthy ? 503 : 200};
}

Parsed<Answer> metrics(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  if (!call.request.metrics) return std::unexpected(no_such_path());
  return Answer{.body = call.request.metrics(), .content_type = "text/plain; version=0.0.4; charset=utf-8"};
}

// Says only that the process answers: no store is asked.
Parsed<Answer> livez(const Call&) {
  return Answer{R"({"status":"alive"})"};
}

Parsed<Answer> openapi(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  return Answer{.body = openapi_json()};
}

Parsed<Answer> docs(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  return Answer{.body = docs_page(),
                .content_type = "text/html; charset=utf-8",
                .headers = {{"Content-Security-Policy", std::string(kDocsPolicy)}}};
}

// Surfaces without keys of their own have them in `hebb keys`.
template <auto answer, class... Argument>
Parsed<Answer> with_keys(const Call& call, Argument... argument) {
  if (call.keys != nullptr) return answer(*call.keys, call.request, argument...);
  return std::unexpected(problem_of({ErrorCode::unsupported, "there are no keys here; `hebb keys` has them"}));
}

Parsed<Answer> keys(const Call& call) {
  return with_keys<list_keys>(call);
}

Parsed<Answer> new_key(const Call& call) {
  return with_keys<create_key>(call);
}

Parsed<Answer> old_key(const Call& call) {
  return with_keys<revoke_key>(call, call.argument);
}

constexpr auto kRoutes = std::to_array<Route>({
    {"POST", "/api/v2/ingest", BodyKind::transcript, kWrite, ingest_once},
    {"POST", "/ingest", BodyKind::transcript, kWrite, ingest_once},
    {"POST", "/api/v2/query", BodyKind::json, kRead, query},
    {"POST", "/api/v2/query/batch", BodyKind::json, kRead, query_batch},
    {"POST", "/api/v2/context", BodyKind::json, kRead, context},
    {"GET", "/api/v2/meetings", BodyKind::none, kRead, meetings},
    {"GET", "/api/v2/meetings/{id}", BodyKind::none, kRead, meeting},
    {"DELETE", "/api/v2/meetings", BodyKind::none, kAdmin, erase_period},
    {"PATCH", "/api/v2/meetings/{id}", BodyKind::json, kWrite, edit_meeting},
    {"DELETE", "/api/v2/meetings/{id}", BodyKind::none, kWrite, erase_meeting},
    {"POST", "/api/v2/meetings/{id}/reextract", BodyKind::none, kWrite, reextract},
    {"GET", "/api/v2/meetings/{id}/transcript", BodyKind::none, kRead, transcript},
    {"GET", "/api/v2/memories", BodyKind::none, kRead, list_memories},
    {"POST", "/api/v2/memories", BodyKind::json, kWrite, add_note},
    {"GET", "/api/v2/memories/{id}", BodyKind::none, kRead, memory_detail},
    {"PATCH", "/api/v2/memories/{id}", BodyKind::json, kWrite, correct_memory},
    {"DELETE", "/api/v2/memories/{id}", BodyKind::none, kWrite, erase_memory},
    {"GET", "/api/v2/projects", BodyKind::none, kRead, list_projects},
    {"DELETE", "/api/v2/projects/{name}", BodyKind::none, kAdmin, erase_project},
    {"GET", "/api/v2/speakers", BodyKind::none, kRead, speakers},
    {"PATCH", "/api/v2/speakers", BodyKind::json, kWrite, rename_speaker},
    {"DELETE", "/api/v2/speakers/{name}", BodyKind::none, kAdmin, erase_speaker},
    {"GET", "/api/v2/concepts", BodyKind::none, kRead, list_concepts},
    {"GET", "/api/v2/patterns", BodyKind::none, kRead, list_patterns},
    {"POST", "/api/v2/consolidate", BodyKind::none, kWrite, consolidate},
    {"POST", "/api/v2/fade", BodyKind::none, kWrite, fade},
    {"DELETE", "/api/v2/fade", BodyKind::none, kWrite, restore_faded},
    {"DELETE", "/api/v2/consolidate", BodyKind::none, kWrite, undo_consolidation},
    {"GET", "/api/v2/declaration", BodyKind::none, kRead, get_declaration},
    {"PUT", "/api/v2/declaration", BodyKind::json, kWrite, put_declaration},
    {"PATCH", "/api/v2/declaration", BodyKind::json, kWrite, patch_declaration},
    {"DELETE", "/api/v2/declaration", BodyKind::none, kWrite, delete_declaration},
    {"GET", "/api/v2/mentions", BodyKind::none, kRead, list_mentions},
    {"GET", "/api/v2/decisions", BodyKind::none, kRead, list_decisions},
    {"GET", "/api/v2/export", BodyKind::none, kRead, export_project},
    {"POST", "/api/v2/import", BodyKind::archive, kWrite, import_archive},
    {"GET", "/api/v2/events", BodyKind::none, kWatch, events},
    {"GET", "/api/v2/stats", BodyKind::none, kRead, stats},
    {"POST", "/api/v2/reindex", BodyKind::none, kOperate, reindex},
    {"POST", "/api/v2/backup", BodyKind::none, kOperate, backup},
    {"GET", "/api/v2/keys", BodyKind::none, kOperate, keys},
    {"POST", "/api/v2/keys", BodyKind::json, kOperate, new_key},
    {"DELETE", "/api/v2/keys/{key}", BodyKind::none, kOperate, old_key},
    {"GET", "/health", BodyKind::none, kOpen, health},
    {"GET", "/health/detailed", BodyKind::none, kWatch, health_detailed},
    {"GET", "/metrics", BodyKind::none, kWatch, metrics},
    {"GET", "/livez", BodyKind::none, kOpen, livez},
    {"GET", "/readyz", BodyKind::none, kOpen, health},
    {"GET", "/healthz", BodyKind::none, kOpen, health},
    {"GET", "/openapi.json", BodyKind::none, kOpen, openapi},
    {"GET", "/docs", BodyKind::none, kOpen, docs},
});

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

std::span<const std::string_view> transcript_media_types() {
  static constexpr auto kTypes = std::to_array<std::string_view>(
      {"application/json", "text/vtt", "application/x-subrip", "text/plain", "text/markdown",
       "application/octet-stream", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"});
  return kTypes;
}

std::optional<std::string_view> match(std::string_view path_template, std::string_view path) {
  const auto open = path_template.find('{');
  if (open == std::string_view::npos) {
    return path == path_template ? std::optional<std::string_view>("") : std::nullopt;
  }
  const std::string_view before = path_template.substr(0, open);
  const std::string_view after = path_template.substr(path_template.find('}') + 1);
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) {
    return std::nullopt;
  }
  const std::string_view argument = path.substr(before.size(), path.size() - before.size() - after.size());
  const bool takes_rest = path_template.ends_with("{name}") || path_template.ends_with("{key}");
  if (!takes_rest && argument.contains('/')) return std::nullopt;
  return argument;
}

}  // namespace hebb::api
