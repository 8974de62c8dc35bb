#include <array>
#include <chrono>

#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"

namespace hebb::api {
namespace {

struct Component {
  std::string status;
  std::optional<double> response_time_ms;
  std::optional<std::string> error;
  std::optional<std::string> name;
  std::optional<std::uint64_t> size;
  std::optional<std::uint64_t> bytes;
  std::optional<std::uint64_t> free_bytes;
  std::optional<double> hit_rate;
  std::optional<Seq> seq;
};

struct WireHealth {
  std::string status;
  std::string version;
  Instant timestamp;
  std::int64_t uptime_seconds;
  std::map<std::string, Component> components;
};

std::string word_of(ComponentState state) {
  constexpr std::array<std::string_view, 3> kWords{"healthy", "degraded", "unhealthy"};
  return std::string(kWords[static_cast<std::size_t>(state)]);
}

Component wire_of(const ComponentHealth& health) {
  Component wire{.status = word_of(health.state),
                 .error = health.error,
                 .name = health.name,
                 .size = health.size,
                 .bytes = health.bytes,
                 .free_bytes = health.free_bytes,
                 .hit_rate = health.hit_rate,
                 .seq = health.seq};
  if (health.response_time) wire.response_time_ms = static_cast<double>(health.response_time->count()) / 1000;
  return wire;
}

}  // namespace

void describe_health_report(JsonNode schema) {
  describe<WireHealth>(schema);
}

std::string json_of(const HealthReport& report, Instant now) {
  WireHealth wire{.status = word_of(report.state),
                  .version = report.version,
                  .timestamp = now,
                  .uptime_seconds = report.uptime.count()};
  for (const auto& [name, health] : report.components) wire.components[name] = wire_of(health);
  return reply_text_of(wire);
}

}  // namespace hebb::api
