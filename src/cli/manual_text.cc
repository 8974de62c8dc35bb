// --help and the man page.
#include <algorithm>
#include <format>

#include "cli/manual.h"
#include "cli/terminal.h"

namespace hebb::cli {
namespace {

constexpr std::size_t kHelpWidth = 80;
constexpr std::string_view kTagline =
    "Hebb remembers meetings and answers questions about them with what was said, by whom and when. Everything stays "
    "on this machine.";
constexpr std::string_view kExits =
    "0: done. 1: the request failed, or nothing was found. 2: wrong usage or a bad setting. 130: stopped by Ctrl-C, "
    "SIGTERM or SIGHUP.";

std::vector<std::string_view> paragraphs(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = text.find("\n\n");
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  }
  return parts;
}

std::string block(std::string_view text, std::size_t indent) {
  std::string out;
  for (const auto& line : wrapped(text, kHelpWidth - indent)) out += std::string(indent, ' ') + line + "\n";
  return out;
}

// "  -n, --limit N          how many …", help in a column of its own.
std::string columns(const std::vector<std::pair<std::string, std::string_view>>& rows) {
  std::size_t left = 0;
  for (const auto& row : rows) left = std::max(left, columns_of(row.first));
  left = std::min<std::size_t>(left, 26);
  std::string out;
  for (const auto& [term, help] : rows) {
    const auto lines = wrapped(help, kHelpWidth - left - 4);
    const bool fits = columns_of(term) <= left;
    out += "  " + term;
    if (!fits) out += "\n";
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool beside = i == 0 && fits;
      out += std::string(beside ? left - columns_of(term) + 2 : left + 4, ' ') + lines[i] + "\n";
    }
  }
  return out;
}

std::string term_of(const OptionSpec& option) {
  const auto comma = option.names.find(',');
  std::string term = comma == std::string_view::npos
                         ? "    " + std::string(option.names)
                         : std::format("{}, {}", option.names.substr(0, comma), option.long_name());
  if (!option.value.empty()) term += " " + std::string(option.value);
  return term;
}

std::string help_of(const OptionSpec& option) {
  std::string help(option.help);
  if (option.choices.size() > 3) {
    help += ": ";
    for (const auto choice : option.choices)
      help += (choice == option.choices.front() ? "" : ", ") + std::string(choice);
  }
  return help;
}

std::string bare_usage_of(const CommandSpec& command) {
  return std::format("hebb {}{}{}", command.name, command.words.empty() ? "" : " ", command.words);
}

std::vector<std::pair<std::string, std::string_view>> rows_of(const std::vector<const CommandSpec*>& group) {
  std::vector<std::pair<std::string, std::string_view>> rows;
  rows.reserve(group.size());
  for (const CommandSpec* command : group) rows.emplace_back(bare_usage_of(*command), command->summary);
  return rows;
}

std::string usage_of(const CommandSpec& command) {
  std::string usage = bare_usage_of(command);
  if (!command.word_choices.empty()) {
    usage += " (";
    for (const auto choice : command.word_choices)
      usage += (choice == command.word_choices.front() ? "" : "|") + std::string(choice);
    usage += ")";
  }
  return usage + " [OPTIONS]";
}

// Text for roff: backslashes, and what begins a line or a word with meaning.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\n') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string roff_command(const CommandSpec& command, std::span<const SettingFlag> settings) {
  std::string out = ".SS " + roff(usage_of(command)) + "\n" + roff(command.summary) + ".\n";
  for (const auto part : paragraphs(command.text)) out += ".PP\n" + roff(part) + "\n";
  for (const auto& option : command.options) {
    std::string term = term_of(option);
    term.erase(0, term.find_first_not_of(' '));
    out += ".TP\n.B " + roff(term) + "\n" + roff(help_of(option)) + ".\n";
  }
  if (command.serves) {
    for (const auto& flag : settings) {
      if (flag.serve_only) out += std::format(".TP\n.B {} {}\n{}.\n", roff(flag.name), flag.value, roff(flag.help));
    }
  }
  for (const auto& example : command.examples) {
    out += ".PP\n.nf\n.RS\n" + roff(example.line) + "\n.RE\n.fi\n";
  }
  return out;
}

}  // namespace

std::string overview_text(std::string_view version) {
  std::string out = block(kTagline, 0) + "\nUsage: hebb COMMAND [OPTIONS]     (hebb COMMAND --help says more)\n\n";
  std::vector<std::pair<std::string, std::string_view>> rows;
  for (const auto& command : commands()) rows.emplace_back(std::string(command.name), command.summary);
  out += "Commands:\n" + columns(rows);
  out +=
      "\nTo begin with:\n"
      "  hebb import meeting.vtt        remember a meeting\n"
      "  hebb ask \"Who is against the move, and why?\"\n"
      "  hebb serve                     the same over HTTP, on http://localhost:8000\n";
  out += "\nExit status:\n" + block(kExits, 2);
  return out + std::format("\nhebb {}. Settings: hebb config show. The whole manual: hebb man | man -l -\n", version);
}

std::string group_text(std::string_view word) {
  return std::format("Usage: hebb {0} COMMAND     (hebb {0} COMMAND --help says more)\n\nCommands:\n", word) +
         columns(rows_of(group_of(word)));
}

std::string help_text(const CommandSpec& command, std::span<const SettingFlag> settings) {
  std::string out = block(std::string(command.summary) + ".", 0) + "\nUsage: " + usage_of(command) + "\n";
  for (const auto part : paragraphs(command.text)) out += "\n" + block(part, 0);
  if (const auto group = group_of(command.name); !group.empty()) {
    out += "\nMore commands:\n" + columns(rows_of(group));
  }
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& option : options_of(command, settings)) rows.emplace_back(term_of(option), help_of(option));
  out += "\nOptions:\n" + columns({rows.begin(), rows.end()});
  if (command.examples.empty()) return out;
  out += "\nExamples:\n";
  for (const auto& example : command.examples) {
    if (!example.says.empty()) out += std::format("  # {}\n", example.says);
    out += std::format("  {}\n", example.line);
  }
  return out;
}

std::string man_page(std::string_view version, std::span<const SettingFlag> settings) {
  std::string out = std::format(
      ".TH HEBB 1 \"\" \"hebb {}\" \"User commands\"\n.SH NAME\nhebb \\- cognitive memory for meetings\n"
      ".SH SYNOPSIS\n.B hebb\n.I COMMAND\n[OPTIONS]\n.SH DESCRIPTION\n{}\n.SH COMMANDS\n",
      version, roff(kTagline));
  for (const auto& command : commands()) out += roff_command(command, settings);
  out += ".SH COMMON OPTIONS\n";
  for (const auto& flag : settings) {
    if (!flag.serve_only) out += std::format(".TP\n.B {} {}\n{}.\n", roff(flag.name), flag.value, roff(flag.help));
  }
  for (const auto& option : common_options()) {
    std::string term = term_of(option);
    term.erase(0, term.find_first_not_of(' '));
    out += ".TP\n.B " + roff(term) + "\n" + roff(help_of(option)) + ".\n";
  }
  return out + ".SH EXIT STATUS\n" + roff(kExits) + "\n";
}

}  // namespace hebb::cli
