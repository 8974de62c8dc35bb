#include "cli/arguments.h"

#include <catch2/catch_test_macros.hpp>
#include <initializer_list>

namespace hebb::cli {
namespace {

const std::vector<SettingFlag> kSettings{{.name = "--data-dir", .value = "DIR", .help = "where", .path = true},
                                         {.name = "--port", .value = "N", .help = "port", .serve_only = true}};

Result<Arguments> parse(std::initializer_list<const char*> words) {
  return parse_arguments(std::vector<const char*>(words), kSettings);
}

std::string problem(std::initializer_list<const char*> words) {
  const auto arguments = parse(words);
  REQUIRE_FALSE(arguments);
  CHECK(arguments.error().code == ErrorCode::invalid_argument);
  return arguments.error().message;
}

}  // namespace

TEST_CASE("options and words are taken in any order", "[cli]") {
  const auto ask =
      parse({"ask", "-n", "3", "what", "about", "--speaker", "Anna", "--speaker=Ben", "pricing", "--json"});
  REQUIRE(ask);
  CHECK(ask->command->name == "ask");
  CHECK(ask->words == std::vector<std::string>{"what", "about", "pricing"});
  CHECK(ask->number("--limit") == 3);
  CHECK(ask->values("--speaker") == std::vector<std::string>{"Anna", "Ben"});
  CHECK(ask->has("--json"));
  CHECK_FALSE(ask->has("--explain"));
  const auto context = parse({"context", "a", "--words", "50", "b"});
  REQUIRE(context);
  CHECK(context->words == std::vector<std::string>{"a", "b"});
  CHECK(context->number("--words") == 50);
}

TEST_CASE("the settings' flags may stand before the command", "[cli]") {
  const auto ask = parse({"--data-dir", "/tmp/x", "--color=never", "ask", "x"});
  REQUIRE(ask);
  CHECK(ask->value("--data-dir") == "/tmp/x");
  CHECK(ask->value("--color") == "never");
  CHECK(ask->words == std::vector<std::string>{"x"});
}

TEST_CASE("what looks like an option is a word after --", "[cli]") {
  const auto ask = parse({"ask", "--json", "--", "--what", "-x"});
  REQUIRE(ask);
  CHECK(ask->words == std::vector<std::string>{"--what", "-x"});
}

TEST_CASE("words are what was given, whatever CLI11 reads into them", "[cli]") {
  const std::vector<std::string> odd{"[Board, Q3]", "[draft]", "{}", "%%", "-5", "a=b"};
  const auto erase = parse({"erase", "[Board, Q3]", "--yes", "[draft]", "{}", "%%", "-5", "a=b"});
  REQUIRE(erase);
  CHECK(erase->words == odd);
  CHECK(erase->has("--yes"));
  CHECK(parse({"show", "--", "--", "-p"}).error().message.starts_with("unexpected word \"-p\""));
  CHECK(parse({"ask", "--meeting", "[a, b]", "x"})->values("--meeting") == std::vector<std::string>{"[a, b]"});
}

TEST_CASE("an empty word names nothing", "[cli]") {
  for (const char* empty : {"", " ", "\t \n"}) {
    CHECK(problem({"erase", empty, "--yes"}) == "hebb erase takes no empty word (see hebb erase --help)");
    CHECK(problem({"erase", "kick-off", empty}).starts_with("hebb erase takes no empty word"));
    CHECK(problem({"show", empty}).starts_with("hebb show takes no empty word"));
    CHECK(problem({"meetings", "rename", empty, "x"}).starts_with("hebb meetings rename takes no empty word"));
    CHECK(problem({"meetings", "move", "x", empty}).starts_with("hebb meetings move takes no empty word"));
    CHECK(problem({"meetings", "date", empty, "2026-03-05"}).starts_with("hebb meetings date takes no empty word"));
    CHECK(problem({"ask", "x", "--meeting", empty}).starts_with("--meeting needs a value"));
  }
}

TEST_CASE("words that go into requests are UTF-8; paths are any bytes", "[cli]") {
  CHECK(problem({"ask", "M\xfcnster"}).starts_with("the argument is not UTF-8: \"M\xfcnster\""));
  CHECK(problem({"ask", "x", "--speaker", "J\xf6rg"}).starts_with("the argument is not UTF-8"));
  CHECK(parse({"ask", "Münster �"}));
  CHECK(parse({"import", "M\xfcnster.vtt", "--data-dir", "/tmp/M\xfcnster"}));
}

TEST_CASE("a name and a title are no longer than a request takes them", "[cli]") {
  const std::string name(200, 'n'), long_name = name + "n", title(500, 't'), long_title = title + "t";
  CHECK(parse({"ask", "x", "--project", name.c_str()}));
  CHECK(parse({"ask", "x", "--project", (std::string(199, 'n') + "ü").c_str()}));
  CHECK(parse({"import", "x", "--title", title.c_str()}));
  CHECK(parse({"show", long_title.c_str()}));
  const char* const tail = " characters, not ";
  CHECK(problem({"ask", "x", "--project", long_name.c_str()})
            .contains("--project takes 1 to 200" + (tail + std::string("201"))));
  CHECK(problem({"import", "x", "--title", long_title.c_str()}).starts_with("--title takes 1 to 500"));
  CHECK(problem({"speakers", "rename", "x", long_name.c_str()}).starts_with("TO takes 1 to 200"));
  CHECK(problem({"speakers", "merge", long_name.c_str(), "x"}).starts_with("FROM takes 1 to 200"));
  CHECK(problem({"meetings", "rename", "x", long_title.c_str()}).starts_with("TITLE takes 1 to 500"));
  CHECK(problem({"meetings", "move", "x", long_name.c_str()}).starts_with("PROJECT takes 1 to 200"));
  CHECK(problem({"keys", "create", long_name.c_str()}).starts_with("NAME takes 1 to 200"));
  CHECK(problem({"declared", long_name.c_str()}).starts_with("NAME takes 1 to 200"));
}

TEST_CASE("a lone dash is a word", "[cli]") {
  const auto import = parse({"import", "-", "--title", "Board"});
  REQUIRE(import);
  CHECK(import->words == std::vector<std::string>{"-"});
}

TEST_CASE("two words may name a command", "[cli]") {
  const auto rename = parse({"speakers", "rename", "A", "B", "-p", "apollo"});
  REQUIRE(rename);
  CHECK(rename->command->name == "speakers rename");
  CHECK(rename->words == std::vector<std::string>{"A", "B"});
  CHECK(rename->value("--project") == "apollo");
  CHECK(parse({"speakers"})->command->name == "speakers");
}

TEST_CASE("help and version win over what is missing", "[cli]") {
  CHECK(parse({"ask", "--help"})->has("--help"));
  CHECK(parse({"-h"})->has("--help"));
  CHECK(parse({"--version"})->has("--version"));
  CHECK(parse({"import", "--version"})->has("--version"));
}

TEST_CASE("help is asked for by a word too, and of groups of commands", "[cli]") {
  CHECK(parse({"help"})->command->name == "help");
  for (const auto& asked : {parse({"help", "ask"}), parse({"--color", "never", "help", "ask"}), parse({"ask", "-h"})}) {
    REQUIRE(asked);
    CHECK(asked->command->name == "ask");
    CHECK(asked->has("--help"));
  }
  CHECK(parse({"help", "keys", "create"})->command->name == "keys create");
  CHECK(parse({"help", "meetings"})->command->name == "meetings");
  for (const auto& asked : {parse({"help", "keys"}), parse({"keys", "--help"}), parse({"keys", "-h"})}) {
    REQUIRE(asked);
    CHECK(asked->group == "keys");
    CHECK(asked->has("--help"));
  }
}

TEST_CASE("wrong usage is one sentence that says where to read more", "[cli]") {
  CHECK(problem({"aks", "x"}) == "unknown command \"aks\"; did you mean ask? (see hebb --help)");
  CHECK(problem({"config"}) == "hebb config takes show after it (see hebb config --help)");
  CHECK(problem({"keys"}) == "hebb keys takes create, list or revoke after it (see hebb keys --help)");
  CHECK(problem({"keys", "make"}).starts_with("hebb keys takes create, list or revoke after it, not \"make\""));
  CHECK(problem({"help", "keys", "make"}) == problem({"keys", "make"}));
  CHECK(problem({"meetings", "renam"}).starts_with("unexpected word \"renam\"; did you mean hebb meetings rename?"));
  CHECK(problem({"meetings", "kick-off"}) == "unexpected word \"kick-off\" (see hebb meetings --help)");
  CHECK(problem({"version"}).starts_with("unknown command \"version\"; did you mean --version?"));
  CHECK(problem({"help", "aks"}) == "unknown command \"aks\"; did you mean ask? (see hebb --help)");
  CHECK(problem({"ask"}) == "hebb ask needs QUESTION (see hebb ask --help)");
  CHECK(problem({"ask", "x", "--limt", "3"}) == "unknown option --limt; did you mean --limit? (see hebb ask --help)");
  CHECK(problem({"ask", "x", "--limit"}) == "--limit needs a value (see hebb ask --help)");
  CHECK(problem({"ask", "x", "-n"}) == "--limit needs a value (see hebb ask --help)");
  CHECK(problem({"--data-dir"}) == "--data-dir needs a value (see hebb --help)");
  CHECK(problem({"ask", "x", "--limit", "0"}) ==
        "--limit takes a whole number from 1 to 100, not \"0\" (see hebb ask --help)");
  CHECK(problem({"ask", "x", "--limit", "3x"}).starts_with("--limit takes a whole number"));
  CHECK(problem({"ask", "x", "--limit", "3", "--limit", "4"}).starts_with("--limit is given more than once"));
  CHECK(problem({"ask", "x", "--since", "yesterday"}).starts_with("--since takes a day or a time"));
  CHECK(problem({"ask", "x", "--since", "2026-03-05", "--until", "2026-03-04"}) ==
        "nothing lies between --since and --until, which is the moment before which (see hebb ask --help)");
  CHECK(problem({"erase", "--project", "p", "--since", "2026-03-05", "--until", "2026-03-05"})
            .starts_with("nothing lies between"));
  CHECK(parse({"ask", "x", "--since", "2026-03-05", "--until", "2026-03-05T00:00:01Z"}));
  CHECK(problem({"ask", "x", "--type", "joke"}).starts_with("--type takes one of decision, action"));
  CHECK(problem({"ask", "x", "--project", ""}).starts_with("--project needs a value"));
  CHECK(problem({"ask", "x", "--port", "1"}).starts_with("unknown option --port"));
  CHECK(problem({"fade", "--below", "abc"}).starts_with("--below takes a number from 0.001 to 0.49, not \"abc\""));
  CHECK(problem({"fade", "--below", "0.5"}).starts_with("--below takes a number"));
  CHECK(problem({"fade", "--below", "nan"}).starts_with("--below takes a number"));
  CHECK(problem({"fade", "--restore", "--dry-run"}).starts_with("give --restore or --dry-run, not both"));
  CHECK(problem({"meetings", "date", "x", "tomorrow"}).starts_with("DATE takes a day or a time such as"));
  CHECK(problem({"import", "a", "--format", "foo"}).starts_with("--format takes one of vtt, srt"));
  CHECK(problem({"import", "a", "--language", "e"}).starts_with("--language takes 2 to 35 characters, not 1"));
  for (const char* list : {"memories", "actions"}) {
    CHECK(problem({list, "--unassigned", "--owner", "A"}).starts_with("give --owner or --unassigned, not both"));
  }
  CHECK(problem({"correct", "x", "--due", "2026-12-01", "--no-due"}).starts_with("give --due or --no-due, not both"));
  CHECK(problem({"completions", "tcsh"}).starts_with("hebb completions takes one of bash, zsh, fish"));
  CHECK(problem({"show", "a", "b"}).starts_with("unexpected word \"b\""));
  CHECK(problem({"serve", "x"}).starts_with("unexpected word \"x\""));
}

}  // namespace hebb::cli
