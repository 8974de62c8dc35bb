#include "server/gate.h"

#include <algorithm>
#include <format>

#include "api/requests.h"
#include "server/client_address.h"
#include "server/http_text.h"

namespace hebb::server {
namespace {

bool is_any_address(std::string_view host) {
  return host == "0.0.0.0" || host == "::";
}

// An address, unlike a name, cannot be made to lead elsewhere: who names the one that it has reached was sent there.
bool is_same_address(std::string_view host, std::string_view local) {
  const auto named = parse_address(host);
  return named && named == parse_address(local);
}

// Other programs may leave the header out or name any Host; a page in a browser cannot help sending one of these.
bool from_browser(const RequestHead& head) {
  return !head.origin.empty() || !head.fetch_site.empty();
}

// X-API-Key before Authorization, which a proxy may use for itself. One of another scheme is a key that nobody has.
std::optional<std::string_view> key_in(const RequestHead& head) {
  if (!head.api_key.empty()) return trimmed(head.api_key);
  if (head.authorization.empty()) return std::nullopt;
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view sent = head.authorization;
  if (lower(sent.substr(0, kScheme.size())) != kScheme) return "";
  return trimmed(sent.substr(kScheme.size()));
}

}  // namespace

Gate::Gate(const ServerOptions& options)
    : max_body_bytes_(options.max_body_bytes),
      token_(options.token),
      keys_(options.keys),
      keys_required_(options.keys_required) {
  for (const auto& host : options.allowed_hosts) hosts_.push_back(lower(host));
  if (!is_any_address(options.host)) hosts_.push_back(lower(options.host));
  for (const auto& origin : options.cors_origins) {
    origins_.push_back(lower(origin));
    if (origins_.back().ends_with('/')) origins_.back().pop_back();
  }
}

bool Gate::host_allowed(const RequestHead& head) const {
  const std::string name = host_without_port(head.host);
  return is_local_host(name) || is_same_address(name, head.local_address) ||
         std::ranges::any_of(hosts_, [&](const std::string& known) {
           return known == "*" || known == name || known == lower(head.host);
         });
}

bool Gate::origin_allowed(std::string_view origin) const {
  return std::ranges::contains(origins_, "*") || origin_named(origin);
}

bool Gate::origin_named(std::string_view origin) const {
  const std::string given = lower(origin);
  if (std::ranges::contains(origins_, given)) return true;
  const auto scheme = given.find("://");
  if (scheme == std::string::npos || !given.starts_with("http")) return false;
  const std::string host = given.substr(scheme + 3);
  // A host that was configured by name is allowed; "any host" says nothing of pages.
  const std::string name = host_without_port(host);
  return is_local_host(name) || std::ranges::contains(hosts_, name) || std::ranges::contains(hosts_, host);
}

std::optional<api::Problem> Gate::refuse_body(const RequestHead& head, bool authenticated) const {
  if (head.body_bytes > max_body_bytes_) {
    return api::too_large(std::format("the body has {} bytes; at most {} are taken", head.body_bytes, max_body_bytes_));
  }
  if (head.body_bytes == 0) return std::nullopt;
  if (!head.content_encoding.empty() && lower(head.content_encoding) != "identity") {
    return api::unsupported_media_type("compressed bodies are not taken; send it without Content-Encoding");
  }
  const std::string type = api::media_type(head.content_type);
  if (type == "application/x-www-form-urlencoded") {
    return api::unsupported_media_type(
        "forms are not taken; name the type of the body in Content-Type (with curl: -H 'Content-Type: "
        "application/json')");
  }
  if (authenticated) return std::nullopt;
  if (type == "multipart/form-data" && (from_browser(head) || !head.from_loopback)) {
    return api::forbidden(
        "multipart/form-data needs a key, but from this machine itself; or send the file as the body");
  }
  if ((type == "text/plain" || type.empty()) && from_browser(head)) {
    return api::forbidden("a page may not send this content type without a key, since any form could; use another");
  }
  return std::nullopt;
}

std::optional<api::Caller> Gate::caller_of(std::string_view key, Instant now) const {
  if (token_ && equal_in_constant_time(key, *token_)) return api::Caller{.key_id = std::string(kLocalKeyId)};
  return keys_ != nullptr ? keys_->caller(key, now) : std::nullopt;
}

std::expected<api::Caller, api::Problem> Gate::admit(const RequestHead& head, Instant now) const {
  if (head.host.empty() && head.http_1_1) {
    return std::unexpected(api::bad_request("the request has no Host header"));
  }
  if (!head.host.empty() && !head.is_probe && !host_allowed(head)) {
    return std::unexpected(api::forbidden("this Host is neither local nor configured (HEBB_ALLOWED_HOSTS)"));
  }
  if (!head.origin.empty() && !origin_allowed(head.origin)) {
    return std::unexpected(api::forbidden("this Origin is neither local nor configured (CORS_ORIGINS)"));
  }
  api::Caller caller;
  const auto key = key_in(head);
  const bool asks = token_ || keys_ != nullptr;  // else nobody can tell a good key
  if (key && asks) {
    auto known = caller_of(*key, now);
    if (!known) return std::unexpected(api::unauthorized("this key is not valid: unknown, expired or revoked"));
    caller = std::move(*known);
  } else if (keys_required_) {
    caller.scope = std::nullopt;
  }
  if (auto refused = refuse_body(head, key && asks)) return std::unexpected(std::move(*refused));
  return caller;
}

std::map<std::string, std::string> Gate::cors_headers(const RequestHead& head) const {
  if (head.origin.empty() || !origin_allowed(head.origin)) return {};
  std::map<std::string, std::string> headers{
      {"Access-Control-Allow-Origin", head.origin},
      {"Access-Control-Expose-Headers",
       "X-Request-ID, Retry-After, RateLimit, RateLimit-Limit, "
       "RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, Idempotent-Replayed"}};
  // For an origin that was named, not for any: "*" is no trust.
  if (origin_named(head.origin)) headers["Access-Control-Allow-Credentials"] = "true";
  if (head.method == "OPTIONS" && !head.preflight_method.empty()) {
    headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    headers["Access-Control-Allow-Headers"] =
        "Authorization, X-API-Key, Content-Type, Content-Disposition, Idempotency-Key, Last-Event-ID, X-Request-ID, "
        "X-Request-Timeout, traceparent, tracestate";
    headers["Access-Control-Max-Age"] = "3600";
  }
  return headers;
}

}  // namespace hebb::server
