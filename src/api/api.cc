#include "api/api.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <format>
#include <typeinfo>

#include "api/problem.h"
#include "api/routes.h"

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
  if (route.body == BodyKind::none) return std::nullopt;
  const std::string type = media_type(request.content_type);
  if (route.body == BodyKind::json) {
    if (type != "application/json") return unsupported_media_type("this path takes application/json");
    if (request.body.size() > kJsonBytes) return too_large(std::format("at most {} bytes are taken", kJsonBytes));
    return std::nullopt;
  }
  if (std::ranges::contains(transcript_media_types(), type)) return std::nullopt;
  std::string all;
  for (const auto known : transcript_media_types()) all += std::string(known) + ", ";
  return unsupported_media_type("this path takes " + all + "multipart/form-data; name the type in Content-Type");
}

Reply dispatch(Engine& engine, const Request& request) {
  const std::string allow = allowed_on(request.path);
  if (allow.empty()) return reply_of(no_such_path(), request);
  if (request.method == "OPTIONS") return {.content_type = "", .headers = {{"Allow", allow}}};
  for (const Route& route : routes()) {
    const auto argument = match(route.path, request.path);
    if (!argument || route.method != effective(request.method)) continue;
    if (const auto refused = refuse_body(route, request)) return reply_of(*refused, request);
    auto answer = route.answer({engine, request, *argument});
    if (!answer) {
      if (answer.error().status >= 500) {
        spdlog::error("request {}: {} {}: {}", request.request_id, route.method, route.path, answer.error().detail);
      }
      return reply_of(answer.error(), request);
    }
    return {.status = answer->status,
            .content_type = std::move(answer->content_type),
            .headers = std::move(answer->headers),
            .body = std::move(answer->body)};
  }
  return reply_of(method_not_allowed(allow), request);
}

}  // namespace

Reply handle(Engine& engine, const Request& request) {
  try {
    return dispatch(engine, request);
  } catch (const ContractViolation& bug) {
    spdlog::critical("request {}: {}", request.request_id, bug.what());
  } catch (const std::bad_alloc&) {
    spdlog::error("request {}: out of memory", request.request_id);
    return reply_of(saturated("the server is out of memory; try a smaller request"), request);
  } catch (const std::exception& bug) {
    // Not what(): it may quote the data that it choked on.
    spdlog::critical("request {}: an exception of type {}", request.request_id, typeid(bug).name());
  }
  return reply_of(our_bug(), request);
}

std::string_view route_of(std::string_view method, std::string_view path) {
  for (const Route& route : routes()) {
    if ((route.method == effective(method) || method == "OPTIONS") && match(route.path, path)) return route.path;
  }
  return {};
}

}  // namespace hebb::api
