// Meetings that a question names by what stands in their titles alone.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

struct TitledTalk {
  std::string title;
  std::vector<std::string> said;
  std::string project = "p";
};

// Meetings a week apart, with an index of what they say; who speaks is Ben Okafor, and each memory is a decision.
class TitlesFixture {
 public:
  explicit TitlesFixture(const std::vector<TitledTalk>& talks) {
    for (const auto& talk : talks) {
      const Meeting meeting{.id = meeting_id_of({.project = talk.project, .title = talk.title}, {}),
                            .project = talk.project,
                            .title = talk.title,
                            .started_at = Instant{} + std::chrono::weeks(catalog_.meetings().size())};
      std::vector<Memory> memories;
      std::vector<LexicalDocument> documents;
      for (const auto& text : talk.said) {
        Memory memory{.meeting = meeting.id, .text = text};
        memory.position = static_cast<std::uint32_t>(memories.size());
        memory.id = memory_id_of(meeting.id, Level::episode, text, memory.position, 0);
        memory.speaker = "Ben Okafor";
        memory.type = MemoryType::decision;
        memories.push_back(memory);
        documents.push_back({.ordinal = catalog_.end() + memory.position, .text = text});
      }
      lexical_.add(talk.project, documents);
      catalog_ = catalog_.with(catalog_meeting(meeting, memories, catalog_.end()));
    }
  }

  QuestionReading read(std::string_view text, const MemoryFilter& scope = {}) const {
    const auto said = lexical_.view();
    return read_question(text, Roster(catalog_), scope, Instant{} + std::chrono::years(1), said.get());
  }

  MemoryFilter only(std::string_view title) const {
    return {.meetings = {(*std::ranges::find(catalog_.meetings(), title, [](const auto& m) { return m->title; }))->id}};
  }

  std::string meetings(std::string_view text, const MemoryFilter& scope = {}) const {
    std::string out;
    for (const auto& named : read(text, scope).meetings) {
      const auto& meeting = *std::ranges::find(catalog_.meetings(), named.id, [](const auto& one) { return one->id; });
      out += (out.empty() ? "" : ", ") + meeting->title + (named.standing == Standing::filter ? "!" : "");
    }
    return out;
  }

 private:
  Catalog catalog_;
  LexicalIndex lexical_;
};

const TitlesFixture& talks() {
  static const TitlesFixture fixture({{"Meridian kick-off", {"We deliver by 11 December.", "Meridian's board agrees."}},
                                      {"Call with Meridian", {"The report comes every Friday."}},
                                      {"Pricing for Halcyon", {"The pricing is too high."}},
                                      {"May Ltd review", {"We may review the logs."}},
                                      {"Weekly sync", {"We promised sales a demo.", "The pricing page is live."}}});
  return fixture;
}

TEST_CASE("a name that titles have and no other meeting says names those meetings", "[question]") {
  const auto [question, read] = GENERATE(table<std::string_view, std::string_view>({
      {"What did we promise Meridian?", "Meridian kick-off, Call with Meridian"},
      {"what did we promise meridian?", "Meridian kick-off, Call with Meridian"},
      {"What is Meridian's biggest concern?", "Meridian kick-off, Call with Meridian"},
      {"What is Halcyon unhappy about?", "Pricing for Halcyon"},
      {"Why is the pricing too high?", ""},                               // said elsewhere
      {"What did Ben Okafor promise?", ""},                               // in no title
      {"What was said in the weekly sync on Meridian?", "Weekly sync!"},  // what is named as a meeting goes first
      {"What was decided in May?", ""},
  }));
  INFO(question);
  CHECK(talks().meetings(question) == read);
  CHECK(talks().read(question).by_title_alone == (!read.empty() && read != "Weekly sync!"));
}

TEST_CASE("a name that stands in titles alone is no word to search for", "[question]") {
  CHECK(talks().read("What did we promise Meridian?").fell_back);
  CHECK(talks().read("What does Halcyon say about the invoices?").focus == "invoices");
}

TEST_CASE("a name that all titles have tells no meetings apart and is no word to search for", "[question]") {
  const TitlesFixture all({{"Meridian kick-off", {"Hello."}}, {"Meridian review", {"Goodbye."}}});
  CHECK(all.meetings("What did we promise Meridian about the invoices?").empty());
  CHECK(all.read("What does Meridian say about the invoices?").focus == "invoices");
  CHECK(all.read("What does Meridian say about the invoices?").by_title_alone);
  CHECK(talks().read("What does Halcyon say about the invoices?", talks().only("Pricing for Halcyon")).focus ==
        "invoices");
}

