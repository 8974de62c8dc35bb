#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "cli/completions.h"
#include "cli/manual.h"
#include "cli/terminal.h"

namespace hebb::cli {
namespace {

const std::vector<SettingFlag> kSettings{
    {.name = "--data-dir", .value = "DIR", .help = "where it's kept", .path = true},
    {.name = "--port", .value = "N", .help = "the [port]: one", .serve_only = true}};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

TEST_CASE("every command is described, and its options are named once", "[cli]") {
  for (const auto& command : commands()) {
    INFO(command.name);
    CHECK_FALSE(command.summary.empty());
    CHECK_FALSE(command.summary.ends_with('.'));
    CHECK(find_command(command.name) == &command);
    std::set<std::string_view> names;
    for (const auto& option : options_of(command, kSettings)) {
      CHECK(option.long_name().starts_with("--"));
      CHECK(names.insert(option.long_name()).second);
      CHECK((option.kind == OptionSpec::Kind::flag) == option.value.empty());
      CHECK_FALSE(option.help.empty());
    }
  }
}

TEST_CASE("commands that begin alike stand together, and help says what a time is and what is the default", "[cli]") {
  std::set<std::string_view> seen;
  std::string_view last;
  for (const auto& command : commands()) {
    const auto first = command.name.substr(0, command.name.find(' '));
    INFO(command.name);
    if (first != last) CHECK(seen.insert(first).second);
    last = first;
    for (const auto& option : command.options) {
      if (option.long_name() == "--since" && command.name != "erase") CHECK(option.help.contains("2026-03-05"));
      if (option.long_name() == "--scope") CHECK(option.help.contains("read (asks and lists; unless told otherwise)"));
    }
  }
}

TEST_CASE("help names every option and keeps within 80 columns", "[cli]") {
  for (const auto& command : commands()) {
    const std::string help = help_text(command, kSettings);
    INFO(help);
    for (const auto& option : options_of(command, kSettings)) CHECK(help.contains(option.long_name()));
    for (const auto& example : command.examples) CHECK(help.contains(example.line));
    CHECK(help.contains("--port") == command.serves);
    for (const auto line : lines_of(help.substr(0, help.find("\nExamples:")))) CHECK(columns_of(line) <= 80);
  }
  for (const auto* group : {"keys", "config", "meetings", "speakers"}) {
    const auto* command = find_command(group);
    const std::string help = command == nullptr ? group_text(group) : help_text(*command, kSettings);
    INFO(help);
    CHECK_FALSE(group_of(group).empty());
    for (const auto* one : group_of(group)) {
      CHECK(help.contains("hebb " + std::string(one->name)));
      CHECK(help.contains(one->summary));
    }
  }
  const std::string overview = overview_text("9.8.7");
  CHECK(overview.contains("hebb 9.8.7"));
  for (const auto& command : commands()) CHECK(overview.contains(command.summary));
}

TEST_CASE("the man page has every command, and no line that roff takes for a request", "[cli]") {
  const std::string page = man_page("9.8.7", kSettings);
  for (const auto& command : commands()) {
    CHECK(page.contains(".SS hebb " + std::string(command.name)));
    CHECK(page.contains(std::string(command.summary)));
    for (const auto& option : command.options) {
      std::string name;
      for (const char c : option.long_name()) name += c == '-' ? "\\-" : std::string(1, c);
      CHECK(page.contains(name));
    }
  }
  const std::set<std::string_view> known{".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I", ".nf", ".fi", ".RS", ".RE"};
  for (const auto line : lines_of(page)) {
    if (line.starts_with('.')) CHECK(known.contains(line.substr(0, line.find(' '))));
    CHECK_FALSE(line.starts_with('\''));
  }
}

TEST_CASE("completions of every shell know every command and option", "[cli]") {
  for (const std::string_view shell : {"bash", "zsh", "fish"}) {
    const auto script = completions(shell, kSettings);
    REQUIRE(script);
    for (const auto& command : commands()) {
      INFO(shell << ' ' << command.name);
      const auto space = command.name.find(' ');
      CHECK(script->contains(command.name.substr(0, space)));
      if (space != std::string_view::npos) CHECK(script->contains(command.name.substr(space + 1)));
      for (const auto& option : options_of(command, kSettings)) {
        const auto name = shell == "fish" ? option.long_name().substr(2) : option.long_name();
        CHECK(script->contains(name));
      }
    }
  }
  CHECK_FALSE(completions("tcsh", kSettings));
}

TEST_CASE("docs/cli.md names every command", "[cli]") {
  std::ifstream file(std::string(HEBB_SOURCE_DIR) + "/docs/cli.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for (const auto& command : commands()) CHECK(page.contains("`hebb " + std::string(command.name)));
}

}  // namespace hebb::cli
