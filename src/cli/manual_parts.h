// What the commands of the manual share, and the parts that it is made of. Private to cli/.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "api/requests.h"
#include "cli/manual.h"

namespace hebb::cli {

inline const OptionSpec kJson{.names = "--json", .help = "print the reply of the HTTP interface instead, as it is"};

inline const OptionSpec kSince{.names = "--since",
                               .value = "TIME",
                               .help = "only from this day or time on: 2026-03-05, or 2026-03-05T14:00:00Z",
                               .kind = OptionSpec::Kind::moment};
inline const OptionSpec kUntil{
    .names = "--until", .value = "TIME", .help = "only before this day or time", .kind = OptionSpec::Kind::moment};

// How many at most, where all is the default.
inline const OptionSpec kLimit{.names = "-n,--limit",
                               .value = "N",
                               .help = "how many at most (all)",
                               .kind = OptionSpec::Kind::integer,
                               .least = 1,
                               .greatest = 1'000'000};

inline OptionSpec project(std::string_view help) {
  return {
      .names = "-p,--project", .value = "NAME", .help = help, .kind = OptionSpec::Kind::text, .most = api::kNameLimit};
}

// A word of the command line that names a person, a project or a key, or one that is a title.
inline OptionSpec name_word(std::string_view shown) {
  return {.names = shown, .kind = OptionSpec::Kind::text, .most = api::kNameLimit};
}
inline OptionSpec title_word(std::string_view shown) {
  return {.names = shown, .kind = OptionSpec::Kind::text, .most = api::kTitleLimit};
}

inline constexpr auto kTypes = std::to_array<std::string_view>(
    {"decision", "action", "question", "idea", "issue", "risk", "assumption", "finding", "context"});

// The groups that have a file of their own.
std::vector<CommandSpec> library_commands();    // what is there, and changes of it
std::vector<CommandSpec> declaring_commands();  // what is declared of a project
std::vector<CommandSpec> keys_commands();
std::vector<CommandSpec> backup_commands();
std::vector<CommandSpec> upkeep_commands();

}  // namespace hebb::cli
