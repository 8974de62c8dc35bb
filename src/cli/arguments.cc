#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <format>

#include "text/placed_words.h"

namespace hebb::cli {
namespace {

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> decimal_of(std::string_view text) {
  double number = 0;
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

// The known word that is near, or nothing.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto candidate : known) {
    const std::size_t edits = edits_between(word, candidate);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

// "; did you mean …?" where one of the known words is near; `before` is what that stands after.
std::string guess(std::string_view word, const std::vector<std::string_view>& known, const std::string& before = "") {
  const auto best = nearest(word, known);
  return best.empty() ? "" : std::format("; did you mean {}{}?", before, best);
}

std::unexpected<Error> usage(std::string_view command, std::string problem) {
  const std::string where = command.empty() ? "hebb --help" : std::format("hebb {} --help", command);
  return fail(ErrorCode::invalid_argument, std::format("{} (see {})", problem, where));
}

// A name that is part of every other.
bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

// Paths are bytes; everything else goes into requests.
std::optional<std::string> problem_of_bytes(const std::string& text, bool is_path) {
  if (is_path || valid_utf8(text) == text) return std::nullopt;
  return std::format("the argument is not UTF-8: \"{}\"", text);
}

std::optional<std::string> problem_of_length(const OptionSpec& option, const std::string& value) {
  const std::size_t characters = count_characters(value);
  if (characters >= option.fewest && characters <= option.most) return std::nullopt;
  const std::string range = option.most == SIZE_MAX ? std::format("{} or more", option.fewest)
                                                    : std::format("{} to {}", option.fewest, option.most);
  return std::format("{} takes {} characters, not {}", option.long_name(), range, characters);
}

std::optional<std::string> problem_of(const OptionSpec& option, const std::string& value) {
  switch (option.kind) {
    case OptionSpec::Kind::integer: {
      const auto number = integer_of(value);
      if (number && *number >= option.least && *number <= option.greatest) return std::nullopt;
      return std::format("{} takes a whole number from {} to {}, not \"{}\"", option.long_name(), option.least,
                         option.greatest, value);
    }
    case OptionSpec::Kind::decimal: {
      const auto number = decimal_of(value);
      if (number && *number >= option.lowest && *number <= option.highest) return std::nullopt;
      return std::format("{} takes a number from {} to {}, not \"{}\"", option.long_name(), option.lowest,
                         option.highest, value);
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
      if (is_blank(value)) return std::format("{} needs a value", option.long_name());
      if (auto problem = problem_of_bytes(value, option.kind == OptionSpec::Kind::path)) return problem;
      return problem_of_length(option, value);
    case OptionSpec::Kind::flag:
      break;
  }
  return std::nullopt;
}

// What CLI11 gathers for one command.
struct Gathered {
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> flags;
  std::vector<std::string> rest;  // words and unknown options, with the first -- among them
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

// As CLI11 sees it, for which "-5" is a word.
bool is_option(const std::string& word) {
  std::string name, rest;
  if (CLI::detail::split_long(word, name, rest)) return true;
  return CLI::detail::split_short(word, name, rest) && (name[0] < '0' || name[0] > '9');
}

// The words as they were given: a positional argument of CLI11 would take "[a, b]" apart. Errors: an unknown option.
Result<std::vector<std::string>> words_of(std::string_view command, std::span<const OptionSpec> options,
                                          std::vector<std::string> rest) {
  std::vector<std::string> words;
  bool marked = false;
  for (std::string& word : rest) {
    if (!marked && word == "--") {
      marked = true;
    } else if (marked || !is_option(word)) {
      words.push_back(std::move(word));
    } else {
      std::vector<std::string_view> known;
      for (const OptionSpec& option : options) known.push_back(option.long_name());
      return usage(command, std::format("unknown option {}{}", word, guess(word, known)));
    }
  }
  return words;
}

std::string_view second_word(const CommandSpec& command) {
  return command.name.substr(command.name.find(' ') + 1);
}

// "; did you mean hebb meetings rename?" where the word is nearly the second of a command.
std::string guess_second(const CommandSpec& command, std::string_view word) {
  std::vector<std::string_view> known;
  for (const CommandSpec* one : group_of(command.name)) known.push_back(second_word(*one));
  return guess(word, known, std::format("hebb {} ", command.name));
}

std::optional<std::string> problem_of_words(const CommandSpec* command, const std::vector<std::string>& words) {
  const std::size_t most = command == nullptr ? 0 : command->most_words;
  if (words.size() > most) {
    const bool second = command != nullptr && most == 0;
    return std::format("unexpected word \"{}\"{}", words[most], second ? guess_second(*command, words[0]) : "");
  }
  if (command == nullptr) return std::nullopt;
  if (words.size() < command->least_words) return std::format("hebb {} needs {}", command->name, command->words);
  for (const std::string& word : words) {
    if (is_blank(word)) return std::format("hebb {} takes no empty word", command->name);
    if (auto problem = problem_of_bytes(word, command->words_are_paths)) return problem;
  }
  for (std::size_t i = 0; i < std::min(words.size(), command->each_word.size()); ++i) {
    if (auto problem = problem_of(command->each_word[i], words[i])) return problem;
  }
  const auto& choices = command->word_choices;
  if (choices.empty() || std::ranges::contains(choices, words.front())) return std::nullopt;
  return std::format("hebb {} takes one of {}, not \"{}\"", command->name, joined(choices, ", "), words.front());
}

Result<Arguments> checked(const CommandSpec* command, std::span<const OptionSpec> options, Gathered gathered) {
  const std::string_view name = command == nullptr ? "" : command->name;
  Arguments arguments;
  arguments.command = command;
  for (const auto& [flag, given] : gathered.flags) {
    if (given) arguments.options[flag] = {""};
  }
  if (arguments.has("--help") || arguments.has("--version")) return arguments;
  auto words = words_of(name, options, std::move(gathered.rest));
  if (!words) return std::unexpected(words.error());
  arguments.words = std::move(*words);
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
  if (const auto problem = problem_of_words(command, arguments.words)) return usage(name, *problem);
  if (command == nullptr) return arguments;
  for (const auto& [one, other] : command->apart) {
    if (arguments.has(one) && arguments.has(other))
      return usage(name, std::format("give {} or {}, not both", one, other));
  }
  const auto since = arguments.moment("--since"), until = arguments.moment("--until");
  if (since && until && *until <= *since)
    return usage(name, "nothing lies between --since and --until, which is the moment before which");
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

// Of words that name no command: the help of a group of commands (hebb keys --help) where it is asked for.
Result<Arguments> without_command(std::span<const char* const> argv) {
  const std::string_view word = argv.front();
  const auto group = group_of(word);
  if (group.empty()) {
    std::vector<std::string_view> known;
    for (const auto& command : commands()) known.push_back(command.name);
    known.emplace_back("--version");
    return usage("", std::format("unknown command \"{}\"{}", word, guess(word, known)));
  }
  const bool given = argv.size() > 1 && argv[1][0] != '-';
  const bool helps = std::ranges::any_of(argv, [](std::string_view one) { return one == "--help" || one == "-h"; });
  if (helps && !given)
    return Arguments{.command = nullptr, .group = std::string(word), .words = {}, .options = {{"--help", {""}}}};
  std::string all;
  for (std::size_t i = 0; i < group.size(); ++i) {
    all += (i == 0 ? "" : i + 1 == group.size() ? " or " : ", ") + std::string(second_word(*group[i]));
  }
  return usage(
      word, std::format("hebb {} takes {} after it{}", word, all, given ? std::format(", not \"{}\"", argv[1]) : ""));
}

// `hebb help ask` as `hebb ask --help`.
std::vector<const char*> as_help(std::span<const char* const> leading, std::span<const char* const> argv) {
  std::vector<const char*> words(leading.begin(), leading.end());
  words.insert(words.end(), argv.begin() + 1, argv.end());
  words.push_back("--help");
  return words;
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
  if (argv.size() > 1 && std::string_view(argv[0]) == "help" && argv[1][0] != '-') {
    return parse_arguments(as_help(leading, argv), settings);
  }
  const auto [command, taken] = named_by(argv);
  if (command == nullptr && !argv.empty() && argv[0][0] != '-') return without_command(argv);
  const auto following = argv.subspan(taken);
  std::vector<std::string> rest(leading.begin(), leading.end());
  rest.insert(rest.end(), following.begin(), following.end());
  std::ranges::reverse(rest);  // as CLI11 wants it

  const std::string_view name = command == nullptr ? "" : command->name;
  const auto options = options_of(command == nullptr ? CommandSpec{} : *command, settings);
  CLI::App app;
  Gathered gathered;
  declare(app, options, gathered);
  try {
    app.parse(std::move(rest));
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string_view what = error.what();
    return usage(name, std::format("{} needs a value", what.substr(0, what.find(':'))));
  } catch (const CLI::Error& error) {
    return usage(name, error.what());
  }
  gathered.rest = app.remaining();
  auto arguments = checked(command, options, std::move(gathered));
  if (arguments && command == nullptr && !arguments->has("--help") && !arguments->has("--version")) {
    return usage("", "a command is needed");
  }
  return arguments;
}

}  // namespace hebb::cli
