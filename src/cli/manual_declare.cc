// Of the manual: what is declared of a project.
#include "cli/manual_parts.h"
#include "model/declaration.h"

namespace hebb::cli {
namespace {

using Kind = OptionSpec::Kind;

}  // namespace

std::vector<CommandSpec> declaring_commands() {
  return {
      {.name = "declare",
       .summary = "Declare the stakeholders and deliverables of a project",
       .words = "[FILE]",
       .most_words = 1,
       .words_are_paths = true,
       .text =
           "FILE (\"-\" is standard input) is what is declared of a project from now on, as JSON: {\"stakeholders\": "
           "[{\"name\": …, \"also\": [other names], \"role\": …}], \"deliverables\": [{\"name\": …, \"also\": […], "
           "\"due\": \"2026-12-01\"}]}. Whatever was declared before and is not in it goes; {} takes all away. Up to "
           "200 of each, of 20 other names.\n\n"
           "Without FILE the options add one entry, or put it in the place of the one of that name; the others "
           "stay.\n\n"
           "hebb declared says which memories mention them: by whole words, in any case, \"Anna's\" included; a name "
           "of one word that is given with a capital (Mark, May) by its capital, where the meeting has any. \"She\" "
           "and "
           "\"the client\" are nobody's names unless you give them with --also. No memory and no answer changes.",
       .options = {project("the project (default)"),
                   {.names = "--stakeholder",
                    .value = "NAME",
                    .help = "somebody who has a stake in it",
                    .kind = Kind::text,
                    .most = kDeclaredCharacters},
                   {.names = "--deliverable",
                    .value = "NAME",
                    .help = "what it is to deliver",
                    .kind = Kind::text,
                    .most = kDeclaredCharacters},
                   {.names = "--also",
                    .value = "NAME",
                    .help = "another name of it; may be repeated",
                    .kind = Kind::text,
                    .repeats = true,
                    .most = kDeclaredCharacters},
                   {.names = "--role",
                    .value = "TEXT",
                    .help = "of the stakeholder",
                    .kind = Kind::text,
                    .most = kDeclaredCharacters},
                   {.names = "--due", .value = "DAY", .help = "of the deliverable", .kind = Kind::moment},
                   {.names = "--remove",
                    .value = "NAME",
                    .help = "declare it no longer",
                    .kind = Kind::text,
                    .most = kDeclaredCharacters},
                   kJson},
       .examples = {{"hebb declare --project apollo --stakeholder \"Anna Berg\" --also Anna --role marketing", ""},
                    {"hebb declare --project apollo --deliverable \"the pilot report\" --due 2026-12-01", ""},
                    {"hebb declare apollo.json --project apollo", "all of them at once"}}},
      {.name = "declared",
       .summary = "List what is declared, and the memories that mention it",
       .words = "[NAME]",
       .most_words = 1,
       .each_word = {name_word("NAME")},
       .text =
           "Lists what hebb declare declared of a project, with the number of memories and meetings that mention each, "
           "and whether somebody of that name speaks there. With NAME, or another name of it, lists these memories, "
           "the newest meeting first. They are looked for whenever you ask. Exit status 1 means that there is none.",
       .options = {project("the project (default)"),
                   kLimit,
                   {.names = "--json", .help = "the reply of the HTTP interface; with NAME one line of JSON a memory"}},
       .examples = {{"hebb declared --project apollo", ""},
                    {"hebb declared --project apollo \"the pilot report\"", "who says what of it"}}},
  };
}

}  // namespace hebb::cli