TEST_CASE("a name is asked of what the meetings say that may be asked", "[question]") {
  const QuestionFixture unheard({{"Meridian kick-off", {"A B"}}, {"Weekly sync", {"A B"}}});
  CHECK(unheard.meetings("What did we promise Meridian?").empty());
  const TitlesFixture two({{"Meridian kick-off", {"Hello."}, "sales"},
                           {"Board", {"Goodbye."}, "sales"},
                           {"Build", {"Meridian wants a button."}, "engineering"}});
  CHECK(two.meetings("What did we promise Meridian?").empty());
  CHECK(two.meetings("What did we promise Meridian?", {.project = "sales"}) == "Meridian kick-off");
}

// Titles that share words with what a question asks in.
const TitlesFixture& worded() {
  static const TitlesFixture fixture({{"Action tracker", {"We paint the door."}},
                                      {"Wish list", {"We buy a lamp."}},
                                      {"Project status", {"We ship it."}},
                                      {"Main stage planning", {"We rent lights."}},
                                      {"Onboarding", {"We hire two."}},
                                      {"Tuesday round", {"We wait."}},
                                      {"Plan 2031", {"We move."}}});
  return fixture;
}

TEST_CASE("words that only ask, and nouns that are no names, name no meeting by its title", "[question]") {
  const auto question =
      GENERATE(as<std::string_view>(), "List Ben Okafor's action items", "What are all the action items?",
               "List all decisions", "All decisions of the project", "List the main risks", "WHAT ARE THE MAIN RISKS?",
               "Who cooks the onboarding lasagne?", "Wish for a lamp", "Tracker software: who knows one?",
               "Did we wish for a lamp?", "What did our new main stage cost?", "Which lights do we rent in 2031?");
  INFO(question);
  CHECK(worded().meetings(question).empty());
  CHECK_FALSE(worded().read(question).by_title_alone);
}

TEST_CASE("a list of what a title's name was about hides other meetings where it is written as a name", "[question]") {
  CHECK(worded().meetings("List all decisions about onboarding") == "Onboarding");
  CHECK(talks().meetings("List all decisions for Halcyon") == "Pricing for Halcyon!");
  CHECK(talks().meetings("list all decisions for halcyon") == "Pricing for Halcyon");
}

TEST_CASE("a name that is left out, or that says when, names no meeting by its title", "[question]") {
  CHECK(talks().meetings("List all decisions except Halcyon").empty());
  CHECK(talks().meetings("What did we promise clients other than Meridian?").empty());
  CHECK(talks().meetings("What did we promise Halcyon, not Meridian?") == "Pricing for Halcyon");
  CHECK(talks().meetings("What was decided after Halcyon?").empty());
}

TEST_CASE("a name that opens a question is one where its own, or memories, are asked for", "[question]") {
  CHECK(talks().meetings("Halcyon decisions") == "Pricing for Halcyon");
  CHECK(talks().meetings("HALCYON'S CONCERNS") == "Pricing for Halcyon");
  CHECK(talks().meetings("WHAT DID WE PROMISE HALCYON?") == "Pricing for Halcyon");
}

TEST_CASE("a name of several words is what all of them name", "[question]") {
  const TitlesFixture both({{"Acme France call", {"Hello."}},
                            {"Acme Germany call", {"Hello."}},
                            {"EY check-in", {"Hello."}},
                            {"Weekly sync", {"Hello."}}});
  CHECK(both.meetings("What did we promise Acme France?") == "Acme France call");
  CHECK(both.meetings("What did we promise Acme?") == "Acme France call, Acme Germany call");
  CHECK(both.meetings("What did we promise France and Germany?") == "Acme France call, Acme Germany call");
  CHECK(both.meetings("What does EY want?") == "EY check-in");
}

TEST_CASE("a meeting that is named otherwise is one of those with the name in their titles", "[question]") {
  CHECK(talks().meetings("What did Meridian ask for in the kick-off?") == "Meridian kick-off");
  CHECK(talks().meetings("What did Meridian say in the last call?") == "Call with Meridian");
  CHECK(talks().meetings("What did Halcyon say in the last meeting?") == "Pricing for Halcyon");
  CHECK(talks().meetings("What did Halcyon want since the weekly sync?") == "Pricing for Halcyon");
  CHECK(talks().read("What did Halcyon want since the weekly sync?").time.standing == Standing::prior);
  CHECK(talks().read("What does Meridian say about the invoices in the last call?").focus == "invoices");
  CHECK(talks().meetings("What did we promise Meridian since the kick-off?") ==
        "Meridian kick-off, Call with Meridian");
}

}  // namespace
}  // namespace hebb
