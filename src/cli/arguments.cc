#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <format>

namespace hebb::cli {
namespace {

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string joined(std::span<const std::string_view> words, std::string_view separator) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : std::string(separator)) + std::string(word);
  return out;
}

// Insertions, deletions, replacements and swaps of neighbours.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> edits(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        edits[i][j] = i + j;
        continue;
      }
      edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, edits[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
      }
    }
  }
  return edits[a.size()][b.size()];
}

// ", did you mean …?" where one of the known words is near.
std::string guess(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto candidate : known) {
    const std::size_t edits = edits_between(word, candidate);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best.empty() ? "" : std::format("; did you mean {}?", best);
}

std::unexpected<Error> usage(std::string_view command, std::string problem) {
  const std::string where = command.empty() ? "hebb --help" : std::format("hebb {} --help", command);
  return fail(ErrorCode::invalid_argument, std::format("{} (see {})", problem, where));
}

std::optional<std::string> problem_of(const OptionSpec& option, const std::string& value) {
  switch (option.kind) {
    case OptionSpec::Kind::integer: {
      const auto number = integer_of(value);
      if (number && *number >= option.least && *number <= option.greatest) return std::nullopt;
      return std::format("{} takes a whole number from {} to {}, not \"{}\"", option.long_name(), option.least,
                         option.greatest, value);
    }
    case OptionSpec::Kind::moment:
      if (parse_rfc3339(value)) return std::nullopt;
      return std::format("{} takes a day or a time such as 2026-03-05 or 2026-03-05T14:00:00Z, not \"{}\"",
                         option.long_name(), value);
    case OptionSpec::Kind::choice:
      if (std::ranges::contains(option.choices, value)) return std::nullopt;
      return std::format("{} takes one of {}, not \"{}\"", option.long_name(), joined(option.choices, ", "), value);
    case OptionSpec::Kind::text:
    case OptionSpec::Kind::path:
      if (!value.empty()) return std::nullopt;
      return std::format("{} needs a value", option.long_name());
    case OptionSpec::Kind::flag:
      break;
  }
  return std::nullopt;
}

// What CLI11 gathers for one command.
struct Gathered {
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> flags;
  std::vector<std::string> words;
};

void declare(CLI::App& app, std::span<const OptionSpec> options, Gathered& gathered) {
  app.set_help_flag("");
  app.allow_extras();
  for (const OptionSpec& option : options) {
    const std::string name(option.long_name());
    if (option.kind == OptionSpec::Kind::flag) {
      app.add_flag(std::string(option.names), gathered.flags[name]);
    } else {
      app.add_option(std::string(option.names), gathered.values[name])->allow_extra_args(false)->take_all();
    }
  }
}

Result<Arguments> checked(const CommandSpec* command, std::span<const OptionSpec> options, Gathered gathered,
                          const std::vector<std::string>& extras) {
  const std::string_view name = command == nullptr ? "" : command->name;
  Arguments arguments;
  arguments.command = command;
  arguments.words = std::move(gathered.words);
  for (const auto& [flag, given] : gathered.flags) {
    if (given) arguments.options[flag] = {""};
  }
  if (arguments.has("--help") || arguments.has("--version")) return arguments;
  for (const std::string& extra : extras) {
    if (extra == "--") continue;  // CLI11 leaves the mark itself among them
    if (!extra.starts_with('-') || extra == "-") {
      return usage(name, std::format("unexpected word \"{}\"", extra));
    }
    std::vector<std::string_view> known;
    for (const OptionSpec& option : options) known.push_back(option.long_name());
    return usage(name, std::format("unknown option {}{}", extra, guess(extra, known)));
  }
  for (const OptionSpec& option : options) {
    const auto found = gathered.values.find(std::string(option.long_name()));
    if (found == gathered.values.end() || found->second.empty()) continue;
    if (found->second.size() > 1 && !option.repeats) {
      return usage(name, std::format("{} is given more than once", option.long_name()));
    }
    for (const auto& value : found->second) {
      if (const auto problem = problem_of(option, value)) return usage(name, *problem);
    }
    arguments.options[found->first] = std::move(found->second);
  }
  if (command == nullptr) return arguments;
  if (arguments.words.size() < command->least_words) {
    return usage(name, std::format("hebb {} needs {}", name, command->words));
  }
  if (arguments.words.size() > command->most_words) {
    return usage(name, std::format("unexpected word \"{}\"", arguments.words[command->most_words]));
  }
  if (!command->word_choices.empty() && !std::ranges::contains(command->word_choices, arguments.words.front())) {
    return usage(name, std::format("hebb {} takes one of {}, not \"{}\"", name, joined(command->word_choices, ", "),
                                   arguments.words.front()));
  }
  return arguments;
}

