#include "api/declaration_routes.h"

#include "api/collection_requests.h"
#include "api/replies.h"
#include "api/route_answers.h"

namespace hebb::api {
namespace {

Parsed<Answer> answer_of(const std::string& project, const Result<DeclarationChange>& change) {
  if (!change) return failed(change);
  return Answer{json_of(project, *change)};
}

}  // namespace

Parsed<Answer> get_declaration(const Call& call) {
  const auto project = read_declared(call.request);
  if (!project) return std::unexpected(project.error());
  const auto declared = call.engine.declared(*project, call.request.caller.projects, call.request.budget);
  if (!declared) return failed(declared);
  return Answer{json_of(*declared)};
}

Parsed<Answer> put_declaration(const Call& call) {
  const auto request = read_declare(call.request);
  if (!request) return std::unexpected(request.error());
  return answer_of(request->project, call.engine.declare(request->project, request->declaration,
                                                         call.request.caller.projects, call.request.budget));
}

Parsed<Answer> patch_declaration(const Call& call) {
  const auto request = read_declaration_edit(call.request);
  if (!request) return std::unexpected(request.error());
  return answer_of(request->project, call.engine.edit_declaration(request->project, request->edit,
                                                                  call.request.caller.projects, call.request.budget));
}

Parsed<Answer> delete_declaration(const Call& call) {
  const auto project = read_declared(call.request);
  if (!project) return std::unexpected(project.error());
  return answer_of(*project, call.engine.declare(*project, {}, call.request.caller.projects, call.request.budget));
}

Parsed<Answer> list_mentions(const Call& call) {
  const auto query = read_mention_query(call.request);
  if (!query) return std::unexpected(query.error());
  const auto page = call.engine.mentions(*query, call.request.budget);
  if (!page) return failed(page);
  return Answer{mentions_json(*page)};
}

}  // namespace hebb::api
