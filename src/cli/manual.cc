#include "cli/manual.h"

#include <algorithm>

#include "cli/manual_parts.h"
#include "text/transcript.h"

namespace hebb::cli {
namespace {

using Kind = OptionSpec::Kind;

CommandSpec import_command() {
  return {
      .name = "import",
      .summary = "Turn transcripts into memories",
      .words = "FILE…",
      .least_words = 1,
      .most_words = 100'000,
      .words_are_paths = true,
      .text =
          "Takes WebVTT, SRT, DOCX, the exports of Zoom, Teams, Google Meet, Otter, Fireflies, Granola and Whisper, "
          "\"Name: "
          "text\" lines, plain prose, and JSON turns. The format is recognised by content, not by suffix. \"-\" reads "
          "standard input. A pattern that the shell left alone (\"*.vtt\") is expanded; a folder is refused, since it "
          "holds other files too: name its files. What hebb export wrote is taken as it is, ids and vectors "
          "included.\n\n"
          "Each meeting is stored whole or not at all. The same content for the same project again is no error and "
          "changes nothing. A file that cannot be read does not stop the others; the exit status is then 1.\n\n"
          "Speakers and times are never invented. A meeting's date is taken from --started-at, from the file's own "
          "header, or from a date in its name, and the report says which.",
      .options =
          {
              project("the project they belong to (default)"),
              {.names = "--title",
               .value = "TEXT",
               .help = "the meeting's title; for one file",
               .kind = Kind::text,
               .most = api::kTitleLimit},
              {.names = "--started-at",
               .value = "TIME",
               .help = "when it began: 2026-03-05, or 2026-03-05T14:00:00+01:00; for one file",
               .kind = Kind::moment},
              {.names = "--external-id",
               .value = "ID",
               .help = "its id in the system it comes from; for one file",
               .kind = Kind::text,
               .most = api::kTitleLimit},
              {.names = "--format",
               .value = "NAME",
               .help = "overrule the recognised format",
               .kind = Kind::choice,
               .choices = transcript_formats()},
              {.names = "--language",
               .value = "CODE",
               .help = "overrule the guessed language (en)",
               .kind = Kind::text,
               .fewest = api::kLanguageLeast,
               .most = api::kLanguageLimit},
              {.names = "--json", .help = "one line of JSON a file: {file, status, reply}"},
          },
      .examples = {{"hebb import standup.vtt", "one meeting"},
                   {"hebb import --project apollo calls/*.vtt notes.docx", "several, into a project"},
                   {"curl -s …/transcript.vtt | hebb import - --title \"Board, March\" --started-at 2026-03-05",
                    "from a pipe"}},
  };
}

// What `ask` and `context` are bound to.
void add_filters(CommandSpec& command) {
  const std::vector<OptionSpec> filters{
      project("only this project"),
      {.names = "-m,--meeting",
       .value = "MEETING",
       .help = "only this meeting: its id, the beginning of it, or a part of its title; may be repeated",
       .kind = Kind::text,
       .repeats = true},
      {.names = "-s,--speaker",
       .value = "NAME",
       .help = "only what this person said; may be repeated",
       .kind = Kind::text,
       .repeats = true,
       .most = api::kNameLimit},
      {.names = "-t,--type",
       .value = "TYPE",
       .help = "only memories of this type; may be repeated",
       .kind = Kind::choice,
       .repeats = true,
       .choices = {kTypes.begin(), kTypes.end()}},
      kSince,
      kUntil,
  };
  command.options.insert(command.options.end(), filters.begin(), filters.end());
}

CommandSpec ask_command() {
  CommandSpec command{
      .name = "ask",
      .summary = "Ask a question; the answer is what was said, by whom and when",
      .words = "QUESTION",
      .least_words = 1,
      .most_words = 1000,
      .text =
          "Prints the memories that answer best, the best first: a quotation with its speaker, minute, type and "
          "meeting. What other meetings say of the same matter follows. All filters must hold; repeated ones are "
          "alternatives. Exit status 1 means that nothing was found.",
      .options = {{.names = "-n,--limit",
                   .value = "N",
                   .help = "how many memories at most, 1 to 100 (5)",
                   .kind = Kind::integer,
                   .least = 1,
                   .greatest = 100}},
      .examples = {{"hebb ask \"What did we decide about pricing, and who objected?\"", "over everything"},
                   {"hebb ask --speaker Anna --since 2026-03-01 launch date", "what Anna said in March and after"},
                   {"hebb ask --type action --meeting \"weekly\" --json budget | jq '.results[].content'",
                    "for another program"}},
  };
  add_filters(command);
  command.options.push_back(
      {.names = "-e,--explain",
       .help = "why each was found, which passages and memories lie behind it, and the time each stage took"});
  command.options.push_back(kJson);
  return command;
}

CommandSpec context_command() {
  CommandSpec command{
      .name = "context",
      .summary = "Print the best passages for a question within a word budget",
      .words = "QUESTION",
      .least_words = 1,
      .most_words = 1000,
      .text =
          "Prints what an assistant needs to answer, as Markdown: the best memories that fit into the budget, those "
          "that touch as one passage, in the order of meeting and time. Each passage has its speakers, its minute and "
          "a number to cite it by. The budget counts the words that were said, not headings and names. All filters "
          "must hold; repeated ones are alternatives. Exit status 1 means that nothing was found.",
      .options = {{.names = "-w,--words",
                   .value = "N",
                   .help = "how many words at most, 50 to 20000 (1000)",
                   .kind = Kind::integer,
                   .least = 50,
                   .greatest = 20'000}},
      .examples = {{"hebb context \"Why did the launch move?\" --words 1000 > context.md", "for an assistant's prompt"},
                   {"hebb context --project apollo --json budget | jq -r '.passages[] | .citation, .text'",
                    "for another program"}},
  };
  add_filters(command);
  command.options.push_back(kJson);
  return command;
}

CommandSpec eval_command() {
  return {
      .name = "eval",
      .summary = "Judge how well your own questions find what you expect",
      .words = "FILE",
      .least_words = 1,
      .most_words = 1,
      .words_are_paths = true,
      .text =
          "FILE (\"-\" is standard input) has one JSON object a line: {\"query\": …, \"expected\": [{\"meeting\": …, "
          "\"turns\": [first, last]}, {\"memory_id\": …}]}, and \"filters\" as the HTTP interface takes them, if "
          "wanted. Turns count from 0, as hebb show --json numbers them; a meeting is named as there. Lines that begin "
          "with # "
          "are passed over.\n\n"
          "Prints means over the questions, of the best results and of the direct list: R@W, the words of expected "
          "turns among the first W words, over what was to be had; nDCG@10 and MRR, for which a result counts when "
          "most of its turns were expected; hit@1, whether the first result is of an expected meeting.",
      .options = {project("only this project"),
                  {.names = "--within",
                   .help = "ask each question only of the meetings that are expected to answer it"},
                  {.names = "-v,--verbose", .help = "the ten questions that found least, and what came first"},
                  {.names = "--json", .help = "one object: means, and the figures of each question"}},
      .examples = {{"hebb eval questions.jsonl --verbose", ""},
                   {"hebb eval --within --json questions.jsonl | jq .results", "finding within a meeting alone"}},
  };
}

CommandSpec serve_command() {
  return {
      .name = "serve",
      .summary = "Answer over HTTP",
      .text =
          "Serves the HTTP interface until Ctrl-C or SIGTERM. While it runs it holds the data directory; every other "
          "command of yours that finds it held sends its work here, so nothing needs to be stopped, but for hebb "
          "restore. It listens on "
          "this machine alone unless --host says otherwise; then requests need an API key, unless HEBB_AUTH=off says "
          "otherwise, and the first start writes one to admin.key in the data directory.",
      .examples = {{"hebb serve", "on http://localhost:8000"},
                   {"hebb serve --data-dir /srv/hebb --host 0.0.0.0 --port 8080", "for other machines"}},
      .serves = true,
  };
}

std::vector<CommandSpec> all_commands() {
  std::vector<CommandSpec> all{import_command(), ask_command(), context_command(), eval_command(), serve_command()};
  for (auto group : {library_commands(), keys_commands(), backup_commands(), upkeep_commands()}) {
    for (CommandSpec& command : group) all.push_back(std::move(command));
  }
  return all;
}

}  // namespace

std::span<const CommandSpec> commands() {
  static const std::vector<CommandSpec> all = all_commands();
  return all;
}

std::span<const OptionSpec> common_options() {
  static const std::vector<OptionSpec> common{
      {.names = "--color",
       .value = "WHEN",
       .help = "auto (on a terminal, unless NO_COLOR is set), always or never",
       .kind = Kind::choice,
       .choices = {"auto", "always", "never"}},
      {.names = "-h,--help", .help = "this text"},
      {.names = "--version", .help = "the version"},
  };
  return common;
}

const CommandSpec* find_command(std::string_view name) {
  const auto found = std::ranges::find(commands(), name, &CommandSpec::name);
  return found == commands().end() ? nullptr : &*found;
}

std::vector<const CommandSpec*> group_of(std::string_view word) {
  std::vector<const CommandSpec*> group;
  for (const auto& command : commands()) {
    if (command.name.starts_with(std::string(word) + " ")) group.push_back(&command);
  }
  return group;
}

std::vector<OptionSpec> options_of(const CommandSpec& command, std::span<const SettingFlag> settings) {
  std::vector<OptionSpec> options = command.options;
  for (const SettingFlag& flag : settings) {
    if (flag.serve_only && !command.serves) continue;
    options.push_back(
        {.names = flag.name, .value = flag.value, .help = flag.help, .kind = flag.path ? Kind::path : Kind::text});
  }
  options.insert(options.end(), common_options().begin(), common_options().end());
  return options;
}

}  // namespace hebb::cli
