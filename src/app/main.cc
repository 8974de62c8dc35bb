// The program: settings in, the concrete engine and server put together, the command line run. The only place that
// names backends.
#include <chrono>
#include <cstdlib>
#include <exception>
#include <format>
#include <iostream>
#include <span>

#include "access/admin_key.h"
#include "app/config.h"
#include "app/linked_database.h"
#include "app/logging.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "engine/find_anew.h"
#include "server/server.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/sqlite_store.h"
#include "vector/hnsw_index.h"

namespace hebb::app {
namespace {

Result<std::unique_ptr<Encoder>> load_encoder(const Config& config) {
  EncoderOptions options{.model = config.model.path, .threads = config.engine.workers};
  if (options.model.empty()) {
    auto found = find_model();
    if (!found) return std::unexpected(found.error());
    options.model = std::move(*found);
  }
  using Precision = EncoderOptions::Precision;
  options.precision = config.model.precision == "fp32"   ? Precision::fp32
                      : config.model.precision == "int8" ? Precision::int8
                                                         : Precision::automatic;
  return Encoder::load(options);
}

MakeFindAnew make_find_anew(const Config& config) {
  return [config](const std::optional<EncoderProbe>& probe) -> Result<FindAnew> {
    auto encoder = load_encoder(config);
    if (!encoder) return std::unexpected(encoder.error());
    return find_anew_with(std::move(*encoder), probe);
  };
}

using Log = std::function<void(cli::Talk kind, std::string_view text)>;

Warn warn_to(const Log& log) {
  return [log](std::string_view text) {
    log ? log(cli::Talk::warning, text) : void(std::cerr << "hebb: WARNING: " << cli::harmless(text) << "\n");
  };
}

Result<std::unique_ptr<MemoryStore>> open_store(const Config& config, const Warn& warn) {
  SqliteOptions options{
      .file = config.data.database, .make_find_anew = make_find_anew(config), .readers = config.store.connections};
  options.warn = warn;
  if (config.store.durability == "normal") options.durability = SqliteOptions::Durability::normal;
  auto ledger = settle_link(config.data, options.warn);
  if (!ledger) return std::unexpected(ledger.error());
  options.ledger = std::move(*ledger);
  return open_sqlite_store(options);
}

// `serving`: indexes are folded in the background; a command is over before that is worth it.
Result<std::unique_ptr<Engine>> open_engine(const Config& config, bool serving, const Log& log) {
  auto store = open_store(config, warn_to(log));
  if (!store) return std::unexpected(store.error());
  auto encoder = load_encoder(config);
  if (!encoder) return std::unexpected(encoder.error());
  const auto make_vectors = []() -> Result<std::unique_ptr<VectorIndex>> { return make_hnsw_index(); };
  return Engine::open(
      std::move(*store), make_vectors, std::move(*encoder),
      {.threads = config.engine.workers,
       .max_results = config.engine.max_memories_per_query,
       .background = serving,
       .max_activation_depth = config.engine.max_activation_depth,
       .max_bridges = config.engine.max_bridges,
       .recall = {.thresholds = config.engine.activation},
       .backups = {.folder = config.backup.dir.empty() ? config.data.dir / "backups" : config.backup.dir,
                   .every = std::chrono::hours(serving ? config.backup.every_hours : 0),
                   .keep = config.backup.keep},
       .answers = {.entries = config.cache.size,
                   .bytes = config.cache.mib << 20,
                   .time_to_live = std::chrono::seconds(config.cache.ttl_seconds)},
       .database = config.data.database,
       .snapshot = {.file = snapshot_file_of(config.data.database)},
       .consolidate_after = std::chrono::seconds(serving ? config.engine.consolidate_after_seconds : 0),
       .fade_below = serving ? config.engine.fade_below : 0.0});
}

Result<void> serve(const Config& config, Engine& engine, const cli::ServeCall& call) {
  const Config::Server& server = config.server;
  const auto keys = access::KeyRing::open(config.data.dir / access::kKeyFile);
  if (!keys) return std::unexpected(keys.error());
  const bool required = asks_for_keys(server);
  if (!required && !is_loopback(server)) {
    call.say(cli::Talk::warning,
             std::format("HEBB_AUTH=off: whoever reaches {} may read and erase everything here, without a key",
                         server.host));
  }
  if (required || !server.admin_key_file.empty()) {
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    const auto said = access::ensure_admin_key(**keys, config.data.dir, server.admin_key_file, now);
    if (!said) return std::unexpected(said.error());
    if (!said->empty()) call.say(cli::Talk::note, *said);
  }
  return server::serve(
      engine,
      {.host = server.host,
       .port = static_cast<std::uint16_t>(server.port),
       .max_body_bytes = max_body_bytes(server),
       .max_connections = server.max_connections,
       .max_connections_per_address = server.max_connections_per_address,
       .slow_client = std::chrono::seconds(server.slow_client_seconds),
       .idle = std::chrono::seconds(server.idle_seconds),
       .question_time = std::chrono::seconds(server.question_seconds),
       .stop_time = std::chrono::seconds(server.stop_seconds),
       .allowed_hosts = server.allowed_hosts,
       .cors_origins = server.cors_origins,
       .rate_limits = {.per_minute = rate_limit_per_minute(server), .per_hour = rate_limit_per_hour(server)},
       .trusted_proxies = server.trusted_proxies,
       .traces_endpoint = config.traces.endpoint,
       .version = HEBB_VERSION,
       .token = call.token,
       .keys = keys->get(),
       .keys_required = required,
       .scratch = config.data.dir},
      [&](std::uint16_t port) { return call.listening(server.host, port); });
}

// With what only the server can say of its settings.
std::expected<LoadedConfig, std::vector<std::string>> checked_config(const ConfigSources& sources) {
  auto loaded = load_config(sources);
  if (!loaded || !sources.serving) return loaded;
  const Config::Server& server = loaded->config.server;
  const auto checked = server::check_options({.host = server.host, .trusted_proxies = server.trusted_proxies});
  if (!checked) return std::unexpected(std::vector{checked.error().message});
  return loaded;
}

// `log` is set where stderr is JSON throughout.
std::expected<cli::Setup, std::vector<std::string>> configure(const std::map<std::string, std::string>& flags,
                                                              bool serving, Log& log) {
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  const ConfigSources sources{.flags = flags, .environment = environment, .serving = serving};
  if (serving && log_format(sources) == "json") log = json_talk();
  const auto loaded = checked_config(sources);
  if (!loaded && log) {
    for (const auto& problem : loaded.error()) log(cli::Talk::failure, problem);
    return std::unexpected(std::vector<std::string>{});
  }
  if (!loaded) return std::unexpected(loaded.error());
  const Config config = loaded->config;
  start_log(config.log);
  return cli::Setup{
      .data_dir = config.data.dir,
      .database = config.data.database,
      .link = config.data.link,
      .settings = setting_lines(*loaded),
      .max_body_bytes = max_body_bytes(config.server),
      .log = log,
      .open_store = [config, log](const Warn& warn) { return open_store(config, warn ? warn : warn_to(log)); },
      .load_encoder = [config] { return load_encoder(config); },
      .open_engine = [config, serving, log] { return open_engine(config, serving, log); },
      .verify_backup = verify_backup,
      .restore_backup =
          [config, log](const std::filesystem::path& backup, bool replace, Instant now, const GuardUnfinished& guard) {
            return settle_link_for_restore(config.data, warn_to(log)).and_then([&] {
              return restore_backup(backup, config.data.database, replace, now, make_find_anew(config), guard);
            });
          },
      .serve = [config](Engine& engine, const cli::ServeCall& call) { return serve(config, engine, call); },
  };
}

}  // namespace
}  // namespace hebb::app

int main(int argc, char** argv) {
  const auto flags = hebb::app::setting_flags();
  hebb::app::Log log;
  const hebb::cli::Program program{
      .version = HEBB_VERSION, .setting_flags = flags, .configure = [&log](const auto& given, bool serving) {
        return hebb::app::configure(given, serving, log);
      }};
  try {
    return hebb::cli::run(program, std::span(argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0)));
  } catch (const std::exception& error) {
    const std::string bug = std::string("a bug of ours, please report it: ") + error.what();
    log ? log(hebb::cli::Talk::failure, bug) : void(std::cerr << "hebb: " << bug << "\n");
    return hebb::cli::kFailed;
  }
}
