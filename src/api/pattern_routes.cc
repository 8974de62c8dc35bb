#include "api/pattern_routes.h"

#include "api/collection_requests.h"
#include "api/replies.h"
#include "api/route_answers.h"

namespace hebb::api {

Parsed<Answer> list_patterns(const Call& call) {
  const auto query = read_pattern_query(call.request);
  if (!query) return std::unexpected(query.error());
  const auto page = call.engine.patterns(*query);
  if (!page) return failed(page);
  return Answer{json_of(*page)};
}

Parsed<Answer> consolidate(const Call& call) {
  const auto asked = read_consolidation(call.request);
  if (!asked) return std::unexpected(asked.error());
  const auto reports = call.engine.consolidate(*asked, now(), call.request.caller.projects, call.request.budget);
  if (!reports) return failed(reports);
  return Answer{json_of(*reports, asked->dry_run)};
}

Parsed<Answer> undo_consolidation(const Call& call) {
  const auto project = read_undo(call.request);
  if (!project) return std::unexpected(project.error());
  const auto undone = call.engine.undo_consolidation(*project, call.request.caller.projects, call.request.budget);
  if (!undone) return failed(undone);
  return Answer{undone_json(*project)};
}

}  // namespace hebb::api
