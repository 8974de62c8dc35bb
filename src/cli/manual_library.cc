// Of the manual: what is there, and changes of it.
#include <utility>

#include "cli/manual_parts.h"

namespace hebb::cli {
namespace {

using Kind = OptionSpec::Kind;

constexpr auto kStatuses = std::to_array<std::string_view>({"open", "done", "dropped"});

CommandSpec meetings_command() {
  return {
      .name = "meetings",
      .summary = "List the meetings, the newest first",
      .options = {project("only this project"),
                  kLimit,
                  {.names = "--json", .help = "one line of JSON a meeting, as the HTTP interface lists it"}},
      .examples = {{"hebb meetings --project apollo", ""}},
  };
}

CommandSpec change_command(std::string_view name, std::string_view summary, std::string_view words, OptionSpec second,
                           std::string_view text, std::string_view example) {
  return {.name = name,
          .summary = summary,
          .words = words,
          .least_words = 2,
          .most_words = 2,
          .each_word = {{.names = "MEETING", .kind = Kind::text}, std::move(second)},
          .text = text,
          .options = {project("look for MEETING only in this project")},
          .examples = {{example, ""}}};
}

const OptionSpec kOneMeeting{.names = "-m,--meeting",
                             .value = "MEETING",
                             .help = "only this meeting: its id, the beginning of it, or a part of its title",
                             .kind = Kind::text};

// What `memories` and `actions` may ask of a task.
std::vector<OptionSpec> task_options(std::string_view status_help) {
  return {{.names = "--status",
           .value = "STATUS",
           .help = status_help,
           .kind = Kind::choice,
           .choices = {kStatuses.begin(), kStatuses.end()}},
          {.names = "-o,--owner",
           .value = "NAME",
           .help = "only what this person is to do",
           .kind = Kind::text,
           .most = api::kNameLimit},
          {.names = "--unassigned", .help = "only what nobody was named for"},
          {.names = "--due-by",
           .value = "DAY",
           .help = "only what is due on this day (2026-12-04) or before",
           .kind = Kind::moment}};
}

CommandSpec memories_command() {
  CommandSpec command{
      .name = "memories",
      .summary = "List what is remembered by type, person, meeting and time",
      .text =
          "Lists memories meeting by meeting, the newest meeting first, as they were said. All filters must hold. What "
          "type a memory has is guessed by its words; hebb ask finds more by meaning. Exit status 1 means that "
          "there is none.",
      .options = {{.names = "-t,--type",
                   .value = "TYPE",
                   .help = "only memories of this type",
                   .kind = Kind::choice,
                   .choices = {kTypes.begin(), kTypes.end()}},
                  project("only this project"),
                  kOneMeeting,
                  {.names = "-s,--speaker",
                   .value = "NAME",
                   .help = "only what this person said",
                   .kind = Kind::text,
                   .most = api::kNameLimit},
                  kSince,
                  kUntil,
                  {.names = "--unanswered", .help = "only questions that nobody is seen to have answered"},
                  {.names = "--archived", .help = "also those that were archived"}},
      .apart = {{"--owner", "--unassigned"}},
      .examples = {{"hebb memories --type decision --project apollo", "what was decided"},
                   {"hebb memories --type action --speaker Anna --since 2026-03-01", "what Anna took on since March"},
                   {"hebb memories --unanswered --meeting kick-off", "what was left open"},
                   {"hebb memories --type question --json | jq -r .content", "for another program"}},
  };
  for (auto& option : task_options("only actions that are open, done or dropped")) command.options.push_back(option);
  command.options.push_back(kLimit);
  command.options.push_back({.names = "--json", .help = "one line of JSON a memory, as the HTTP interface lists it"});
  return command;
}

CommandSpec actions_command() {
  CommandSpec command{
      .name = "actions",
      .summary = "List what is to be done, by whom and by when",
      .text =
          "Lists actions, what is due first at the top, and below what has no day, the newest meeting first: those "
          "that nobody said to be done or dropped, unless --status asks for others. Owner and day are what the words "
          "state, resolved by the meeting's date; where they state none it is unassigned, or without a day, and "
          "nothing is guessed. hebb correct sets them by hand. Exit status 1 means that there is none.",
      .options = {project("only this project"), kOneMeeting, kSince, kUntil},
      .apart = {{"--owner", "--unassigned"}},
      .examples = {{"hebb actions --project apollo", "what is open"},
                   {"hebb actions --owner \"Anna Roth\" --due-by 2026-12-04", "what Anna owes by then"},
                   {"hebb actions --unassigned", "what nobody was named for"},
                   {"hebb actions --json | jq -r '[.metadata.task.owner, .content] | @tsv'", "for another program"}},
  };
  for (auto& option : task_options("open (unless told otherwise), done or dropped")) command.options.push_back(option);
  command.options.push_back(kLimit);
  command.options.push_back(
      {.names = "--json", .help = "one line of JSON an action, as and in the order that the HTTP interface lists it"});
  return command;
}

CommandSpec patterns_command() {
  return {
      .name = "patterns",
      .summary = "List what was said again in other meetings",
      .text =
          "A pattern is what statements of several meetings of a project have in common: the same in other words, or "
          "in the same ones. Shown is the most central of them, those of most meetings first; hebb memory shows the "
          "others. Never one that differs in a number, a day, a not, or a name that its capital tells. hebb "
          "consolidate looks for them, and so "
          "does hebb serve when nothing else is to do. Exit status 1 means that there is none.",
      .options = {project("only this project"),
                  {.names = "-t,--type",
                   .value = "TYPE",
                   .help = "only statements of this type",
                   .kind = Kind::choice,
                   .choices = {kTypes.begin(), kTypes.end()}},
                  kLimit,
                  {.names = "--json", .help = "one line of JSON a pattern, as the HTTP interface lists it"}},
      .examples = {{"hebb patterns --project apollo", "what is said again from meeting to meeting"},
                   {"hebb patterns --type question", "what keeps being asked"}},
  };
}

CommandSpec decisions_command() {
  return {
      .name = "decisions",
      .summary = "List the decisions that hold, with those that they superseded",
      .text =
          "Lists each decision that holds with its history beneath it: earlier decisions of the project on the same "
          "matter, the newest first, and by which words and how alike (0 to 1) that was told. Nothing is resolved: who "
          "objected and where numbers, days or a negation differ is said, for a person to look at. Between meetings "
          "without a date nothing is superseded. Of a project the newest 2,000 decisions are compared and listed. Exit "
          "status 1 means that there is none.",
      .options = {project("only this project"),
                  {.names = "-s,--speaker",
                   .value = "NAME",
                   .help = "only where this person said the decision that holds",
                   .kind = Kind::text,
                   .most = api::kNameLimit},
                  kSince,
                  kUntil,
                  {.names = "--disputed", .help = "only those with an objection or a difference"},
                  kLimit,
                  {.names = "--json", .help = "one line of JSON a decision, as the HTTP interface lists it"}},
      .examples = {{"hebb decisions --project apollo", "what holds, and what it replaced"},
                   {"hebb decisions --disputed --since 2026-03-01", "what somebody should look at"},
                   {"hebb decisions --json | jq -r 'select(.history != []) | .content'", "for another program"}},
  };
}

CommandSpec memory_command() {
  return {
      .name = "memory",
      .summary = "Show one memory, what stands around it and what hangs on it",
      .words = "MEMORY",
      .least_words = 1,
      .most_words = 1,
      .text =
          "MEMORY is a whole id, as hebb actions and hebb memories print it. Shows what was said just before and "
          "after, who "
          "answered, agreed, objected or came back to it, and by which words that was told, which declared "
          "stakeholders "
          "and deliverables it mentions, and who said the same in other meetings.",
      .options = {kJson},
      .examples = {{"hebb memory 5e2d872f-…", ""}},
  };
}

CommandSpec correct_command() {
  return {
      .name = "correct",
      .summary = "Say by hand what a memory is: its type, owner, day or status",
      .words = "MEMORY",
      .least_words = 1,
      .most_words = 1,
      .text =
          "MEMORY is a whole id, as hebb actions and hebb memories print it. What you say stands beside what was "
          "extracted "
          "and is never overwritten, neither by importing again nor by hebb reextract; --revert takes it back.",
      .options = {{.names = "-t,--type",
                   .value = "TYPE",
                   .help = "what it is",
                   .kind = Kind::choice,
                   .choices = {kTypes.begin(), kTypes.end()}},
                  {.names = "-o,--owner",
                   .value = "NAME",
                   .help = "who is to do it: a speaker or participant of its meeting",
                   .kind = Kind::text,
                   .most = api::kNameLimit},
                  {.names = "--no-owner", .help = "nobody was named for it"},
                  {.names = "--due", .value = "DAY", .help = "the last day that is in time", .kind = Kind::moment},
                  {.names = "--no-due", .help = "it has no such day"},
                  {.names = "--status",
                   .value = "STATUS",
                   .help = "open, done or dropped",
                   .kind = Kind::choice,
                   .choices = {kStatuses.begin(), kStatuses.end()}},
                  {.names = "--state",
                   .value = "STATE",
                   .help = "active, or archived: hidden unless asked for",
                   .kind = Kind::choice,
                   .choices = {"active", "archived"}},
                  {.names = "--revert", .help = "first take back all that was corrected of it"},
                  kJson},
      .apart = {{"--owner", "--no-owner"}, {"--due", "--no-due"}},
      .examples = {{"hebb correct 5e2d872f-… --status done", ""},
                   {"hebb correct 5e2d872f-… --owner \"Anna Roth\" --due 2026-12-04", ""},
                   {"hebb correct 5e2d872f-… --type context", "it is no action at all"}},
  };
}

std::vector<CommandSpec> meeting_changes() {
  return {change_command("meetings rename", "Give a meeting another title", "MEETING TITLE", title_word("TITLE"),
                         "MEETING is named as hebb show does. Its id stays.",
                         "hebb meetings rename 3f2a9c1e \"Halo 2 kick-off\""),
          change_command("meetings date", "Say when a meeting began", "MEETING DATE",
                         {.names = "DATE", .kind = Kind::moment},
                         "DATE is a day or a time, as 2026-11-18 or 2026-11-18T09:30:00+01:00. Its id stays; what it "
                         "says of \"by Friday\" and the like is told again from that day.",
                         "hebb meetings date kick-off 2026-11-18"),
          change_command("meetings move", "Move a meeting to another project", "MEETING PROJECT", name_word("PROJECT"),
                         "Its id stays, and so do those of its memories; what other meetings of the old project say of "
                         "it is no longer connected with it.",
                         "hebb meetings move kick-off halo")};
}

CommandSpec show_command() {
  return {
      .name = "show",
      .summary = "Show one meeting: its transcript, or what is remembered of it",
      .words = "MEETING",
      .least_words = 1,
      .most_words = 1,
      .text = "MEETING is an id, the beginning of one, or a part of a title that no other meeting has.",
      .options = {{.names = "--memories", .help = "the memories instead of the transcript"},
                  project("look only in this project"),
                  kJson},
      .examples = {{"hebb show kick-off", ""}, {"hebb show 3f2a --memories", ""}},
  };
}

std::vector<CommandSpec> speakers_commands() {
  return {
      {.name = "speakers",
       .summary = "List who speaks, with how much",
       .options = {project("only this project"), kJson},
       .examples = {{"hebb speakers", ""}}},
      {.name = "speakers rename",
       .summary = "Give a speaker another name",
       .words = "FROM TO",
       .least_words = 2,
       .most_words = 2,
       .each_word = {name_word("FROM"), name_word("TO")},
       .text = "Renames in every meeting of the project: turns, memories and participants. Refused when TO exists "
               "already; hebb speakers merge joins two.",
       .options = {project("in this project (default)")},
       .examples = {{"hebb speakers rename \"Speaker 1\" \"Anna Roth\"", ""}}},
      {.name = "speakers merge",
       .summary = "Make one speaker of two",
       .words = "FROM INTO",
       .least_words = 2,
       .most_words = 2,
       .each_word = {name_word("FROM"), name_word("INTO")},
       .text = "All that FROM said becomes INTO's, in every meeting of the project. This cannot be taken back.",
       .options = {project("in this project (default)")},
       .examples = {{"hebb speakers merge \"A. Roth\" \"Anna Roth\"", ""}}},
  };
}

CommandSpec erase_command() {
  return {
      .name = "erase",
      .summary = "Erase meetings with everything derived from them",
      .words = "[MEETING…]",
      .most_words = 100'000,
      .text =
          "Names meetings as hebb show does, or a whole project by --project, and of that with --since and --until the "
          "meetings that began then, with --speaker what one person said: their turns lose their words, memories made "
          "of them go, and so does the name. Asks first on a terminal; elsewhere it wants --yes. What is erased is "
          "gone "
          "from every table and index and cannot be brought back.",
      .options = {project("without MEETING: all meetings of this project; with it: look only there"),
                  {.names = "-s,--speaker",
                   .value = "NAME",
                   .help = "of the project, only what this person said: the name as hebb speakers shows it",
                   .kind = Kind::text,
                   .most = api::kNameLimit},
                  {.names = "--since",
                   .value = "TIME",
                   .help = "of the project, only meetings that began at this time or later",
                   .kind = Kind::moment},
                  {.names = "--until",
                   .value = "TIME",
                   .help = "of the project, only meetings that began before this time",
                   .kind = Kind::moment},
                  {.names = "--dry-run", .help = "only count what would be erased"},
                  {.names = "-y,--yes", .help = "do not ask"},
                  kJson},
      .examples = {{"hebb erase --dry-run --project apollo", ""},
                   {"hebb erase 3f2a9c1e --yes", ""},
                   {"hebb erase --project apollo --speaker \"Anna Roth\"", "what she said, and her name"},
                   {"hebb erase --project apollo --until 2024-01-01", "what is old"}},
  };
}

}  // namespace

std::vector<CommandSpec> library_commands() {
  std::vector<CommandSpec> all{meetings_command()};
  const std::vector<CommandSpec> shown{show_command(),   memories_command(), actions_command(), decisions_command(),
                                       memory_command(), correct_command(),  patterns_command()};
  for (auto group : {meeting_changes(), shown, declaring_commands(), speakers_commands(), {erase_command()}}) {
    for (CommandSpec& command : group) all.push_back(std::move(command));
  }
  return all;
}

}  // namespace hebb::cli
