// Every command with its options and examples, said once: the parser, --help, the man page and the completions are
// made from this.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hebb::cli {

struct OptionSpec {
  enum class Kind { flag, text, path, integer, decimal, moment, choice };

  std::string_view names;  // "--limit", or with a short one "-p,--project"
  std::string_view value;  // placeholder of its value; empty for a flag
  std::string_view help;
  Kind kind = Kind::flag;
  bool repeats = false;
  std::int64_t least = 0;  // of an integer
  std::int64_t greatest = 0;
  double lowest = 0;  // of a decimal
  double highest = 0;
  std::size_t fewest = 1;  // characters of a text
  std::size_t most = SIZE_MAX;
  std::vector<std::string_view> choices;

  std::string_view long_name() const { return names.substr(names.rfind(',') + 1); }
};

struct Example {
  std::string_view line;
  std::string_view says;
};

struct CommandSpec {
  std::string_view name;     // "speakers rename": words of the command line
  std::string_view summary;  // a line, no full stop
  std::string_view words;    // its positional arguments as shown: "FILE…"
  std::size_t least_words = 0;
  std::size_t most_words = 0;
  bool words_are_paths = false;
  std::vector<std::string_view> word_choices;  // what a first positional may be, where that is a fixed set
  std::vector<OptionSpec> each_word;           // what each positional may be, in their order; of the others nothing
  std::string_view text;                       // paragraphs, separated by empty lines
  std::vector<OptionSpec> options;
  std::vector<std::pair<std::string_view, std::string_view>> apart;  // options that contradict each other
  std::vector<Example> examples;
  bool serves = false;  // takes the settings' flags that only a server uses
};

// A flag of a setting, as app's configuration names it. It is passed on unread.
struct SettingFlag {
  std::string_view name;  // "--data-dir"
  std::string_view value;
  std::string_view help;
  bool path = false;
  bool serve_only = false;
};

std::span<const CommandSpec> commands();
std::span<const OptionSpec> common_options();  // of every command
const CommandSpec* find_command(std::string_view name);
std::vector<const CommandSpec*> group_of(std::string_view word);  // "keys": keys create, keys list, keys revoke
// The options that `command` takes, in the order of help: its own, the settings', the common ones.
std::vector<OptionSpec> options_of(const CommandSpec& command, std::span<const SettingFlag> settings);

std::string overview_text(std::string_view version);
std::string group_text(std::string_view word);  // --help of a group
std::string help_text(const CommandSpec& command, std::span<const SettingFlag> settings);
std::string man_page(std::string_view version, std::span<const SettingFlag> settings);

}  // namespace hebb::cli
