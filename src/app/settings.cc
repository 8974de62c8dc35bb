// The table of settings.
#include <charconv>
#include <format>

#include "app/settings_parts.h"

namespace hebb::app {
namespace {

using Kind = Setting::Kind;

template <class Number = float>
Number decimal(const std::string& text) {
  Number number = 0;  // checked before
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
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
