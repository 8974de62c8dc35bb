#include <csignal>
#include <cstring>
#include <format>

#include "cli/arguments.h"
#include "cli/cli.h"
#include "cli/completions.h"
#include "cli/interrupts.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

using Runner = int (*)(const Session&);

Runner runner_of(std::string_view command) {
  struct Row {
    std::string_view name;
    Runner run;
  };
  static constexpr Row kTable[] = {
      {"import", run_import},
      {"ask", run_ask},
      {"context", run_context},
      {"eval", run_eval},
      {"serve", run_serve},
      {"export", run_export},
      {"meetings", run_meetings},
      {"show", run_show},
      {"memories", [](const Session& session) { return run_memories(session, false); }},
      {"actions", [](const Session& session) { return run_memories(session, true); }},
      {"decisions", run_decisions},
      {"memory", run_memory},
      {"patterns", run_patterns},
      {"consolidate", run_consolidate},
      {"fade", run_fade},
      {"correct", run_correct},
      {"declare", run_declare},
      {"declared", run_declared},
      {"meetings rename", [](const Session& session) { return run_edit(session, "title"); }},
      {"meetings date", [](const Session& session) { return run_edit(session, "started_at"); }},
      {"meetings move", [](const Session& session) { return run_edit(session, "project"); }},
      {"speakers", run_speakers},
      {"speakers rename", [](const Session& session) { return run_rename(session, false); }},
      {"speakers merge", [](const Session& session) { return run_rename(session, true); }},
      {"erase", run_erase},
      {"reindex", run_reindex},
      {"reextract", run_reextract},
      {"stats", run_stats},
      {"config show", run_config},
      {"keys create", run_keys_create},
      {"keys list", run_keys_list},
      {"keys revoke", run_keys_revoke},
      {"backup", run_backup},
      {"verify", run_verify},
      {"restore", run_restore},
      {"doctor", run_doctor},
  };
  for (const Row& row : kTable) {
    if (row.name == command) return row.run;
  }
  return nullptr;
}

ColorChoice color_of(const Arguments& arguments) {
  const auto choice = arguments.value("--color");
  if (choice == "always") return ColorChoice::always;
  return choice == "never" ? ColorChoice::never : ColorChoice::automatic;
}

// What needs no settings. Nothing: another command.
std::optional<std::string> text_for(const Program& program, const Arguments& arguments) {
  if (arguments.has("--version")) return std::format("hebb {}\n", program.version);
  if (!arguments.group.empty()) return group_text(arguments.group);
  if (arguments.command == nullptr) return overview_text(program.version);
  if (arguments.has("--help")) return help_text(*arguments.command, program.setting_flags);
  if (arguments.command->name == "help") return overview_text(program.version);
  if (arguments.command->name == "man") return man_page(program.version, program.setting_flags);
  if (arguments.command->name == "completions") return completions(arguments.words.front(), program.setting_flags);
  return std::nullopt;
}

int run_command(const Program& program, const Arguments& arguments, Terminal& terminal) {
  std::map<std::string, std::string> flags;
  for (const auto& flag : program.setting_flags) {
    if (const auto value = arguments.value(flag.name)) flags.emplace(flag.name, *value);
  }
  const auto setup = program.configure(flags, arguments.command->serves);
  if (!setup) {
    for (const auto& problem : setup.error()) terminal.say("hebb: " + harmless(problem));
    return kMisused;
  }
  const Session session{.program = program, .setup = *setup, .arguments = arguments, .terminal = terminal};
  return runner_of(arguments.command->name)(session);
}

// The status when writing to stdout went wrong: quiet when the reader has gone (head, a pager that was left).
int status_after(const Terminal& terminal, int status) {
  const auto error = terminal.write_error();
  if (!error || *error == EPIPE) return status;
  return kFailed;
}

}  // namespace

int run(const Program& program, std::span<const char* const> words) {
  std::signal(SIGPIPE, SIG_IGN);  // a write tells of these two
  std::signal(SIGXFSZ, SIG_IGN);
  if (words.empty()) {
    Terminal(ColorChoice::automatic).say(overview_text(program.version));
    return kMisused;
  }
  const auto arguments = parse_arguments(words, program.setting_flags);
  if (!arguments) {
    Terminal(ColorChoice::automatic).say("hebb: " + harmless(arguments.error().message));
    return kMisused;
  }
  Terminal terminal(color_of(*arguments));
  int status = kDone;
  if (const auto text = text_for(program, *arguments)) {
    terminal.print(*text);
  } else {
    if (!arguments->command->serves) end_on_signals();
    status = run_command(program, *arguments, terminal);
  }
  if (const auto error = terminal.write_error(); error && *error != EPIPE) {
    terminal.say(std::format("hebb: cannot write to standard output: {}", std::strerror(*error)));
  }
  return status_after(terminal, status);
}

}  // namespace hebb::cli
