// Of the table of settings: the server's.
#include <algorithm>
#include <optional>

#include "app/settings_parts.h"

namespace hebb::app {
namespace {

using Kind = Setting::Kind;

std::optional<std::uint32_t> count_or_auto(const std::string& text) {
  return text == "auto" ? std::nullopt : std::optional(static_cast<std::uint32_t>(count(text)));
}

std::string shown(const std::optional<std::uint32_t>& number) {
  return number ? std::to_string(*number) : "auto";
}

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    std::string item = text.substr(at, comma - at);
    const auto first = item.find_first_not_of(" \t\"'[]");
    if (first != std::string::npos) items.push_back(item.substr(first, item.find_last_not_of(" \t\"'[]") - first + 1));
    at = comma + 1;
  }
  return items;
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

}  // namespace

std::vector<Setting> server_settings() {
  return {
      {.key = "server.host",
       .environment = "HEBB_HOST",
       .flag = "--host",
       .placeholder = "ADDRESS",
       .help = "the address to listen on; 127.0.0.1 is this machine alone, 0.0.0.0 every network",
       .serve_only = true,
       .set = [](Config& config, const std::string& value) { config.server.host = value; },
       .show = [](const Config& config) { return config.server.host; }},
      {.key = "server.port",
       .environment = "API_PORT",
       .flag = "--port",
       .placeholder = "N",
       .help = "the port to listen on (8000); 0: any free one",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 65535,
       .serve_only = true,
       .set = [](Config& config, const std::string& value) { config.server.port = static_cast<int>(count(value)); },
       .show = [](const Config& config) { return std::to_string(config.server.port); }},
      {.key = "server.allowed_hosts",
       .environment = "HEBB_ALLOWED_HOSTS",
       .help = "names this server goes by, beside localhost, separated by commas; *: any",
       .kind = Kind::list,
       .set = [](Config& config, const std::string& value) { config.server.allowed_hosts = list_of(value); },
       .show = [](const Config& config) { return joined(config.server.allowed_hosts); }},
      {.key = "server.max_body_mib",
       .environment = "HEBB_MAX_BODY_MIB",
       .help = "size of one request, at most, in MiB; what the command line of the same user imports may be larger",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 1024,
       .set = [](Config& config, const std::string& value) { config.server.max_body_mib = count(value); },
       .show = [](const Config& config) { return std::to_string(config.server.max_body_mib); }},
      {.key = "server.cors_origins",
       .environment = "CORS_ORIGINS",
       .help = "web pages that may call: origins like https://notes.example, separated by commas",
       .kind = Kind::list,
       .set = [](Config& config, const std::string& value) { config.server.cors_origins = list_of(value); },
       .show = [](const Config& config) { return joined(config.server.cors_origins); }},
      {.key = "server.auth",
       .environment = "HEBB_AUTH",
       .help = "whether requests need an API key: auto (where others than this machine may come), required or off",
       .kind = Kind::choice,
       .choices = {"auto", "required", "off"},
       .set = [](Config& config, const std::string& value) { config.server.auth = lower(value); },
       .show = [](const Config& config) { return config.server.auth; }},
      {.key = "server.admin_key_file",
       .environment = "HEBB_ADMIN_KEY_FILE",
       .help = "a file with a key that may do everything; without it the first start makes one: admin.key in the data "
               "directory",
       .kind = Kind::path,
       .set = [](Config& config, const std::string& value) { config.server.admin_key_file = value; },
       .show = [](const Config& config) { return config.server.admin_key_file.string(); }},
      {.key = "server.rate_limit_per_minute",
       .environment = "RATE_LIMIT_PER_MINUTE",
       .help =
           "requests of one client in a minute; 0: no limit; auto: 60, but none while only this machine is listened to",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 1'000'000,
       .automatic = true,
       .set = [](Config& config,
                 const std::string& value) { config.server.rate_limit_per_minute = count_or_auto(value); },
       .show = [](const Config& config) { return shown(config.server.rate_limit_per_minute); }},
      {.key = "server.rate_limit_per_hour",
       .environment = "RATE_LIMIT_PER_HOUR",
       .help = "requests of one client in an hour; 0: no limit; auto: 1000, but none while only this machine is "
               "listened to",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 100'000'000,
       .automatic = true,
       .set = [](Config& config,
                 const std::string& value) { config.server.rate_limit_per_hour = count_or_auto(value); },
       .show = [](const Config& config) { return shown(config.server.rate_limit_per_hour); }},
      {.key = "server.trusted_proxies",
       .environment = "HEBB_TRUSTED_PROXIES",
       .help = "addresses or networks (10.0.0.0/8) of proxies whose X-Forwarded-For is believed, separated by commas",
       .kind = Kind::list,
       .set = [](Config& config, const std::string& value) { config.server.trusted_proxies = list_of(value); },
       .show = [](const Config& config) { return joined(config.server.trusted_proxies); }},
      {.key = "traces.endpoint",
       .environment = "OTEL_EXPORTER_OTLP_ENDPOINT",
       .help =
           "where spans of requests are sent (OTLP over HTTP: http://127.0.0.1:4318), without any text; empty: nowhere",
       .set = [](Config& config, const std::string& value) { config.traces.endpoint = value; },
       .show = [](const Config& config) { return config.traces.endpoint; }},
      {.key = "log.level",
       .environment = "LOG_LEVEL",
       .flag = "--log-level",
       .placeholder = "LEVEL",
       .help = "trace, debug, info, warn, error, critical or off (info for serve, critical otherwise)",
       .kind = Kind::choice,
       .choices = {"trace", "debug", "info", "warn", "warning", "error", "critical", "off"},
       .set = [](Config& config, const std::string& value) { config.log.level = lower(value); },
       .show = [](const Config& config) { return config.log.level; }},
      {.key = "log.format",
       .environment = "LOG_FORMAT",
       .flag = "--log-format",
       .placeholder = "FORMAT",
       .help = "text or json, a line each on standard error",
       .kind = Kind::choice,
       .choices = {"text", "json"},
       .set = [](Config& config, const std::string& value) { config.log.format = lower(value); },
       .show = [](const Config& config) { return config.log.format; }},
  };
}

