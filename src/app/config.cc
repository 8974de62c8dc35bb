#include "app/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>

#include "app/config_file.h"
#include "engine/fading.h"

namespace hebb::app {
namespace {

using Problems = std::vector<std::string>;

// Which kind of source a value came from; the greater wins.
enum class Rank { none, file, environment, flag };

struct Given {
  std::string value;
  Rank rank = Rank::none;
  std::string source;  // "environment API_PORT"
};
using GivenByKey = std::map<std::string_view, Given>;

template <class Number>
std::optional<Number> parsed(const std::string& value) {
  Number number{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (value.empty() || error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

std::optional<std::string> problem_of(const Setting& setting, const std::string& value) {
  switch (setting.kind) {
    case Setting::Kind::integer: {
      if (setting.automatic && value == "auto") return std::nullopt;
      const auto number = parsed<std::int64_t>(value);
      if (number && *number >= setting.least && *number <= setting.greatest) return std::nullopt;
      return std::format("must be {}a whole number from {} to {}", setting.automatic ? "auto or " : "", setting.least,
                         setting.greatest);
    }
    case Setting::Kind::decimal:
      if (parsed<float>(value)) return std::nullopt;
      return "must be a number like 0.5";
    case Setting::Kind::choice: {
      std::string small = value;
      std::ranges::transform(small, small.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      if (std::ranges::contains(setting.choices, small)) return std::nullopt;
      std::string all;
      for (const auto choice : setting.choices) all += (all.empty() ? "" : ", ") + std::string(choice);
      return "must be one of " + all;
    }
    case Setting::Kind::text:
    case Setting::Kind::path:
      if (value.empty()) return "must not be empty";
      return std::nullopt;
    case Setting::Kind::list:
      return std::nullopt;
  }
  return std::nullopt;
}

void give(GivenByKey& given, const Setting& setting, Given next, Problems& problems) {
  if (const auto problem = problem_of(setting, next.value)) {
    const std::string shown = setting.secret ? "(hidden)" : next.value;
    problems.push_back(std::format("{} ({}) is \"{}\", but {}", setting.key, next.source, shown, *problem));
    return;
  }
  Given& held = given[setting.key];
  if (next.rank >= held.rank) held = std::move(next);
}

std::optional<std::string> variable(const ConfigSources& sources, std::string_view name) {
  auto value = sources.environment(std::string(name));
  if (value && value->empty()) return std::nullopt;  // as unset
  return value;
}

void from_flags_and_environment(const ConfigSources& sources, GivenByKey& given, Problems& problems) {
  for (const Setting& setting : settings()) {
    if (const auto value = variable(sources, setting.environment)) {
      give(given, setting,
           {.value = *value, .rank = Rank::environment, .source = std::format("environment {}", setting.environment)},
           problems);
    }
    const auto flag = setting.flag.empty() ? sources.flags.end() : sources.flags.find(std::string(setting.flag));
    if (flag != sources.flags.end()) {
      give(given, setting, {.value = flag->second, .rank = Rank::flag, .source = std::format("flag {}", setting.flag)},
           problems);
    }
  }
  for (const std::string name : {"QDRANT_HOST", "QDRANT_PORT", "QDRANT_GRPC_PORT"}) {
    if (variable(sources, name)) {
      problems.push_back(
          std::format("{} is set, but Qdrant is not supported yet; unset it: vectors are kept in the "
                      "database",
                      name));
    }
  }
}

std::filesystem::path base_folder(const ConfigSources& sources, std::string_view xdg, std::string_view below_home) {
  if (const auto given = variable(sources, xdg)) return std::filesystem::path(*given) / "hebb";
  if (const auto home = variable(sources, "HOME")) return std::filesystem::path(*home) / below_home / "hebb";
  return {};
}

// The folder that holds the data, as far as it is known before the file is read.
std::filesystem::path data_folder(const ConfigSources& sources, const GivenByKey& given) {
  const auto rank = [&](std::string_view key) { return given.contains(key) ? given.at(key).rank : Rank::none; };
  if (rank("data.dir") != Rank::none && rank("data.dir") >= rank("data.database")) return given.at("data.dir").value;
  if (rank("data.database") != Rank::none) {
    return std::filesystem::absolute(given.at("data.database").value).parent_path();
  }
  return base_folder(sources, "XDG_DATA_HOME", ".local/share");
}

// The file to read, or none.
std::optional<std::filesystem::path> config_file(const ConfigSources& sources, const GivenByKey& given) {
  if (const auto flag = sources.flags.find("--config"); flag != sources.flags.end()) return flag->second;
  if (const auto value = variable(sources, "HEBB_CONFIG")) return *value;
  std::error_code error;
  for (const auto& folder : {data_folder(sources, given), base_folder(sources, "XDG_CONFIG_HOME", ".config")}) {
    if (!folder.empty() && std::filesystem::is_regular_file(folder / "hebb.toml", error)) return folder / "hebb.toml";
  }
  return std::nullopt;
}

void from_file(const std::filesystem::path& file, GivenByKey& given, Problems& problems) {
  const auto entries = read_config_file(file);
  if (!entries) {
    problems.push_back(entries.error().message);
    return;
  }
  for (const FileEntry& entry : *entries) {
    const auto setting = std::ranges::find(settings(), entry.key, &Setting::key);
    if (setting == settings().end()) {
      problems.push_back(
          std::format("{}: there is no setting {} (hebb config show lists them)", file.string(), entry.key));
      continue;
    }
    std::string value = entry.value;
    if (setting->kind == Setting::Kind::path && !value.empty() && std::filesystem::path(value).is_relative()) {
      value = (std::filesystem::absolute(file).parent_path() / value).lexically_normal().string();
    }
    give(given, *setting, {.value = value, .rank = Rank::file, .source = "file " + file.string()}, problems);
  }
}

// Of a link to a file that is not there yet, too: weakly_canonical takes that for the file itself.
std::filesystem::path file_named_by(const std::filesystem::path& named) {
  constexpr int kMostLinks = 40;  // as Linux follows
  std::error_code error;
  auto file = named;
  for (int links = 0; links < kMostLinks && std::filesystem::is_symlink(file, error); ++links) {
    file = file.parent_path() / std::filesystem::read_symlink(file, error);
    if (error) return named;
  }
  const auto canonical = std::filesystem::weakly_canonical(file, error);
  return error ? named : canonical;
}

// data.dir and data.database: each implies the other; the one from the stronger source wins over a weaker other.
void settle_places(const ConfigSources& sources, GivenByKey& given, LoadedConfig& loaded, Problems& problems) {
  Given& dir = given["data.dir"];
  Given& database = given["data.database"];
  if (dir.rank == Rank::none && database.rank == Rank::none) {
    const auto folder = base_folder(sources, "XDG_DATA_HOME", ".local/share");
    if (folder.empty())
      problems.push_back("neither HOME nor XDG_DATA_HOME is set; say where the data is by --data-dir");
    dir.value = folder.string();
    dir.source = "default";
    database.source = "default";
  }
  if (database.rank > dir.rank) {
    const auto folder = std::filesystem::absolute(database.value).parent_path();
    dir = {.value = folder.string(), .rank = database.rank, .source = "implied by " + database.source};
  } else if (database.rank < dir.rank || database.rank == Rank::none) {
    const std::string source = dir.rank == Rank::none ? "default" : "implied by " + dir.source;
    database = {.value = (std::filesystem::path(dir.value) / "hebb.db").string(), .rank = dir.rank, .source = source};
  }
  // Lock, log, index and erasures lie beside the file itself, by whichever link it is named.
  std::error_code error;
  const auto named = std::filesystem::absolute(database.value, error);
  const auto file = file_named_by(named);
  loaded.config.data = {.dir = dir.value, .database = file, .link = file == named ? std::filesystem::path() : named};
  loaded.sources["data.dir"] = dir.source;
  loaded.sources["data.database"] = database.source;
}

void check_origins(const LoadedConfig& loaded, Problems& problems) {
  for (const auto& origin : loaded.config.server.cors_origins) {
    if (origin == "*" || origin.starts_with("http://") || origin.starts_with("https://")) continue;
    problems.push_back(std::format("server.cors_origins ({}) has \"{}\", but an origin begins with http:// or https://",
                                   loaded.sources.at("server.cors_origins"), origin));
  }
}

void check_traces(const LoadedConfig& loaded, Problems& problems) {
  const std::string& endpoint = loaded.config.traces.endpoint;
  if (endpoint.empty() || endpoint.starts_with("http://") || endpoint.starts_with("https://")) return;
  problems.push_back(std::format("traces.endpoint ({}) is \"{}\", but an address begins with http:// or https://",
                                 loaded.sources.at("traces.endpoint"), endpoint));
}

void check_thresholds(const LoadedConfig& loaded, Problems& problems) {
  constexpr std::array<std::string_view, 3> kNames{"engine.activation_peripheral", "engine.activation_contextual",
                                                   "engine.activation_core"};
  const bool told = std::ranges::any_of(problems, [&](const std::string& problem) {
    return std::ranges::any_of(kNames, [&](std::string_view name) { return problem.starts_with(name); });
  });
  const auto& [core, contextual, peripheral] = loaded.config.engine.activation;
  if (told || (0 < peripheral && peripheral <= contextual && contextual <= core && core <= 1)) return;
  const auto shown = [&](std::size_t i, float value) {
    return std::format("{} ({}) is {}", kNames.at(i), loaded.sources.at(std::string(kNames.at(i))), value);
  };
  problems.push_back(std::format("{}, {}, {}, but each must be above 0, 1 at most, and not above the next",
                                 shown(0, peripheral), shown(1, contextual), shown(2, core)));
}

// As hebb fade takes it.
void check_floor(const LoadedConfig& loaded, Problems& problems) {
  const double below = loaded.config.engine.fade_below;
  if (below == 0 || (below >= kLeastFloor && below <= kGreatestFloor)) return;
  problems.push_back(std::format("engine.fade_below ({}) is {}, but must be 0 or from {} to {}",
                                 loaded.sources.at("engine.fade_below"), below, kLeastFloor, kGreatestFloor));
}

GivenByKey all_given(const ConfigSources& sources, Problems& problems) {
  GivenByKey given;
  from_flags_and_environment(sources, given, problems);
  if (const auto file = config_file(sources, given)) from_file(*file, given, problems);
  return given;
}

}  // namespace

std::string log_format(const ConfigSources& sources) {
  Problems told_elsewhere;
  const GivenByKey given = all_given(sources, told_elsewhere);
  Config config;
  const auto found = given.find("log.format");
  const auto setting = std::ranges::find(settings(), "log.format", &Setting::key);
  if (found != given.end()) setting->set(config, found->second.value);
  return config.log.format;
}

std::expected<LoadedConfig, std::vector<std::string>> load_config(const ConfigSources& sources) {
  Problems problems;
  GivenByKey given = all_given(sources, problems);

  LoadedConfig loaded;
  // A command tells its failures itself; its log would tell them again.
  loaded.config.log.level = sources.serving ? "info" : "critical";
  for (const Setting& setting : settings()) {
    const auto found = given.find(setting.key);
    loaded.sources[std::string(setting.key)] = found == given.end() ? "default" : found->second.source;
    if (found != given.end()) setting.set(loaded.config, found->second.value);
  }
  settle_places(sources, given, loaded, problems);
  check_origins(loaded, problems);
  check_traces(loaded, problems);
  check_thresholds(loaded, problems);
  check_floor(loaded, problems);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return loaded;
}

std::uint32_t rate_limit_per_minute(const Config::Server& server) {
  return server.rate_limit_per_minute.value_or(is_loopback(server) ? 0 : 60);
}
std::uint32_t rate_limit_per_hour(const Config::Server& server) {
  return server.rate_limit_per_hour.value_or(is_loopback(server) ? 0 : 1000);
}

std::vector<cli::SettingLine> setting_lines(const LoadedConfig& loaded) {
  std::vector<cli::SettingLine> lines;
  for (const Setting& setting : settings()) {
    std::string value = setting.show(loaded.config);
    if (setting.secret && !value.empty()) value = "(hidden)";
    std::string source = loaded.sources.at(std::string(setting.key));
    if (setting.pending) source += "; without effect in this version";
    lines.push_back({.name = std::string(setting.key),
                     .value = std::move(value),
                     .source = std::move(source),
                     .environment = std::string(setting.environment)});
  }
  return lines;
}

std::size_t max_body_bytes(const Config::Server& server) {
  return server.max_body_mib << 20;
}

bool is_loopback(const Config::Server& server) {
  return server.host == "localhost" || server.host == "::1" || server.host.starts_with("127.");
}

bool asks_for_keys(const Config::Server& server) {
  return server.auth == "required" || (server.auth != "off" && !is_loopback(server));
}

}  // namespace hebb::app
