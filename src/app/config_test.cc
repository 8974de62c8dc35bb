#include "app/config.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

namespace hebb::app {
namespace {

// One set of sources, with a home of its own that has no files but those written here.
class Sources {
 public:
  Sources() {
    std::string name = (std::filesystem::temp_directory_path() / "hebb-app-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    home = name;
    environment["HOME"] = name;
  }
  ~Sources() { std::filesystem::remove_all(home); }
  Sources(const Sources&) = delete;

  void write(const std::filesystem::path& name, std::string_view text) const {
    std::filesystem::create_directories((home / name).parent_path());
    std::ofstream(home / name) << text;
  }
  std::expected<LoadedConfig, std::vector<std::string>> load() const {
    return load_config({.flags = flags,
                        .environment = [this](const std::string& name) -> std::optional<std::string> {
                          const auto found = environment.find(name);
                          return found == environment.end() ? std::nullopt : std::optional(found->second);
                        },
                        .serving = serving});
  }
  LoadedConfig good() const {
    auto loaded = load();
    if (!loaded) FAIL(loaded.error().front());
    return *loaded;
  }
  std::vector<std::string> problems() const {
    const auto loaded = load();
    REQUIRE_FALSE(loaded);
    return loaded.error();
  }

  std::filesystem::path home;
  std::map<std::string, std::string> flags;
  std::map<std::string, std::string> environment;
  bool serving = false;
};

}  // namespace

TEST_CASE("with nothing set, the defaults hold and say so", "[app]") {
  Sources sources;
  const auto loaded = sources.good();
  CHECK(loaded.config.data.dir == sources.home / ".local/share/hebb");
  CHECK(loaded.config.data.database == sources.home / ".local/share/hebb/hebb.db");
  CHECK(loaded.config.server.host == "127.0.0.1");
  CHECK(loaded.config.server.port == 8000);
  CHECK(loaded.config.log.level == "critical");
  CHECK(loaded.sources.at("server.port") == "default");
  CHECK(loaded.sources.at("data.dir") == "default");
  sources.serving = true;
  CHECK(sources.good().config.log.level == "info");
}

TEST_CASE("flags win over the environment, that over the file, that over the defaults", "[app]") {
  Sources sources;
  sources.write(".config/hebb/hebb.toml", "[server]\nport = 1001\nhost = \"0.0.0.0\"\n\n[log]\nlevel = \"debug\"\n");
  auto loaded = sources.good();
  CHECK(loaded.config.server.port == 1001);
  CHECK(loaded.config.server.host == "0.0.0.0");
  CHECK(loaded.config.log.level == "debug");
  CHECK(loaded.sources.at("server.port") == "file " + (sources.home / ".config/hebb/hebb.toml").string());

  sources.environment["API_PORT"] = "1002";
  loaded = sources.good();
  CHECK(loaded.config.server.port == 1002);
  CHECK(loaded.config.server.host == "0.0.0.0");
  CHECK(loaded.sources.at("server.port") == "environment API_PORT");

  sources.flags["--port"] = "1003";
  loaded = sources.good();
  CHECK(loaded.config.server.port == 1003);
  CHECK(loaded.sources.at("server.port") == "flag --port");

  sources.environment["API_PORT"] = "";  // as unset
  sources.flags.clear();
  CHECK(sources.good().config.server.port == 1001);
}

TEST_CASE("the file is that of --config, else of HEBB_CONFIG, of the data directory, of XDG", "[app]") {
  Sources sources;
  sources.write(".config/hebb/hebb.toml", "[server]\nport = 1\n");
  CHECK(sources.good().config.server.port == 1);
  sources.write(".local/share/hebb/hebb.toml", "[server]\nport = 2\n");
  CHECK(sources.good().config.server.port == 2);
  sources.write("three.toml", "[server]\nport = 3\n");
  sources.environment["HEBB_CONFIG"] = (sources.home / "three.toml").string();
  CHECK(sources.good().config.server.port == 3);
  sources.write("four.toml", "server.port = 4\n");
  sources.flags["--config"] = (sources.home / "four.toml").string();
  CHECK(sources.good().config.server.port == 4);
  sources.flags["--config"] = (sources.home / "none.toml").string();
  CHECK(sources.problems().front().contains("none.toml cannot be read"));
}

TEST_CASE("the data directory and the database imply each other; the stronger source wins", "[app]") {
  Sources sources;
  sources.flags["--data-dir"] = "/srv/hebb";
  CHECK(sources.good().config.data.database == "/srv/hebb/hebb.db");
  sources.environment["DATABASE_PATH"] = "/app/data/cognitive.db";
  CHECK(sources.good().config.data.database == "/srv/hebb/hebb.db");
  CHECK(sources.good().sources.at("data.database") == "implied by flag --data-dir");
  sources.flags.clear();
  CHECK(sources.good().config.data.dir == "/app/data");
  CHECK(sources.good().sources.at("data.dir") == "implied by environment DATABASE_PATH");
  sources.environment["HEBB_DATA_DIR"] = "/var/hebb";
  CHECK(sources.good().config.data.dir == "/var/hebb");
  CHECK(sources.good().config.data.database == "/app/data/cognitive.db");
}

TEST_CASE("a database named by a link to nothing is what the link names", "[app]") {
  Sources sources;
  const auto home = std::filesystem::canonical(sources.home);
  std::filesystem::create_directory(home / "disk");
  std::filesystem::create_symlink("disk/link.db", home / "hebb.db");
  std::filesystem::create_symlink(home / "disk" / "real.db", home / "disk" / "link.db");
  sources.flags["--data-dir"] = home.string();
  CHECK(sources.good().config.data.database == home / "disk/real.db");
  CHECK(sources.good().config.data.link == home / "hebb.db");
  std::filesystem::remove(home / "disk" / "link.db");
  std::filesystem::create_symlink("link.db", home / "disk" / "link.db");  // in a circle
  CHECK(sources.good().config.data.database == home / "hebb.db");
}

TEST_CASE("a database named by a link is the file itself", "[app]") {
  Sources sources;
  sources.write("real/hebb.db", "");
  std::filesystem::create_symlink(sources.home / "real/hebb.db", sources.home / "hebb.db");
  sources.flags["--data-dir"] = sources.home.string();
  const auto loaded = sources.good();
  CHECK(loaded.config.data.dir == sources.home);
  CHECK(loaded.config.data.database == std::filesystem::canonical(sources.home) / "real/hebb.db");
  CHECK(loaded.config.data.link == sources.home / "hebb.db");
  sources.flags["--data-dir"] = (std::filesystem::canonical(sources.home) / "real").string();
  CHECK(sources.good().config.data.link.empty());
  sources.flags = {{"--database", "bare.db"}};
  CHECK(sources.good().config.data.database.is_absolute());
}

TEST_CASE("paths in a file are meant from its folder", "[app]") {
  Sources sources;
  sources.write("conf/hebb.toml", "[model]\npath = \"../models/mini\"\n[data]\ndir = \"data\"\n");
  sources.flags["--config"] = (sources.home / "conf/hebb.toml").string();
  CHECK(sources.good().config.model.path == sources.home / "models/mini");
  CHECK(sources.good().config.data.dir == sources.home / "conf/data");
}

TEST_CASE("all problems are told at once, each with its name, value and mend", "[app]") {
  Sources sources;
  sources.write(".config/hebb/hebb.toml",
                "[server]\nprot = 1\nmax_body_mib = 0\n[log]\nformat = \"xml\"\n[nosuch]\nkey = true\n");
  sources.environment = {{"HOME", sources.home.string()},
                         {"API_PORT", "80000"},
                         {"WORKERS", "many"},
                         {"QDRANT_HOST", "qdrant"},
                         {"CORS_ORIGINS", "app.example"}};
  sources.flags["--log-level"] = "loud";
  const auto problems = sources.problems();
  CHECK(problems.size() == 9);
  const auto told = [&](std::string_view text) {
    return std::ranges::any_of(problems, [&](const auto& problem) { return problem.contains(text); });
  };
  CHECK(told("server.port (environment API_PORT) is \"80000\", but must be a whole number from 0 to 65535"));
  CHECK(told("engine.workers (environment WORKERS) is \"many\""));
  CHECK(told("QDRANT_HOST is set, but Qdrant is not supported yet"));
  CHECK(told("log.level (flag --log-level) is \"loud\", but must be one of"));
  CHECK(told("there is no setting server.prot"));
  CHECK(told("there is no setting nosuch.key"));
  CHECK(told("server.max_body_mib (file "));
  CHECK(told("log.format (file "));
  CHECK(told("server.cors_origins (environment CORS_ORIGINS) has \"app.example\""));
}

TEST_CASE("what is archived by itself is held less strongly than what is new", "[app]") {
  Sources sources;
  CHECK(sources.good().config.engine.fade_below == 0);
  for (const std::string below : {"0.001", "0.05", "0.49"}) {
    sources.environment["HEBB_FADE_BELOW"] = below;
    CHECK(sources.good().config.engine.fade_below == std::stod(below));
  }
  for (const std::string below : {"0.5", "-0.1", "nan", "0.495"}) {
    sources.environment["HEBB_FADE_BELOW"] = below;
    CHECK(sources.problems() == std::vector<std::string>{"engine.fade_below (environment HEBB_FADE_BELOW) is " + below +
                                                         ", but must be 0 or from 0.001 to 0.49"});
  }
  sources.environment["HEBB_FADE_BELOW"] = "0.0001";
  CHECK(sources.problems().size() == 1);
}

TEST_CASE("thresholds of activation are in order, or all three are told", "[app]") {
  Sources sources;
  sources.write(".config/hebb/hebb.toml", "[engine]\nactivation_core = 0.9\n");
  sources.environment["HEBB_ACTIVATION_CONTEXTUAL"] = "0.9";
  const auto good = sources.good().config.engine.activation;
  CHECK(good.core == 0.9f);
  CHECK(good.contextual == 0.9f);
  CHECK(good.peripheral == 0.05f);
  for (const std::string peripheral : {"0", "-0.1", "0.91", "nan", "inf"}) {
    INFO(peripheral);
    sources.environment["HEBB_ACTIVATION_PERIPHERAL"] = peripheral;
    const auto problems = sources.problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().starts_with("engine.activation_peripheral (environment HEBB_ACTIVATION_PERIPHERAL) is " +
                                       peripheral + ", "));
    CHECK(problems.front().contains("engine.activation_contextual (environment HEBB_ACTIVATION_CONTEXTUAL) is 0.9, "));
    CHECK(problems.front().contains("engine.activation_core (file "));
    CHECK(problems.front().ends_with("is 0.9, but each must be above 0, 1 at most, and not above the next"));
  }
  sources.environment = {{"HOME", sources.home.string()}, {"HEBB_ACTIVATION_CORE", "1.5"}};
  CHECK(sources.problems().size() == 1);
  sources.environment["HEBB_ACTIVATION_CORE"] = "half";
  CHECK(sources.problems() == std::vector<std::string>{"engine.activation_core (environment HEBB_ACTIVATION_CORE) is "
                                                       "\"half\", but must be a number like 0.5"});
}

TEST_CASE("every Qdrant variable is refused by name", "[app]") {
  for (const std::string name : {"QDRANT_HOST", "QDRANT_PORT", "QDRANT_GRPC_PORT"}) {
    Sources sources;
    sources.environment[name] = "6333";
    CHECK(sources.problems().front().starts_with(name + " is set, but Qdrant is not supported yet"));
  }
}

TEST_CASE("a file that is not TOML is refused with its line", "[app]") {
  Sources sources;
  sources.write(".config/hebb/hebb.toml", "# fine\n[server]\nport 8000\n");
  CHECK(sources.problems().front().ends_with("hebb.toml line 3: expected \"name = value\""));
}

TEST_CASE("comments and quotes in a file are read as TOML has them", "[app]") {
  Sources sources;
  sources.write(".config/hebb/hebb.toml",
                "[server]  # one\r\nport = 5 # five\r\nhost = 'a#b'\r\n\n[ log ]\nlevel=\"off\"");
  CHECK(sources.good().config.server.port == 5);
  CHECK(sources.good().config.server.host == "a#b");
  CHECK(sources.good().config.log.level == "off");
  sources.write(".config/hebb/hebb.toml", "[server]\nhost = \"open\n");
  CHECK(sources.problems().front().contains("line 2"));
}

TEST_CASE("lists are taken as the specification writes them, and plain", "[app]") {
  Sources sources;
  const std::vector<std::string> both{"https://a.example", "http://b.example:3000"};
  sources.environment["CORS_ORIGINS"] = R"(["https://a.example", "http://b.example:3000"])";
  CHECK(sources.good().config.server.cors_origins == both);
  sources.environment["CORS_ORIGINS"] = "https://a.example,http://b.example:3000";
  CHECK(sources.good().config.server.cors_origins == both);
  sources.environment.erase("CORS_ORIGINS");
  sources.write(".config/hebb/hebb.toml",
                "[server]\ncors_origins = [\n  \"https://a.example\",\n  \"http://b.example:3000\",\n]\n");
  CHECK(sources.good().config.server.cors_origins == both);
}

TEST_CASE("the environment names of the specification are all known", "[app]") {
  for (const std::string_view name :
       {"DATABASE_PATH", "CONNECTION_POOL_SIZE", "MODEL_PATH", "API_PORT", "WORKERS", "CACHE_SIZE", "CACHE_TTL_SECONDS",
        "RATE_LIMIT_PER_MINUTE", "RATE_LIMIT_PER_HOUR", "LOG_LEVEL", "LOG_FORMAT", "CORS_ORIGINS",
        "MAX_MEMORIES_PER_QUERY", "MAX_ACTIVATION_DEPTH", "MAX_BRIDGES"}) {
    CHECK(std::ranges::contains(settings(), name, &Setting::environment));
  }
  Sources sources;
  sources.environment["LOG_LEVEL"] = "INFO";  // as .env.production has it
  sources.environment["CACHE_SIZE"] = "5000";
  CHECK(sources.good().config.log.level == "info");
  CHECK(sources.good().config.cache.size == 5000);
  const auto lines = setting_lines(sources.good());
  const auto cache = std::ranges::find(lines, "cache.size", &cli::SettingLine::name);
  CHECK(cache->value == "5000");
  CHECK(cache->source == "environment CACHE_SIZE");
}

TEST_CASE("a choice means the same in any case", "[app]") {
  Sources sources;
  sources.environment["HEBB_MODEL_PRECISION"] = "INT8";
  sources.environment["HEBB_DURABILITY"] = "Normal";
  CHECK(sources.good().config.model.precision == "int8");
  CHECK(sources.good().config.store.durability == "normal");
}

TEST_CASE("limits of rate are on by default unless only this machine is listened to; 0 is none", "[app]") {
  Sources sources;
  for (const std::string host : {"127.0.0.1", "127.1.2.3", "localhost", "::1"}) {
    sources.environment["HEBB_HOST"] = host;
    CHECK(rate_limit_per_minute(sources.good().config.server) == 0);
    CHECK(rate_limit_per_hour(sources.good().config.server) == 0);
  }
  for (const std::string host : {"0.0.0.0", "::", "192.0.2.1"}) {
    sources.environment["HEBB_HOST"] = host;
    CHECK(rate_limit_per_minute(sources.good().config.server) == 60);
    CHECK(rate_limit_per_hour(sources.good().config.server) == 1000);
  }
  sources.environment["RATE_LIMIT_PER_MINUTE"] = "0";
  sources.environment["RATE_LIMIT_PER_HOUR"] = "7";
  CHECK(rate_limit_per_minute(sources.good().config.server) == 0);
  CHECK(rate_limit_per_hour(sources.good().config.server) == 7);
  sources.environment["RATE_LIMIT_PER_MINUTE"] = "auto";
  CHECK(rate_limit_per_minute(sources.good().config.server) == 60);
  sources.environment["RATE_LIMIT_PER_MINUTE"] = "-1";
  CHECK(sources.problems().front().contains("must be auto or a whole number from 0 to 1000000"));
}

TEST_CASE("every setting shows, has its own names, and stands in docs/configuration.md with its default", "[app]") {
  Sources sources;
  const auto lines = setting_lines(sources.good());
  REQUIRE(lines.size() == settings().size());
  std::ifstream file(std::string(HEBB_SOURCE_DIR) + "/docs/configuration.md");
  REQUIRE(file);
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for (const auto& line : lines) {
    const auto& setting = *std::ranges::find(settings(), line.name, &Setting::key);
    INFO(line.name);
    CHECK(setting.environment == line.environment);
    const auto row = page.find("| `" + line.name + "` | `" + line.environment + "` |");
    REQUIRE(row != std::string::npos);
    const std::string text = page.substr(row, page.find('\n', row) - row);
    const bool place = line.name.starts_with("data.");  // defaults that depend on who runs it are described there
    if (!place && !line.value.empty() && line.name != "log.level") CHECK(text.contains("| " + line.value + " |"));
    if (!setting.flag.empty()) CHECK(text.contains("`" + std::string(setting.flag) + "`"));
    CHECK(text.contains("no effect yet") == setting.pending);
    CHECK(text.contains(std::string(setting.help)));
  }
  std::size_t rows = 0;
  for (auto at = page.find("\n| `"); at != std::string::npos; at = page.find("\n| `", at + 1)) ++rows;
  CHECK(rows == settings().size());
}

TEST_CASE("requests need a key where others can come, unless a setting says otherwise", "[app]") {
  const auto asks = [](std::string host, std::string auth) {
    return asks_for_keys({.host = std::move(host), .auth = std::move(auth)});
  };
  for (const char* here : {"127.0.0.1", "127.8.9.10", "::1", "localhost"}) {
    CHECK_FALSE(asks(here, "auto"));
    CHECK(asks(here, "required"));
  }
  for (const char* elsewhere : {"0.0.0.0", "::", "10.1.2.3", "192.168.0.7", "fe80::1", "12.7.0.1"}) {
    CHECK(asks(elsewhere, "auto"));
    CHECK(asks(elsewhere, "required"));
    CHECK_FALSE(asks(elsewhere, "off"));
    CHECK_FALSE(is_loopback({.host = elsewhere}));
  }
  Sources sources;
  CHECK(sources.good().config.server.auth == "auto");
  sources.environment["HEBB_AUTH"] = "Required";
  CHECK(sources.good().config.server.auth == "required");
  sources.environment["HEBB_AUTH"] = "no";
  CHECK(sources.problems().size() == 1);
}

}  // namespace hebb::app
