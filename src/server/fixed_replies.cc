#include "server/fixed_replies.h"

namespace hebb::server {
namespace {

bool is_plain(const api::Request& request) {
  return describes_interface(request.path) && (request.method == "GET" || request.method == "HEAD") &&
         request.parameters.empty() && request.body.empty();
}

}  // namespace

bool describes_interface(std::string_view path) {
  return path == "/docs" || path == "/openapi.json";
}

std::optional<api::Reply> FixedReplies::find(const api::Request& request, Coding coding) const {
  if (!is_plain(request)) return std::nullopt;
  return replies_.with([&](const auto& replies) -> std::optional<api::Reply> {
    const auto kept = replies.find({request.path, coding});
    return kept == replies.end() ? std::nullopt : std::optional(kept->second);
  });
}

void FixedReplies::keep(const api::Request& request, Coding coding, const api::Reply& reply) {
  if (!is_plain(request) || reply.status != 200) return;
  replies_.with([&](auto& replies) { replies.try_emplace({request.path, coding}, reply); });
}

}  // namespace hebb::server
