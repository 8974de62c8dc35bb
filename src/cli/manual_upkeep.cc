// Of the manual: keys, backups, and the care of what is stored.
#include "cli/manual_parts.h"
#include "engine/fading.h"

namespace hebb::cli {
namespace {

using Kind = OptionSpec::Kind;

}  // namespace

std::vector<CommandSpec> keys_commands() {
  return {
      {.name = "keys create",
       .summary = "Make an API key, and show it once",
       .words = "NAME",
       .least_words = 1,
       .most_words = 1,
       .each_word = {name_word("NAME")},
       .text =
           "The key goes to standard output; only its SHA-256 is kept, in keys.json in the data directory. A running "
           "server takes it at once.",
       .options =
           {{.names = "--scope",
             .value = "SCOPE",
             .help =
                 "read (asks and lists; unless told otherwise), write (imports, renames and erases meetings too) or "
                 "admin (everything)",
             .kind = Kind::choice,
             .choices = {"read", "write", "admin"}},
            {.names = "-p,--project",
             .value = "NAME",
             .help = "for this project alone; may be given several times",
             .kind = Kind::text,
             .repeats = true,
             .most = api::kNameLimit},
            {.names = "--days",
             .value = "N",
             .help = "valid for so many days (for ever)",
             .kind = Kind::integer,
             .least = 1,
             .greatest = 36'500},
            kJson},
       .examples = {{"hebb keys create notes-bot --scope write --project apollo --days 90", ""}}},
      {.name = "keys list", .summary = "List the API keys, never their secrets", .options = {kJson}},
      {.name = "keys revoke",
       .summary = "Refuse an API key from now on",
       .words = "KEY",
       .least_words = 1,
       .most_words = 1,
       .text =
           "KEY is the id that hebb keys list shows, or the name of a key that is valid. A running server refuses it "
           "from its next request on. It cannot be taken back."},
  };
}

std::vector<CommandSpec> backup_commands() {
  return {
      {.name = "backup",
       .summary = "Copy everything into one file, while work goes on",
       .words = "FILE",
       .least_words = 1,
       .most_words = 1,
       .words_are_paths = true,
       .text =
           "FILE is complete or not there at all, and readable for you alone. It is a database of SQLite and holds all "
           "that is remembered in the clear. hebb serve makes backups by itself when HEBB_BACKUP_EVERY_HOURS says how "
           "often.",
       .options = {{.names = "--force", .help = "replace a backup that is there"}},
       .examples = {{"hebb backup /mnt/disk/hebb-$(date +%F).db", ""}}},
      {.name = "verify",
       .summary = "Read a backup from end to end and check it",
       .words = "FILE",
       .least_words = 1,
       .most_words = 1,
       .words_are_paths = true,
       .text = "Prints what it holds and its SHA-256. Exit status 1 when it is not sound. Needs no data directory.",
       .examples = {{"hebb verify /mnt/disk/hebb-2026-03-05.db", ""}}},
      {.name = "restore",
       .summary = "Put a backup in the place of the database",
       .words = "FILE",
       .least_words = 1,
       .most_words = 1,
       .words_are_paths = true,
       .text = "The backup is verified first, brought up to date when an older Hebb made it, and cleared of what was "
               "erased since; what is left of meetings that lost a part is found anew, with the model. Whatever fails, "
               "the database stays as it was. Refused while hebb serve runs on the data "
               "directory.",
       .options = {{.names = "--force",
                    .help = "where there is a database already: keep that aside, under another "
                            "name"}},
       .examples = {{"hebb restore /mnt/disk/hebb-2026-03-05.db --data-dir /srv/hebb", ""}}},
  };
}

std::vector<CommandSpec> upkeep_commands() {
  return {
      {.name = "export",
       .summary = "Write all of a project to a file, to be imported elsewhere",
       .words = "FILE",
       .least_words = 1,
       .most_words = 1,
       .words_are_paths = true,
       .text = "JSON Lines: meetings, turns, memories with their vectors, connections, renamed speakers. \"-\" is "
               "standard output; a pipe or a device is written into. hebb import takes the file: the same memories "
               "with the same ids, in any data "
               "directory, and answers that are the same; what is there already stays as it is.",
       .options = {project("this project (default)"), {.names = "--force", .help = "replace a file that is there"}},
       .examples = {{"hebb export --project apollo apollo.jsonl", ""},
                    {"hebb export - | gzip > default.jsonl.gz", ""}}},
      {.name = "reextract",
       .summary = "Find the memories of meetings anew, ids and corrections kept",
       .words = "[MEETING…]",
       .most_words = 100'000,
       .text =
           "Of the meetings named, as hebb show does, or of all: types, owners, days, contexts and connections become "
           "what an import would find by now, in the same transcripts. Ids stay where a statement stays, and so does "
           "what was corrected by hand. A second time changes nothing, so that it may be stopped at any moment and "
           "begun again.",
       .options = {project("only this project")},
       .examples = {{"hebb reextract", ""}, {"hebb reextract kick-off", ""}}},
      {.name = "consolidate",
       .summary = "Look for what was said again in other meetings",
       .text =
           "Finds the statements of a project's meetings that say the same, which hebb patterns lists. They stay what "
           "they are, and no answer to a question differs. hebb serve does it by itself when no meeting has come in "
           "for a while. A second time changes nothing; --undo goes back one step, of up to eight.",
       .options = {project("only this project (all; for --undo default)"),
                   {.names = "--dry-run", .help = "only show what would be found"},
                   {.names = "--undo", .help = "go back to the patterns before the last"},
                   kJson},
       .apart = {{"--dry-run", "--undo"}},
       .examples = {{"hebb consolidate --dry-run", ""}, {"hebb consolidate --undo --project apollo", ""}}},
      {.name = "fade",
       .summary = "Archive memories that nobody has read for long",
       .text =
           "A memory is held with a strength of 0.5 when it is imported. What is said halves in 180 days, a stretch of "
           "topic in 720; each time that a memory is found for a question, handed to an assistant or opened, it comes "
           "three tenths of the way back to 1. hebb fade archives what is held less strongly than --below: no answer "
           "of hebb "
           "ask has it then, and hebb memories only with --archived, but nothing is gone. Left unread, what is said "
           "falls "
           "below 0.1 after 14 months and below 0.05 after 20. What a person made active (hebb correct --state active) "
           "stays so. --restore brings back everything that has faded.",
       .options = {project("only this project (all)"),
                   {.names = "--below",
                    .value = "STRENGTH",
                    .help = "from 0.001 to 0.49",
                    .kind = Kind::decimal,
                    .lowest = kLeastFloor,
                    .highest = kGreatestFloor},
                   {.names = "--dry-run", .help = "only show what would be archived, the faintest first"},
                   {.names = "--restore", .help = "bring back what has faded"},
                   kJson},
       .apart = {{"--restore", "--below"}, {"--restore", "--dry-run"}},
       .examples = {{"hebb fade --below 0.05 --dry-run", ""}, {"hebb fade --restore --project apollo", ""}}},
      {.name = "reindex",
       .summary = "Build the search indexes again from the store",
       .text = "They are derived: a start loads them from hebb.db.index, or builds them where that cannot be believed. "
               "A running server goes on answering meanwhile."},
      {.name = "stats", .summary = "Count what is stored", .options = {kJson}},
      {.name = "config show",
       .summary = "Print every setting and where its value comes from",
       .text = "Secrets are hidden. Flags win over the environment, that over the file, that over the defaults."},
      {.name = "doctor",
       .summary = "Check the model, the data directory and the store",
       .text = "One line for each thing checked, with what to do where it is not well. Exit status 1 when something is "
               "not."},
      {.name = "completions",
       .summary = "Print the completions of a shell",
       .words = "SHELL",
       .least_words = 1,
       .most_words = 1,
       .word_choices = {"bash", "zsh", "fish"},
       .examples = {{"hebb completions bash > ~/.local/share/bash-completion/completions/hebb", ""}}},
      {.name = "help",
       .summary = "Say what a command does, with examples",
       .words = "[COMMAND]",
       .most_words = 2,
       .text = "The same as hebb COMMAND --help; without COMMAND all of them, a line each.",
       .examples = {{"hebb help ask", ""}, {"hebb help keys create", ""}}},
      {.name = "man", .summary = "Print the manual page (roff)", .examples = {{"hebb man | man -l -", "read it"}}},
  };
}

}  // namespace hebb::cli
