#include "cli/completions.h"

#include <algorithm>
#include <format>
#include <vector>

namespace hebb::cli {
namespace {

std::string_view first_word(std::string_view name) {
  return name.substr(0, name.find(' '));
}

// The first words of all commands, each once, in their order.
std::vector<std::string_view> first_words() {
  std::vector<std::string_view> words;
  for (const auto& command : commands()) {
    if (!std::ranges::contains(words, first_word(command.name))) words.push_back(first_word(command.name));
  }
  return words;
}

// The words that may follow `word`: second words of commands, or the fixed positionals.
std::vector<std::string_view> words_after(std::string_view word) {
  if (word == "help") return first_words();
  std::vector<std::string_view> words;
  for (const auto& command : commands()) {
    if (first_word(command.name) != word) continue;
    if (command.name.size() > word.size()) words.push_back(command.name.substr(word.size() + 1));
    words.insert(words.end(), command.word_choices.begin(), command.word_choices.end());
  }
  return words;
}

// The options of all commands that begin with `word`, each once.
std::vector<OptionSpec> options_after(std::string_view word, std::span<const SettingFlag> settings) {
  std::vector<OptionSpec> options;
  for (const auto& command : commands()) {
    if (first_word(command.name) != word) continue;
    for (const auto& option : options_of(command, settings)) {
      if (!std::ranges::contains(options, option.names, &OptionSpec::names)) options.push_back(option);
    }
  }
  return options;
}

bool takes_paths(std::string_view word) {
  const auto* command = find_command(word);
  return command != nullptr && command->words_are_paths;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : " ") + std::string(word);
  return out;
}

// Options that may stand before the command and take a value, as a pattern of the shell's `case`.
std::string leading_with_value(std::span<const SettingFlag> settings) {
  std::string pattern = "--color";
  for (const auto& flag : settings) pattern += "|" + std::string(flag.name);
  return pattern;
}

// A line each, since names may have spaces.
constexpr std::string_view kBashFiles =
    "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")";

std::string bash(std::span<const SettingFlag> settings) {
  std::string values;
  std::string cases;
  for (const auto word : first_words()) {
    std::string names;
    for (const auto& option : options_after(word, settings)) {
      names += (names.empty() ? "" : " ") + std::string(option.long_name());
      if (option.value.empty()) continue;
      std::string line = std::format("    {}:{}", word, option.long_name());
      if (option.names != option.long_name()) line += std::format("|{}:{}", word, option.names.substr(0, 2));
      if (option.kind == OptionSpec::Kind::path) {
        line += std::format(") {};", kBashFiles);
      } else if (!option.choices.empty()) {
        line += std::format(") COMPREPLY=($(compgen -W \"{}\" -- \"$cur\"));", joined(option.choices));
      } else {
        line += ")";
      }
      values += line + " return ;;\n";
    }
    const std::string_view files = takes_paths(word) ? kBashFiles : ":";
    cases += std::format("    {}) words=\"{}\" names=\"{}\"; [[ $cur == -* ]] || {{ {}; }} ;;\n", word,
                         joined(words_after(word)), names, files);
  }
  return std::format(R"(# bash completion of hebb; made by: hebb completions bash
_hebb() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command= i words= names=
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {}) ((i++)) ;;
      -*) ;;
      *) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  case $command:$prev in
{}  esac
  case $command in
    "") words="{}" names="--help --version" ;;
{}  esac
  if [[ $cur == -* ]]; then COMPREPLY+=($(compgen -W "$names" -- "$cur"))
  else COMPREPLY+=($(compgen -W "$words" -- "$cur")); fi
}}
complete -F _hebb hebb
)",
                     leading_with_value(settings), values, joined(first_words()), cases);
}

std::string zsh_quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == '[' || c == ']' || c == ':') {
      out += std::string("\\") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string zsh_option(const OptionSpec& option) {
  const auto comma = option.names.find(',');
  std::string value;
  if (option.kind == OptionSpec::Kind::path) {
    value = std::format(":{}:_files", option.value);
  } else if (!option.choices.empty()) {
    value = std::format(":{}:({})", option.value, joined(option.choices));
  } else if (!option.value.empty()) {
    value = std::format(":{}: ", option.value);
  }
  const std::string rest = std::format("[{}]{}", zsh_quoted(option.help), value);
  if (comma == std::string_view::npos) return std::format(" '*{}{}'", option.names, rest);
  return std::format(" '*{}{}' '*{}{}'", option.names.substr(0, comma), rest, option.long_name(), rest);
}

std::string zsh(std::span<const SettingFlag> settings) {
  std::string described;
  std::string cases;
  for (const auto word : first_words()) {
    std::string_view summary;
    for (const auto& command : commands()) {
      if (first_word(command.name) == word && summary.empty()) summary = command.summary;
    }
    described += std::format("    '{}:{}'\n", word, zsh_quoted(summary));
    std::string arguments;
    for (const auto& option : options_after(word, settings)) arguments += zsh_option(option);
    const auto words = words_after(word);
    if (!words.empty()) arguments += std::format(" '*: :({})'", joined(words));
    if (takes_paths(word)) arguments += " '*:file:_files'";
    cases += std::format("    {}) _arguments{} ;;\n", word, arguments);
  }
  return std::format(R"(#compdef hebb
# zsh completion of hebb; made by: hebb completions zsh
_hebb() {{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
{}  esac
}}
if [ "$funcstack[1]" = _hebb ]; then _hebb "$@"; else compdef _hebb hebb; fi
)",
                     described, cases);
}

std::string fish_quoted(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out;
}

std::string fish(std::span<const SettingFlag> settings) {
  std::string out = "# fish completion of hebb; made by: hebb completions fish\ncomplete -c hebb -f\n";
  for (const auto word : first_words()) {
    std::string_view summary;
    for (const auto& command : commands()) {
      if (first_word(command.name) == word && summary.empty()) summary = command.summary;
    }
    out += std::format("complete -c hebb -n __fish_use_subcommand -a {} -d '{}'\n", word, fish_quoted(summary));
    const std::string condition = std::format("complete -c hebb -n '__fish_seen_subcommand_from {}'", word);
    if (takes_paths(word)) out += condition + " -F\n";
    if (const auto words = words_after(word); !words.empty()) {
      out += std::format("{} -a '{}'\n", condition, joined(words));
    }
    for (const auto& option : options_after(word, settings)) {
      std::string line = condition;
      if (option.names != option.long_name()) line += std::format(" -s {}", option.names.substr(1, 1));
      line += std::format(" -l {}", option.long_name().substr(2));
      if (option.kind == OptionSpec::Kind::path) {
        line += " -r -F";
      } else if (!option.choices.empty()) {
        line += std::format(" -x -a '{}'", joined(option.choices));
      } else if (!option.value.empty()) {
        line += " -x";
      }
      out += std::format("{} -d '{}'\n", line, fish_quoted(option.help));
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> completions(std::string_view shell, std::span<const SettingFlag> settings) {
  if (shell == "bash") return bash(settings);
  if (shell == "zsh") return zsh(settings);
  if (shell == "fish") return fish(settings);
  return std::nullopt;
}

}  // namespace hebb::cli
