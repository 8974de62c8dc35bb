#include "api/api.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <format>
#include <typeinfo>

#include "api/answers.h"
#include "api/problem.h"
#include "api/routes.h"
#include "base/log_line.h"

namespace hebb::api {
namespace {

// Of every JSON body but a transcript's.
constexpr std::size_t kJsonBytes = 1 << 20;

std::string_view effective(std::string_view method) {
  return method == "HEAD" ? "GET" : method;
}

std::string allowed_on(std::string_view path) {
  std::string allow;
  const auto add = [&](std::string_view method) {
    if (!allow.contains(method)) allow += (allow.empty() ? "" : ", ") + std::string(method);
  };
  for (const Route& route : routes()) {
    if (!match(route.path, path)) continue;
    add(route.method);
    if (route.method == "GET") add("HEAD");
  }
  if (!allow.empty()) add("OPTIONS");
  return allow;
}

std::optional<Problem> refuse_body(const Route& route, const Request& request) {
  const std::string type = media_type(request.content_type);
  if (route.body == BodyKind::json && type != "application/json") {
    return unsupported_media_type("this path takes application/json");
  }
  if (route.body == BodyKind::json || route.body == BodyKind::none) {
    if (request.body.size() > kJsonBytes) return too_large(std::format("at most {} bytes are taken", kJsonBytes));
    if (route.body == BodyKind::json) return std::nullopt;
    // What somebody means to say there, such as dry_run, must not be passed over.
    const auto none = read_no_body(request);
    return none ? std::nullopt : std::optional(none.error());
  }
  if (route.body == BodyKind::archive) {
    if (type == "application/jsonl" || type == "application/x-ndjson") return std::nullopt;
    return unsupported_media_type("this path takes application/jsonl, which GET /api/v2/export gives");
  }
  if (std::ranges::contains(transcript_media_types(), type)) return std::nullopt;
  std::string all;
  for (const auto known : transcript_media_types()) all += std::string(known) + ", ";
  return unsupported_media_type("this path takes " + all + "multipart/form-data; name the type in Content-Type");
}

const Route* route_for(std::string_view method, std::string_view path) {
  const auto found = std::ranges::find_if(routes(), [&](const Route& route) {
    return route.method == effective(method) && match(route.path, path).has_value();
  });
  return found == routes().end() ? nullptr : &*found;
}

// `what` quotes nothing of the request.
void log_failure(spdlog::level::level_enum level, const Request& request, std::string_view type,
                 std::string_view what) {
  const std::string_view route = route_of(request.method, request.path);
  const std::vector<LogField> fields{{"event", "error"},
                                     {"request_id", request.request_id},
                                     {"method", request.method},
                                     {"route", route},
                                     {"error_type", type}};
  const auto message = std::format("request {}: {} {}: {}: {}", request.request_id, request.method, route, type, what);
  spdlog::log(level, "{}", log_line(message, fields));
}

std::optional<Problem> caller_problem(const Request& request) {
  if (request.method == "OPTIONS") return std::nullopt;
  const Route* route = route_for(request.method, request.path);
  const Access access = route != nullptr ? route->access : kRead;  // what is not there is no stranger's business
  if (!access.scope) return std::nullopt;
  const Caller& caller = request.caller;
  if (!caller.scope) return unauthorized("this needs a key: send it as `Authorization: Bearer KEY`");
  if (*caller.scope < *access.scope) {
    return forbidden(std::format("this needs a key of the scope {}; this one's is {}", to_string(*access.scope),
                                 to_string(*caller.scope)));
  }
  if (access.whole && !caller.projects.all()) {
    return forbidden("this is about all projects, and the key is for some");
  }
  return std::nullopt;
}

Reply dispatch(const Service& service, const Request& request) {
  if (const auto refused = caller_problem(request)) return reply_of(*refused, request);
  const std::string allow = allowed_on(request.path);
  if (allow.empty()) return reply_of(no_such_path(), request);
  if (request.method == "OPTIONS") return {.content_type = "", .headers = {{"Allow", allow}}};
  const Route* route = route_for(request.method, request.path);
  if (route == nullptr) return reply_of(method_not_allowed(allow), request);
  if (const auto refused = refuse_body(*route, request)) return reply_of(*refused, request);
  auto answer = route->answer({service.engine, request, *match(route->path, request.path), service.keys});
  if (!answer) {
    if (answer.error().status >= 500) {
      // Work that was left because its client had gone, or the server stops, has not failed.
      const bool left = answer.error().code == to_string(ErrorCode::cancelled);
      log_failure(left ? spdlog::level::info : spdlog::level::err, request, answer.error().code, answer.error().detail);
    }
    return reply_of(answer.error(), request);
  }
  return {.status = answer->status,
          .content_type = std::move(answer->content_type),
          .headers = std::move(answer->headers),
          .body = std::move(answer->body),
          .parts = std::move(answer->parts),
          .wait = answer->wait};
}

}  // namespace

std::optional<Reply> refuse_caller(const Request& request) {
  if (const auto refused = caller_problem(request)) return reply_of(*refused, request);
  return std::nullopt;
}

Reply handle(const Service& service, const Request& request) {
  try {
    return dispatch(service, request);
  } catch (const ContractViolation& bug) {
    log_failure(spdlog::level::critical, request, "contract_violation", bug.what());
  } catch (const std::bad_alloc&) {
    log_failure(spdlog::level::err, request, "out_of_memory", "out of memory");
    return reply_of(saturated("the server is out of memory; try a smaller request"), request);
  } catch (const std::exception& bug) {
    // Not what(): it may quote the data that it choked on.
    log_failure(spdlog::level::critical, request, typeid(bug).name(), "an exception");
  }
  return reply_of(our_bug(), request);
}

std::optional<Reply> kept_reply(Engine& engine, const Request& request) {
  if (request.method != "POST" || media_type(request.content_type) != "application/json") return std::nullopt;
  if (caller_problem(request)) return std::nullopt;
  std::optional<std::string> body;
  if (request.path == "/api/v2/query") {
    if (auto query = read_query(request)) body = kept_answer(engine, std::move(*query));
  } else if (request.path == "/api/v2/context") {
    if (auto context = read_context(request)) body = kept_answer(engine, std::move(*context));
  }
  if (!body) return std::nullopt;
  return Reply{.body = std::move(*body)};
}

std::string_view route_of(std::string_view method, std::string_view path) {
  for (const Route& route : routes()) {
    if ((route.method == effective(method) || method == "OPTIONS") && match(route.path, path)) return route.path;
  }
  return {};
}

}  // namespace hebb::api
