// Every setting: flags > environment > file > defaults. Validated once, all problems together; immutable after.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.h"
#include "recall/recall.h"

namespace hebb::app {

struct Config {
  struct Data {
    std::filesystem::path dir;       // holds the database and everything derived; default: XDG data home
    std::filesystem::path database;  // the file itself, links followed; default: hebb.db in `dir`
    std::filesystem::path link;      // by which it was named, where that is another path
  } data;
  struct Store {
    std::size_t connections = 0;      // for reading, at most; 0: one for each core
    std::string durability = "full";  // full | normal
  } store;
  struct Model {
    std::filesystem::path path;      // a folder or an .onnx file; empty: the user's cache
    std::string precision = "auto";  // auto | fp32 | int8
  } model;
  struct Engine {
    std::size_t workers = 0;                   // threads; 0: the cores
    std::size_t max_memories_per_query = 100;  // length of a list of results, at most
    std::size_t max_activation_depth = 3;      // typed hops; 0: no activation
    ActivationThresholds activation;
    std::size_t max_bridges = 10;
    std::int64_t consolidate_after_seconds = 60;
    double fade_below = 0;  // strength; 0: nothing is archived by itself
  } engine;
  struct Backup {
    std::filesystem::path dir;    // empty: `backups` in data.dir
    std::size_t every_hours = 0;  // 0: only when asked
    std::size_t keep = 7;
  } backup;
  struct Cache {
    std::size_t size = 1000;  // answers
    std::int64_t ttl_seconds = 3600;
    std::size_t mib = 64;
  } cache;
  struct Server {
    std::string host = "127.0.0.1";
    int port = 8000;
    std::vector<std::string> allowed_hosts;  // names it goes by, beside local ones
    std::vector<std::string> cors_origins;
    std::string auth = "auto";             // auto | required | off: whether requests need a key
    std::filesystem::path admin_key_file;  // holds the first one; empty: it is made, and written beside the database
    std::size_t max_body_mib = 32;         // of one request
    std::optional<std::uint32_t> rate_limit_per_minute;  // requests of one client; 0: no limit; unset: 60, but none
    std::optional<std::uint32_t> rate_limit_per_hour;    // on a loopback listener; unset: 1000, likewise
    std::size_t max_connections = 10'000;
    std::size_t max_connections_per_address = 256;
    std::int64_t slow_client_seconds = 20;     // to send a request or read a reply, and a second more each 500 bytes
    std::int64_t idle_seconds = 75;            // of a connection between its requests
    std::int64_t question_seconds = 30;        // of a question, its waiting included; 0: no limit
    std::int64_t stop_seconds = 25;            // to answer what was begun when the end is asked for
    std::vector<std::string> trusted_proxies;  // addresses or networks whose X-Forwarded-For is believed
  } server;
  struct Traces {
    std::string endpoint;  // base address of a collector, OTLP over HTTP; empty: no traces are sent
  } traces;
  struct Log {
    std::string level;  // trace | debug | info | warn | error | critical | off; default: info for serve, else critical
    std::string format = "text";
  } log;
};

std::size_t max_body_bytes(const Config::Server& server);
// Whether only this machine can reach the server.
bool is_loopback(const Config::Server& server);
// Whether requests need a key: as `auth` says, and by default where others than this machine can come.
bool asks_for_keys(const Config::Server& server);

// One row of the table that flags, environment, file, `config show` and docs/configuration.md follow.
struct Setting {
  enum class Kind { text, path, integer, decimal, choice, list };

  std::string_view key;          // in the file: "server.port" is `port` of [server]
  std::string_view environment;  // its variable
  std::string_view flag;         // "--port"; empty: none
  std::string_view placeholder;
  std::string_view help;
  Kind kind = Kind::text;
  std::int64_t least = 0;  // of an integer
  std::int64_t greatest = 0;
  std::vector<std::string_view> choices = {};
  bool automatic = false;  // an integer that takes "auto" too, which is its default
  bool serve_only = false;
  bool secret = false;
  bool pending = false;  // taken and checked, but what it sets is not built yet
  void (*set)(Config& config, const std::string& value) = nullptr;
  std::string (*show)(const Config& config) = nullptr;
};

std::span<const Setting> settings();
std::vector<cli::SettingFlag> setting_flags();

struct ConfigSources {
  std::map<std::string, std::string> flags;  // by long name
  std::function<std::optional<std::string>(const std::string& name)> environment;
  bool serving = false;
};

struct LoadedConfig {
  Config config;
  std::map<std::string, std::string, std::less<>> sources;  // key -> "flag --port", "environment API_PORT" …
};

// "text" or "json", also where other settings are wrong.
std::string log_format(const ConfigSources& sources);

// Errors: every problem found, a sentence each with the setting's name, its value and the mend.
std::expected<LoadedConfig, std::vector<std::string>> load_config(const ConfigSources& sources);

// What an unset limit comes to: while only this machine is listened to, its user is the only client, and has none.
std::uint32_t rate_limit_per_minute(const Config::Server& server);
std::uint32_t rate_limit_per_hour(const Config::Server& server);

std::vector<cli::SettingLine> setting_lines(const LoadedConfig& loaded);

}  // namespace hebb::app
