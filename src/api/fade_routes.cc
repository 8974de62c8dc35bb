#include "api/fade_routes.h"

#include "api/collection_requests.h"
#include "api/replies.h"
#include "api/route_answers.h"

namespace hebb::api {

Parsed<Answer> fade(const Call& call) {
  const auto asked = read_fade(call.request);
  if (!asked) return std::unexpected(asked.error());
  const auto report = call.engine.fade(*asked, now(), call.request.caller.projects, call.request.budget);
  if (!report) return failed(report);
  return Answer{json_of(*report, asked->dry_run)};
}

Parsed<Answer> restore_faded(const Call& call) {
  const auto project = read_restore(call.request);
  if (!project) return std::unexpected(project.error());
  const auto report = call.engine.restore_faded(*project, now(), call.request.caller.projects, call.request.budget);
  if (!report) return failed(report);
  return Answer{json_of(*report)};
}

}  // namespace hebb::api
