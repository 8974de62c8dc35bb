#include "server/request_head.h"

#include <algorithm>
#include <array>
#include <format>

#include "server/http_text.h"

namespace hebb::server {
namespace {

constexpr std::size_t kHeaderBytes = 32 << 10;

// What orchestrators ask by whatever address they know.
bool is_probe(std::string_view path) {
  constexpr auto kProbes = std::to_array<std::string_view>({"/livez", "/readyz", "/healthz", "/health"});
  return std::ranges::contains(kProbes, path);
}

}  // namespace

RequestHead head_of(const drogon::HttpRequest& http) {
  return {.method = http.isHead() ? "HEAD" : http.methodString(),
          .http_1_1 = http.version() == drogon::Version::kHttp11,
          .from_loopback = http.peerAddr().isLoopbackIp(),
          .body_bytes = http.bodyLength(),
          .is_probe = is_probe(http.path()),
          .local_address = http.localAddr().toIp(),
          .host = http.getHeader("host"),
          .origin = http.getHeader("origin"),
          .fetch_site = http.getHeader("sec-fetch-site"),
          .content_type = http.getHeader("content-type"),
          .content_encoding = http.getHeader("content-encoding"),
          .authorization = http.getHeader("authorization"),
          .api_key = http.getHeader("x-api-key"),
          .preflight_method = http.getHeader("access-control-request-method")};
}

std::optional<api::Problem> refuse_headers(const drogon::HttpRequest& http) {
  std::size_t bytes = http.path().size() + http.query().size();
  for (const auto& [name, value] : http.headers()) bytes += name.size() + value.size();
  if (bytes <= kHeaderBytes) return std::nullopt;
  return api::Problem{
      .status = 431,
      .code = "headers_too_large",
      .title = "The headers are too large",
      .error = "Request header fields too large",
      .detail = std::format("path and headers have {} bytes; at most {} are taken", bytes, kHeaderBytes)};
}

std::optional<api::Problem> refuse_framing(const drogon::HttpRequest& http) {
  const auto& headers = http.headers();
  const auto is_spaced = [](const auto& header) { return header.first.ends_with(' ') || header.first.ends_with('\t'); };
  if (std::ranges::any_of(headers, is_spaced)) {
    return api::bad_request("no space may stand between a header's name and its colon (RFC 9112, section 5.1)");
  }
  const auto length = headers.find("content-length");
  if (length == headers.end()) return std::nullopt;
  if (headers.contains("transfer-encoding")) {
    return api::bad_request("Content-Length and Transfer-Encoding do not go together; send one of them");
  }
  const std::string_view digits = trimmed(length->second);
  if (!digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return api::bad_request("Content-Length must be digits alone");
}

}  // namespace hebb::server
