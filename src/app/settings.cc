// The table of settings.
#include <algorithm>
#include <charconv>
#include <format>

#include "app/config.h"

namespace hebb::app {
namespace {

using Kind = Setting::Kind;

std::size_t count(const std::string& text) {
  return static_cast<std::size_t>(std::stoull(text));  // checked before
}

std::optional<std::uint32_t> count_or_auto(const std::string& text) {
  return text == "auto" ? std::nullopt : std::optional(static_cast<std::uint32_t>(count(text)));
}

std::string shown(const std::optional<std::uint32_t>& number) {
  return number ? std::to_string(*number) : "auto";
}

template <class Number = float>
Number decimal(const std::string& text) {
  Number number = 0;  // checked before
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
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

std::vector<Setting> storage_settings() {
  return {
      {.key = "data.dir",
       .environment = "HEBB_DATA_DIR",
       .flag = "--data-dir",
       .placeholder = "DIR",
       .help = "the folder that holds the database and everything derived from it",
       .kind = Kind::path,
       .set = [](Config& config, const std::string& value) { config.data.dir = value; },
       .show = [](const Config& config) { return config.data.dir.string(); }},
      {.key = "data.database",
       .environment = "DATABASE_PATH",
       .flag = "--database",
       .placeholder = "FILE",
       .help = "the database file (hebb.db in the data directory)",
       .kind = Kind::path,
       .set = [](Config& config, const std::string& value) { config.data.database = value; },
       .show = [](const Config& config) { return config.data.database.string(); }},
      {.key = "store.connections",
       .environment = "CONNECTION_POOL_SIZE",
       .help = "connections for reading the database, at most; 0: one for each core",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 256,
       .set = [](Config& config, const std::string& value) { config.store.connections = count(value); },
       .show = [](const Config& config) { return std::to_string(config.store.connections); }},
      {.key = "store.durability",
       .environment = "HEBB_DURABILITY",
       .help = "full: an acknowledged import survives a power loss; normal: faster, a power loss may take the latest",
       .kind = Kind::choice,
       .choices = {"full", "normal"},
       .set = [](Config& config, const std::string& value) { config.store.durability = lower(value); },
       .show = [](const Config& config) { return config.store.durability; }},
      {.key = "model.path",
       .environment = "MODEL_PATH",
       .flag = "--model",
       .placeholder = "PATH",
       .help = "the model's folder, or an .onnx file with vocab.txt beside it",
       .kind = Kind::path,
       .set = [](Config& config, const std::string& value) { config.model.path = value; },
       .show = [](const Config& config) { return config.model.path.string(); }},
      {.key = "model.precision",
       .environment = "HEBB_MODEL_PRECISION",
       .help = "auto takes int8 where the processor is quick at it, else fp32",
       .kind = Kind::choice,
       .choices = {"auto", "fp32", "int8"},
       .set = [](Config& config, const std::string& value) { config.model.precision = lower(value); },
       .show = [](const Config& config) { return config.model.precision; }},
  };
}

std::vector<Setting> engine_settings() {
  return {
      {.key = "engine.workers",
       .environment = "WORKERS",
       .help = "threads of the engine; 0: one for each core",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 1024,
       .set = [](Config& config, const std::string& value) { config.engine.workers = count(value); },
       .show = [](const Config& config) { return std::to_string(config.engine.workers); }},
      {.key = "engine.max_memories_per_query",
       .environment = "MAX_MEMORIES_PER_QUERY",
       .help = "length of a list of results, at most",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 1000,
       .set = [](Config& config, const std::string& value) { config.engine.max_memories_per_query = count(value); },
       .show = [](const Config& config) { return std::to_string(config.engine.max_memories_per_query); }},
      {.key = "engine.max_activation_depth",
       .environment = "MAX_ACTIVATION_DEPTH",
       .help = "connections that activation may follow, a run along a meeting being one; 0: no activation",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 10,
       .set = [](Config& config, const std::string& value) { config.engine.max_activation_depth = count(value); },
       .show = [](const Config& config) { return std::to_string(config.engine.max_activation_depth); }},
      {.key = "engine.activation_core",
       .environment = "HEBB_ACTIVATION_CORE",
       .help = "strength, of the strongest, from which an activated memory is core",
       .kind = Kind::decimal,
       .set = [](Config& config, const std::string& value) { config.engine.activation.core = decimal(value); },
       .show = [](const Config& config) { return std::format("{}", config.engine.activation.core); }},
      {.key = "engine.activation_contextual",
       .environment = "HEBB_ACTIVATION_CONTEXTUAL",
       .help = "strength from which it is contextual",
       .kind = Kind::decimal,
       .set = [](Config& config, const std::string& value) { config.engine.activation.contextual = decimal(value); },
       .show = [](const Config& config) { return std::format("{}", config.engine.activation.contextual); }},
      {.key = "engine.activation_peripheral",
       .environment = "HEBB_ACTIVATION_PERIPHERAL",
       .help = "strength from which it is peripheral; below, it is not shown",
       .kind = Kind::decimal,
       .set = [](Config& config, const std::string& value) { config.engine.activation.peripheral = decimal(value); },
       .show = [](const Config& config) { return std::format("{}", config.engine.activation.peripheral); }},
      {.key = "engine.max_bridges",
       .environment = "MAX_BRIDGES",
       .help = "bridges in one answer, at most",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 100,
       .set = [](Config& config, const std::string& value) { config.engine.max_bridges = count(value); },
       .show = [](const Config& config) { return std::to_string(config.engine.max_bridges); }},
      {.key = "engine.consolidate_after_seconds",
       .environment = "HEBB_CONSOLIDATE_AFTER_SECONDS",
       .help = "seconds without a change after which hebb serve looks for what was said again; 0: only when asked",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 31'536'000,
       .set = [](Config& config,
                 const std::string& value) { config.engine.consolidate_after_seconds = std::stoll(value); },
       .show = [](const Config& config) { return std::to_string(config.engine.consolidate_after_seconds); }},
      {.key = "engine.fade_below",
       .environment = "HEBB_FADE_BELOW",
       .help = "strength below which hebb serve archives memories by itself, as hebb fade does; 0: only when asked",
       .kind = Kind::decimal,
       .set = [](Config& config, const std::string& value) { config.engine.fade_below = decimal<double>(value); },
       .show = [](const Config& config) { return std::format("{}", config.engine.fade_below); }},
      {.key = "cache.size",
       .environment = "CACHE_SIZE",
       .help = "answers kept for the same question; 0: none, nor vectors of questions",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 1'000'000,
       .set = [](Config& config, const std::string& value) { config.cache.size = count(value); },
       .show = [](const Config& config) { return std::to_string(config.cache.size); }},
      {.key = "cache.ttl_seconds",
       .environment = "CACHE_TTL_SECONDS",
       .help = "how long an answer is kept, in seconds; 0: none is",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 31'536'000,
       .set = [](Config& config, const std::string& value) { config.cache.ttl_seconds = std::stoll(value); },
       .show = [](const Config& config) { return std::to_string(config.cache.ttl_seconds); }},
      {.key = "cache.mib",
       .environment = "HEBB_CACHE_MIB",
       .help = "memory for the answers kept, at most, in MiB; vectors of questions take up to an eighth more",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 65'536,
       .set = [](Config& config, const std::string& value) { config.cache.mib = count(value); },
       .show = [](const Config& config) { return std::to_string(config.cache.mib); }},
  };
}

std::vector<Setting> backup_settings() {
  return {
      {.key = "backup.dir",
       .environment = "HEBB_BACKUP_DIR",
       .help = "the folder for backups, best on another disk (backups in the data directory)",
       .kind = Kind::path,
       .set = [](Config& config, const std::string& value) { config.backup.dir = value; },
       .show = [](const Config& config) { return config.backup.dir.string(); }},
      {.key = "backup.every_hours",
       .environment = "HEBB_BACKUP_EVERY_HOURS",
       .help = "hours from one backup that hebb serve makes to the next; 0: none by itself",
       .kind = Kind::integer,
       .least = 0,
       .greatest = 8760,
       .set = [](Config& config, const std::string& value) { config.backup.every_hours = count(value); },
       .show = [](const Config& config) { return std::to_string(config.backup.every_hours); }},
      {.key = "backup.keep",
       .environment = "HEBB_BACKUP_KEEP",
       .help = "how many of the newest backups in that folder are kept when one is made by itself",
       .kind = Kind::integer,
       .least = 1,
       .greatest = 10'000,
       .set = [](Config& config, const std::string& value) { config.backup.keep = count(value); },
       .show = [](const Config& config) { return std::to_string(config.backup.keep); }},
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

}  // namespace

std::span<const Setting> settings() {
  static const std::vector<Setting> all = [] {
    auto rows = storage_settings();
    for (auto group : {engine_settings(), backup_settings(), server_settings(), limit_settings()})
      rows.insert(rows.end(), group.begin(), group.end());
    return rows;
  }();
  return all;
}

std::vector<cli::SettingFlag> setting_flags() {
  std::vector<cli::SettingFlag> flags;
  for (const Setting& setting : settings()) {
    if (setting.flag.empty()) continue;
    flags.push_back({.name = setting.flag,
                     .value = setting.placeholder,
                     .help = setting.help,
                     .path = setting.kind == Setting::Kind::path,
                     .serve_only = setting.serve_only});
  }
  flags.push_back({.name = "--config",
                   .value = "FILE",
                   .help = "the settings file (hebb.toml in the data directory, else in the XDG configuration folder)",
                   .path = true});
  return flags;
}

}  // namespace hebb::app
