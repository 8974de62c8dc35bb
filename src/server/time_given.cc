#include "server/time_given.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace hebb::server {
namespace {

constexpr double kMostSeconds = 86'400;

}  // namespace

Work work_of(std::string_view method, std::string_view route) {
  constexpr auto kProbes =
      std::to_array<std::string_view>({"/health", "/health/detailed", "/healthz", "/livez", "/readyz", "/metrics",
                                       "/api/v2/events", "/docs", "/openapi.json"});
  constexpr auto kBulk =
      std::to_array<std::string_view>({"/ingest", "/api/v2/ingest", "/api/v2/import", "/api/v2/export",
                                       "/api/v2/reindex", "/api/v2/backup", "/api/v2/consolidate", "/api/v2/fade"});
  constexpr auto kQuestions = std::to_array<std::string_view>({"/api/v2/query", "/api/v2/context"});
  if (std::ranges::contains(kProbes, route)) return Work::probe;
  if (route.starts_with("/api/v2/keys")) return Work::probe;  // whoever is to be revoked must not hold it up by imports
  if (route == "/api/v2/query/batch") return Work::batch;
  if (std::ranges::contains(kBulk, route) || route.ends_with("/reextract")) return Work::bulk;
  if (method == "DELETE" && (route == "/api/v2/speakers/{name}" || route == "/api/v2/memories/{id}"))
    return Work::erasure;
  const bool reads = method == "GET" || method == "HEAD" || route.empty() || std::ranges::contains(kQuestions, route);
  return reads ? Work::question : Work::change;
}

std::expected<std::optional<std::chrono::milliseconds>, api::Problem> time_given(
    std::string_view header, Work work, std::optional<std::chrono::milliseconds> most) {
  if (work != Work::question && work != Work::batch) most = std::nullopt;
  if (header.empty()) return most;
  double seconds = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (error != std::errc() || end != header.data() + header.size() || !(seconds > 0 && seconds <= kMostSeconds)) {
    return std::unexpected(api::bad_request("X-Request-Timeout must be a number of seconds, above 0, 86400 at most"));
  }
  const auto asked = std::chrono::milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(seconds * 1000)));
  return most ? std::min(*most, asked) : asked;
}

}  // namespace hebb::server