std::vector<Setting> limit_settings() {
  return {
      {.key = "server.max_connections",
       .environment = "HEBB_MAX_CONNECTIONS",
       .help = "connections at once, at most",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 1000000,
       .set = [](Config& config, const std::string& value) { config.server.max_connections = count(value); },
       .show = [](const Config& config) { return std::to_string(config.server.max_connections); }},
      {.key = "server.max_connections_per_address",
       .environment = "HEBB_MAX_CONNECTIONS_PER_ADDRESS",
       .help = "connections at once of one address (of IPv6 the /64), but for this machine and for trusted proxies; 0: "
               "no limit",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 1000000,
       .set = [](Config& config,
                 const std::string& value) { config.server.max_connections_per_address = count(value); },
       .show = [](const Config& config) { return std::to_string(config.server.max_connections_per_address); }},
      {.key = "server.slow_client_seconds",
       .environment = "HEBB_SLOW_CLIENT_SECONDS",
       .help = "a client that takes longer to send a request or read a reply is cut off; one second more for each 500 "
               "bytes",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 3600,
       .set = [](Config& config, const std::string& value) { config.server.slow_client_seconds = std::stoll(value); },
       .show = [](const Config& config) { return std::to_string(config.server.slow_client_seconds); }},
      {.key = "server.idle_seconds",
       .environment = "HEBB_IDLE_SECONDS",
       .help = "how long a connection may rest between its requests",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 86400,
       .set = [](Config& config, const std::string& value) { config.server.idle_seconds = std::stoll(value); },
       .show = [](const Config& config) { return std::to_string(config.server.idle_seconds); }},
      {.key = "server.question_seconds",
       .environment = "HEBB_QUESTION_SECONDS",
       .help = "how long a question may take, its waiting included; 0: no limit",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 86400,
       .set = [](Config& config, const std::string& value) { config.server.question_seconds = std::stoll(value); },
       .show = [](const Config& config) { return std::to_string(config.server.question_seconds); }},
      {.key = "server.stop_seconds",
       .environment = "HEBB_STOP_SECONDS",
       .help = "when stopped: how long what was begun may take before it is dropped",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 3600,
       .set = [](Config& config, const std::string& value) { config.server.stop_seconds = std::stoll(value); },
       .show = [](const Config& config) { return std::to_string(config.server.stop_seconds); }},
  };
}

}  // namespace hebb::app