// The command that the first words name: the longest that fits ("speakers rename" before "speakers"), and how many
// words that is.
std::pair<const CommandSpec*, std::size_t> named_by(std::span<const char* const> argv) {
  if (argv.size() >= 2) {
    if (const auto* found = find_command(std::format("{} {}", argv[0], argv[1]))) return {found, 2};
  }
  if (!argv.empty()) {
    if (const auto* found = find_command(argv[0])) return {found, 1};
  }
  return {nullptr, 0};
}

// How many of the first words are options that may stand before the command, with their values.
std::size_t leading_options(std::span<const char* const> argv, std::span<const SettingFlag> settings) {
  std::size_t at = 0;
  while (at < argv.size() && argv[at][0] == '-') {
    const std::string_view word = argv[at];
    const std::string_view name = word.substr(0, word.find('='));
    const bool setting = std::ranges::contains(settings, name, &SettingFlag::name);
    const bool common = std::ranges::contains(common_options(), name, &OptionSpec::long_name);
    if (!setting && !common && name != "-h") break;
    const bool takes_value = setting || name == "--color";
    at += takes_value && name.size() == word.size() ? 2 : 1;
  }
  return std::min(at, argv.size());
}

Result<Arguments> unknown_command(std::string_view word) {
  std::vector<std::string_view> known;
  for (const auto& command : commands()) {
    if (command.name.starts_with(std::string(word) + " ")) {
      return usage("", std::format("hebb {} needs a word after it: {}", word, command.name));
    }
    known.push_back(command.name);
  }
  return usage("", std::format("unknown command \"{}\"{}", word, guess(word, known)));
}

}  // namespace

std::optional<std::string> Arguments::value(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::nullopt : std::optional(found->second.front());
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::int64_t> Arguments::number(std::string_view option) const {
  const auto text = value(option);
  return text ? integer_of(*text) : std::nullopt;
}

std::optional<Instant> Arguments::moment(std::string_view option) const {
  const auto text = value(option);
  return text ? parse_rfc3339(*text) : std::nullopt;
}

Result<Arguments> parse_arguments(std::span<const char* const> argv, std::span<const SettingFlag> settings) {
  const auto leading = argv.first(leading_options(argv, settings));
  argv = argv.subspan(leading.size());
  const auto [command, taken] = named_by(argv);
  if (command == nullptr && !argv.empty() && argv[0][0] != '-') return unknown_command(argv[0]);
  const auto following = argv.subspan(taken);
  std::vector<std::string> rest(leading.begin(), leading.end());
  rest.insert(rest.end(), following.begin(), following.end());
  std::ranges::reverse(rest);  // as CLI11 wants it

  const std::string_view name = command == nullptr ? "" : command->name;
  const auto options = options_of(command == nullptr ? CommandSpec{} : *command, settings);
  CLI::App app;
  Gathered gathered;
  declare(app, options, gathered);
  // A name that no option may have: CLI11 compares it with theirs.
  if (command != nullptr && command->most_words > 0) app.add_option("(words)", gathered.words);
  try {
    app.parse(std::move(rest));
  } catch (const CLI::Error& error) {
    return usage(name, error.what());
  }
  auto arguments = checked(command, options, std::move(gathered), app.remaining());
  if (arguments && command == nullptr && !arguments->has("--help") && !arguments->has("--version")) {
    return usage("", "a command is needed");
  }
  return arguments;
}

}  // namespace hebb::cli
