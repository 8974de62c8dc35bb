#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "recall/question_fixture.h"
#include "recall/roster_index.h"

namespace hebb {
namespace {

struct Case {
  std::string_view question;
  std::string_view read;
};

const QuestionFixture& company() {
  static const QuestionFixture fixture({
      {"Kick-off",
       {"Anna Meyer", "Ben Okafor", "Mark Will", "Dr. Zo\xC3\xAB van der Berg", "Siobhan O'Regan",
        "Jean-Luc Finch-Saunders AM"}},
      {"Budget",
       {"Anna Kowalska", "Grace May", "Hon. Bill Lake (Minister of Health)", "Meyer, Paul", "Mr. Tom Blaney"}},
      {"Budget round two", {"Dr. Una Blaney"}},
  });
  return fixture;
}

TEST_CASE("persons are recognised by full names, parts of them and initials", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did Ben Okafor say about the launch?", "Ben Okafor"},
      {"what did ben okafor say about the launch?", "Ben Okafor"},
      {"What did Ben say about the launch?", "Ben Okafor"},
      {"what did okafor say about the launch", "Ben Okafor"},
      {"Summarise Okafor's view of the launch", "Ben Okafor"},
      {"Okafor's view of the launch", "Ben Okafor"},
      {"What did Anna say?", "Anna Meyer, Anna Kowalska"},
      {"What did Anna Meyer say?", "Anna Meyer"},
      {"What did A. Meyer say?", "Anna Meyer"},
      {"What did Anna M. say?", "Anna Meyer"},
      {"What did AM say?", ""},  // also what stands behind a name
      {"What did BO say?", "Ben Okafor"},
      {"Anna, Ben and Zoe on pricing", "Anna Meyer, Anna Kowalska, Ben Okafor, Dr. Zo\xC3\xAB van der Berg"},
      {"What did ZOE think?", "Dr. Zo\xC3\xAB van der Berg"},
      {"What did Dr van der Berg think?", "Dr. Zo\xC3\xAB van der Berg"},
      {"What did O\xE2\x80\x99Regan think?", "Siobhan O'Regan"},
      {"What did Jean-Luc think?", "Jean-Luc Finch-Saunders AM"},
      {"What did Finch Saunders AM think?", "Jean-Luc Finch-Saunders AM"},
      {"What did Paul Meyer think?", "Meyer, Paul"},
      {"What did the Minister of Health think?", "Hon. Bill Lake (Minister of Health)"},
      {"What did the health minister think?", "Hon. Bill Lake (Minister of Health)"},
      {"What did Ms Kowalska and Mr Lake agree on?", "Anna Kowalska, Hon. Bill Lake (Minister of Health)"},
      {"According to Blaney, why?", "Mr. Tom Blaney, Dr. Una Blaney"},
      {"According to Dr Blaney, why?", "Dr. Una Blaney"},
      {"What did Ben Okafur say?", "Ben Okafor"},
  }));
  INFO(question);
  CHECK(company().speakers(question) == read);
}

TEST_CASE("words that are no one's name here name no one", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"Will the mark be in the lake by may?", ""},
      {"What did we say about the Bill?", ""},
      {"What happened in May?", ""},
      {"What did Mark say?", "Mark Will"},
      {"what did mark say?", ""},
      {"Mark's estimate", "Mark Will"},
      {"May's estimate", ""},
      {"what was promised to siobhan", "Siobhan O'Regan"},
      {"Did Grace agree?", "Grace May"},
      {"What did Anna Schmidt say?", ""},
      {"What did Carla Meyer say?", ""},
      {"What about anyone else?", ""},
      {"What is the deadline for the van?", ""},
  }));
  INFO(question);
  CHECK(company().speakers(question) == read);
}

TEST_CASE("initials name someone only where a person is expected", "[question]") {
  const QuestionFixture fixture(
      {{"Weekly", {"Clara Ibsen", "Petra Olsen", "Dan Bergman"}}, {"Retro", {"Dan Bergman"}}});
  const auto [question, read] = GENERATE(values<Case>({
      {"What's wrong with CI?", ""},
      {"Is the PO signed?", ""},
      {"What did we say about the DB and CI?", ""},
      {"What did the PO say?", ""},
      {"WHAT DID CI SAY", ""},
      {"What did CI say about the launch?", "Clara Ibsen"},
      {"PO said what?", "Petra Olsen"},
      {"What was raised by DB?", "Dan Bergman"},
      {"Why did CI fail?", "Clara Ibsen"},
  }));
  INFO(question);
  CHECK(fixture.speakers(question) == read);
  CHECK(fixture.read("What's wrong with CI?").focus.contains("CI"));
  CHECK(fixture.read("Why did CI fail?").focus.contains("CI"));
  CHECK_FALSE(fixture.read("What did CI say about the launch?").focus.contains("CI"));
}

TEST_CASE("a name of one word before which an article stands is of a thing", "[question]") {
  const QuestionFixture fixture(
      {{"Weekly", {"Austin Lee", "Jordan", "Tom Reed", "Mark Will", "Narrator"}}, {"Retro", {}}});
  const auto [question, read] = GENERATE(values<Case>({
      {"When do we move to the Austin office?", ""},
      {"What did we say about the Jordan account?", ""},
      {"How is our Austin team?", ""},
      {"What did Austin say?", "Austin Lee"},
      {"Did we decide that Jordan calls them?", "Jordan"},
      {"What is in the Austin Lee file?", "Austin Lee"},
      {"What did the Narrator say?", "Narrator"},
      {"WHAT DID TOM SAY ABOUT PRICING?", "Tom Reed"},
      {"What Did Tom Say about Pricing?", "Tom Reed"},
      {"WHAT WILL WE DO?", ""},
      {"WHAT DID MARK SAY?", "Mark Will"},
      {"What did Tom Baker say?", ""},
  }));
  INFO(question);
  CHECK(fixture.speakers(question) == read);
}

TEST_CASE("a speaker is a prior, and a filter only where nothing else is wanted", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did Ben say about pricing?", "Ben Okafor"},
      {"Only what Ben said about pricing", "Ben Okafor!"},
      {"Quotes from Ben on pricing", "Ben Okafor!"},
      {"Only what Ben said about Anna's proposal", "Ben Okafor!"},
      {"Quotes from Ben on Anna's budget", "Ben Okafor!"},
      {"On Anna's budget, only what Ben said", "Ben Okafor!"},
      {"Only what Ben or Grace said about Paul's plan", "Ben Okafor!, Grace May!"},
      {"Quotes from Paul, Ben and Grace on Siobhan's plan", "Meyer, Paul!, Ben Okafor!, Grace May!"},
      {"Quotes from Ben, Paul's boss, on pricing", "Ben Okafor!"},
      {"What did everyone other than Ben say?", ""},
      {"What was said on pricing, except by Ben?", ""},
      {"What was said on pricing, but not by Ben?", ""},
      {"Why did not Ben agree?", "Ben Okafor"},
      {"Who besides Ben objected?", ""},
      {"What did everyone except Anna and Ben say?", ""},
      {"Who besides Ben, Grace or Siobhan objected?", ""},
      {"Show me all the quotes from Ben", "Ben Okafor!"},
      {"Have we got the quotes from Ben?", "Ben Okafor"},
      {"Why does only Ben talk about the battery?", "Ben Okafor"},
      {"Can only Grace approve the budget?", "Grace May"},
  }));
  INFO(question);
  CHECK(company().speakers(question) == read);
}

TEST_CASE("only names in scope are recognised", "[question]") {
  CHECK(company().speakers("What did Anna say?", company().only(1)) == "Anna Kowalska");
  CHECK(company().speakers("What did Ben say?", company().only(1)).empty());
  CHECK(company().speakers("What did Ben say?", {.project = "elsewhere"}).empty());
  CHECK(company().speakers("What did Ben say?", {.project = "p"}) == "Ben Okafor");
}

const QuestionFixture& team() {
  static const QuestionFixture fixture({
      {"one", {"Project Manager", "Marketing", "Industrial Designer", "User Interface"}},
      {"two", {"PhD F", "PhD C", "Grad A", "Grad G", "Professor B", "The Chair"}},
      {"three", {"Speaker 1", "SPEAKER_02"}},
  });
  return fixture;
}

TEST_CASE("roles are recognised, and what they are called besides", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did the project manager decide?", "Project Manager"},
      {"What did the PM decide?", "Project Manager"},
      {"What did we agree for 3 PM?", ""},
      {"Summarise the Project Manager's plan", "Project Manager"},
      {"What did marketing think about colours?", "Marketing"},
      {"What did Marketing want?", "Marketing"},
      {"What did the marketing person want?", "Marketing"},
      {"the marketing expert on colours", "Marketing"},
      {"according to marketing, which colours sell?", "Marketing"},
      {"What was said about marketing strategy?", ""},
      {"What was said about Marketing Strategy?", ""},
      {"How should the user interface look?", ""},
      {"What did the user interface designer propose?", "User Interface"},
      {"What did User Interface propose?", "User Interface"},
      {"What did the designer think?", "Industrial Designer"},
      {"What did the industrial specialist think?", "Industrial Designer"},
      {"What did Industrial Design think?", "Industrial Designer"},
      {"Is industrial design hard?", ""},
      {"What did the product manager want?", "Project Manager"},
      {"what did the marketing learn about colours?", "Marketing"},
      {"Did the marketing strategy work?", ""},
      {"What did Phd f think?", "PhD F"},
      {"What did PhD F and PhD C think?", "PhD F, PhD C"},
      {"What did F think?", "PhD F"},
      {"What did A think?", "Grad A"},
      {"What did a think tank say?", ""},
      {"What did the professor think?", "Professor B"},
      {"What did professor b think?", "Professor B"},
      {"What did Professor Higgins think?", ""},
      {"What did the grad students think?", "Grad A, Grad G"},
      {"What did the PhDs think?", "PhD F, PhD C"},
      {"What did PhD X think?", ""},
      {"What did the chair rule?", "The Chair"},
      {"What did speaker 2 say?", ""},
      {"What did speaker 1 say?", "Speaker 1"},
      {"What did the speaker say?", ""},
  }));
  INFO(question);
  CHECK(team().speakers(question) == read);
}

TEST_CASE("meetings are recognised by titles and by their place in time", "[question]") {
  const QuestionFixture fixture({
      {"Kick-off", {"A B"}, "2026-03-02T10:00:00Z"},
      {"Design review: remote", {"A B"}, "2026-03-09T10:00:00Z"},
      {"Design review: case", {"A B"}, "2026-05-11T10:00:00Z"},
      {"IS1009c", {"A B"}},
      {"Project Apollo", {"A B"}},
      {"Weekly meeting", {"A B"}, "2026-05-13T10:00:00Z", "q"},
      {"Team sync", {"A B"}, "2026-05-04T10:00:00Z"},
      {"Team sync", {"A B"}, "2026-05-05T10:00:00Z"},
      {"Steering committee minutes", {"A B"}},
  });
  const auto [question, read] = GENERATE(values<Case>({
      {"What was decided in the kick-off meeting?", "Kick-off!"},
      {"What was decided at the kickoff?", "Kick-off!"},
      {"What was said in the design review?", "Design review: remote, Design review: case"},
      {"What was said in the last design review?", "Design review: case"},
      {"What was said in the design review about the case?", "Design review: remote, Design review: case"},
      {"What was said in IS1009c about cats?", "IS1009c!"},
      {"What did the marketing expert in IS1009c say about the price?", "IS1009c!"},
      {"Who spoke in Project Apollo?", "Project Apollo"},
      {"What was said in the last meeting?", "Weekly meeting"},
      {"What was said in our first meeting?", "Kick-off"},
      {"What was said in the meeting?", ""},
      {"What was said in the team sync?", "Team sync!, Team sync!"},
      {"What was said in the team sync of 5 May?", "Team sync!, Team sync!"},  // the time filters besides
      {"What was said in the team sync last Tuesday?", "Team sync!, Team sync!"},
      {"What was said in the 4 May team sync?", "Team sync!"},
      {"What was said in the 6 May team sync?", "Team sync, Team sync"},
      {"What will be said in the next meeting?", ""},
      {"What about a review of the design?", ""},
      {"Steering committee minutes decisions", "Steering committee minutes"},
      {"decisions in the steering committee minutes", "Steering committee minutes!"},
      {"What did the steering committee decide?", ""},
      {"How did the kick go off?", ""},
  }));
  INFO(question);
  CHECK(fixture.meetings(question) == read);
  CHECK(fixture.meetings("in the last meeting", {.project = "p"}) == "Design review: case");
  CHECK(fixture.meetings("in the kick-off meeting", fixture.only(0)).empty());
}

TEST_CASE("a meeting is a filter only where something was said in it", "[question]") {
  const QuestionFixture fixture({
      {"Kick-off", {"A B"}, "2026-03-02T10:00:00Z"},
      {"Offsite", {"A B"}, "2026-04-02T10:00:00Z"},
      {"Design review", {"A B"}, "2026-05-11T10:00:00Z"},
      {"K8s call", {"A B"}},
  });
  const auto [question, read] = GENERATE(values<Case>({
      {"What is our budget for the offsite?", "Offsite"},
      {"What did we decide at the offsite?", "Offsite!"},
      {"What did we decide at the off-site?", "Offsite!"},
      {"What was decided in the kick-off?", "Kick-off!"},
      {"What came of the kick-off meeting?", "Kick-off"},
      {"What has changed since the kick-off meeting?", ""},
      {"What do we plan for the next design review?", ""},
      {"What will be shown in the next design review?", ""},
      {"What did we decide about k8s?", "K8s call"},
      {"Who runs our K8s clusters?", "K8s call"},
      {"What went wrong in the K8s clusters?", "K8s call"},
      {"What went wrong in the K8s report?", "K8s call"},
      {"What was said in the K8s call?", "K8s call!"},
      {"What was said in K8s about cats?", "K8s call!"},
  }));
  INFO(question);
  CHECK(fixture.meetings(question) == read);
  CHECK(fixture.read("Who runs our K8s clusters?").focus.contains("K8s clusters"));
  CHECK(fixture.read("What is our budget for the offsite?").focus.contains("offsite"));
}

TEST_CASE("a meeting that only says which thing is meant hides nothing", "[question]") {
  const QuestionFixture fixture({
      {"Kick-off", {"A B"}, "2026-03-02T10:00:00Z"},
      {"Retro", {"A B"}, "2026-05-11T10:00:00Z"},
      {"Weekly", {"A B"}, "2026-05-13T10:00:00Z"},
  });
  const auto [question, read] = GENERATE(values<Case>({
      {"Has the login issue raised in the kick-off been fixed?", "Kick-off"},
      {"Which action items from the kick-off are still open?", "Kick-off!"},
      {"Did we change the action items from the kick-off?", "Kick-off"},
      {"Did we change the price that was decided in the kick-off?", "Kick-off"},
      {"Is the contract problem from the kick-off solved?", "Kick-off"},
      {"What did we agree about the price in the retro, and did it change later?", "Retro"},
      {"What did we say about the contract problem from the kick-off?", "Kick-off"},
      {"What was the status of the issue raised in the kick-off?", "Kick-off"},
      {"Who owns the issue that Ben raised in the kick-off?", "Kick-off"},
      {"Where is the price agreed in the kick-off written down?", "Kick-off"},
      {"What did Ben say about the deadline missed in the kick-off?", "Kick-off"},
      {"Compare what was said in the kick-off with the plan", "Kick-off"},
      {"Who is going to be at the retro?", "Retro"},
      {"Who will present at the kick-off?", "Kick-off"},
      {"What did we agree about the price in the retro?", "Retro!"},
      {"In the retro, what was agreed about the price?", "Retro!"},
      {"What was said in the kick-off and in the retro?", "Kick-off!, Retro!"},
      {"Which points were raised in the retro?", "Retro!"},
      {"What were the main risks in the kick-off?", "Kick-off!"},
      {"What did the team in the retro say about the price?", "Retro!"},
      {"Summarise the discussion of the price in the retro", "Retro!"},
      {"Was the price discussed in the retro?", "Retro!"},
      {"Did Ben mention the price in the retro?", "Retro!"},
      {"Who objected in the retro?", "Retro!"},
      {"Action items from the kick-off", "Kick-off!"},
      {"List everything said in the kick-off about cats", "Kick-off!"},
      {"Only what Ben said in the kick-off", "Kick-off!"},
      {"What did Ben say about cats in the kick-off of 2 March?", "Kick-off!"},
  }));
  INFO(question);
  CHECK(fixture.meetings(question) == read);
  CHECK(fixture.read("Who will present at the kick-off?").focus.contains("kick-off"));
}

TEST_CASE("the last meeting is all that began then, whatever the order of import", "[question]") {
  std::vector<MeetingSketch> sketches = {{"Kick-off", {"A B"}, "2026-03-02T10:00:00Z"},
                                         {"Team A", {"A B"}, "2026-05-11T10:00:00Z"},
                                         {"Team B", {"A B"}, "2026-05-11T10:00:00Z"}};
  const std::string_view question = "What was said in the last meeting?";
  CHECK(QuestionFixture(sketches).meetings(question) == "Team A, Team B");
  std::ranges::reverse(sketches);
  CHECK(QuestionFixture(sketches).meetings(question) == "Team B, Team A");
}

TEST_CASE("the last meeting is the last of those that are meant", "[question]") {
  const QuestionFixture fixture({
      {"Kick-off", {"Anna Meyer", "Austin Lee"}, "2025-09-02T10:00:00Z"},
      {"Weekly", {"Anna Meyer", "Austin Lee"}, "2025-10-06T10:00:00Z"},
      {"Weekly", {"Anna Meyer"}, "2025-10-20T10:00:00Z"},
      {"Client call", {"Austin Lee"}, "2025-11-03T10:00:00Z"},
      {"Retro", {"Anna Meyer"}, "2026-05-11T10:00:00Z"},
  });
  const auto days = [&](std::string_view question) {
    std::string out;
    for (const auto& named : fixture.read(question).meetings) {
      const auto meeting =
          *std::ranges::find(fixture.catalog.meetings(), named.id, [](const auto& one) { return one->id; });
      out += (out.empty() ? "" : ", ") + rfc3339(*meeting->started_at).substr(0, 10) +
             (named.standing == Standing::filter ? "!" : "");
    }
    return out;
  };
  const auto [question, read] = GENERATE(values<Case>({
      {"What did we decide in the last meeting in October?", "2025-10-20"},
      {"What did we decide in the last meeting before 15 October?", "2025-10-06"},
      {"What did we decide in the last meeting in January?", ""},
      {"What was said in the last meeting with Austin?", "2025-11-03"},
      {"What was said in the last weekly meeting with Austin about cats?", "2025-10-06"},
      {"What was said in the last 3 meetings?", "2025-10-20, 2025-11-03, 2026-05-11"},
      {"What was said in the last few meetings?", "2025-10-20, 2025-11-03, 2026-05-11"},
      {"What was said in the last couple of meetings?", "2025-11-03, 2026-05-11"},
      {"What was said in the two most recent meetings?", "2025-11-03, 2026-05-11"},
      {"What was said in the past three meetings?", "2025-10-20, 2025-11-03, 2026-05-11"},
      {"Summarise the last meeting", "2026-05-11"},
      {"Please recap our first meeting.", "2025-09-02"},
      {"Summarise the last call with Austin", "2025-11-03"},
      {"What did we decide last meeting?", "2026-05-11"},
      {"What did we decide last meeting about the price?", "2026-05-11"},
      {"Summarise the kick-off", "2025-09-02"},
      {"Summarise the kick-off agenda", ""},
      {"What is in the last meeting agenda?", "2026-05-11"},
      {"Summarise the meeting", ""},
      {"Why is the last call so dear?", ""},
  }));
  INFO(question);
  CHECK(days(question) == read);
  CHECK(fixture.read("What did we decide last meeting about the price?").focus == "price");
}

TEST_CASE("numbers, months and counts of a title are part of it", "[question]") {
  const QuestionFixture fixture({
      {"Sprint review", {"A B"}, "2026-03-01T10:00:00Z"},
      {"Sprint 11 review", {"A B"}, "2026-04-01T10:00:00Z"},
      {"Sprint 12 review", {"A B"}, "2026-04-15T10:00:00Z"},
      {"Phase review", {"A B"}},
      {"Phase two review", {"A B"}},
      {"March planning", {"A B"}, "2026-02-26T10:00:00Z"},
      {"April planning", {"A B"}, "2026-03-26T10:00:00Z"},
  });
  const auto [question, read] = GENERATE(values<Case>({
      {"What was decided in the Sprint 12 review?", "Sprint 12 review!"},
      {"What was decided in the sprint review?", "Sprint review!"},
      {"What was decided in the last sprint review?", "Sprint 12 review"},
      {"What was decided in the phase two review?", "Phase two review!"},
      {"What was decided in the phase review?", "Phase review!"},
      {"What was decided in the March planning?", "March planning!"},
      {"In the April planning meeting, what was decided?", "April planning!"},
  }));
  INFO(question);
  CHECK(fixture.meetings(question) == read);
  CHECK(fixture.time(question).empty());  // "March" says which planning, not when it was
  CHECK(fixture.meetings("What was decided in March's planning?") == "April planning");
}

TEST_CASE("a roster knows where a name has spoken", "[question]") {
  const Catalog catalog = catalog_of({{"one", {"Anna", "Ben"}}, {"two", {"Ben", "Anna"}}, {"three", {"Cy"}}});
  const Roster roster(catalog);
  const auto seats = roster.seats("Ben");
  CHECK(std::vector<Seat>(seats.begin(), seats.end()) == std::vector<Seat>{{0, 1}, {1, 0}});
  CHECK(roster.seats("ben").empty());
  CHECK(Roster().seats("Ben").empty());
}

TEST_CASE("a roster made of the one before is as one made of its catalog alone", "[question]") {
  const auto titles = [](const Roster& roster) {
    std::vector<std::vector<std::string>> all;
    for (const auto& ids : roster.index().titles) {
      all.emplace_back();
      for (const WordId id : ids) all.back().emplace_back(roster.index().spelling[id]);
      std::ranges::sort(all.back());
    }
    return all;
  };
  const std::vector<MeetingSketch> sketches = {
      {"Kickoff of Apollo", {"Anna"}}, {"Budget review", {"Ben"}}, {"Apollo budget", {"Anna"}}, {"Hiring", {"Cy"}}};
  const Catalog all = catalog_of(sketches);
  const Catalog fewer = all.without(std::vector{all.meetings()[3]->id});
  const Roster before(fewer);
  SECTION("with a meeting more") {
    const Roster roster(all, &before);
    CHECK(titles(roster) == titles(Roster(all)));
    CHECK(roster.index().words.size() == Roster(all).index().words.size());
    CHECK(roster.seats("Cy").size() == 1);
  }
  SECTION("with a meeting less") {
    const Catalog rest = fewer.without(std::vector{all.meetings()[1]->id});
    const Roster roster(rest, &before);
    CHECK(titles(roster) == titles(Roster(rest)));
    CHECK_FALSE(roster.index().word("review"));
    CHECK(roster.seats("Ben").empty());
  }
  SECTION("with another title in its place") {
    auto renamed = sketches;
    renamed[1].title = "Pricing review";
    const Roster roster(catalog_of(renamed), &before);
    CHECK(titles(roster) == titles(Roster(catalog_of(renamed))));
    CHECK(roster.index().word("pricing"));
  }
}

TEST_CASE("behind a possessive time the name of a meeting begins, and the time hides none that is named",
          "[question]") {
  const QuestionFixture team({{.title = "Retro", .speakers = {"Anna"}, .started_at = "2026-05-06T10:00:00Z"},
                              {.title = "Sprint retro", .speakers = {"Anna"}, .started_at = "2026-04-15T10:00:00Z"},
                              {.title = "Kick-off", .speakers = {"Anna"}, .started_at = "2026-03-02T10:00:00Z"},
                              {.title = "Sync", .speakers = {"Anna"}, .started_at = "2026-05-08T10:00:00Z"}});
  struct Named {
    const char* question;
    std::string_view meetings;
    std::string_view time;
  };
  const auto [question, meetings, time] = GENERATE(values<Named>({
      {"What did Anna say at last week's retro?", "Retro!", "2026-05-04 2026-05-11!"},
      {"What did Anna say at Wednesday's retro?", "Retro", "2026-05-13 2026-05-14"},
      {"What was decided in last month's retro?", "Sprint retro", "2026-04-01 2026-05-01!"},
      {"What was decided in yesterday's retro?", "Retro", "2026-05-13 2026-05-14"},
      {"What was decided at Friday's kick-off?", "Kick-off", "2026-05-08 2026-05-09"},
      {"What was decided in last Friday's meeting?", "", "2026-05-08 2026-05-09!"},
      {"What was decided in last week's meeting?", "", "2026-05-04 2026-05-11!"},
  }));
  INFO(question);
  CHECK(team.meetings(question) == meetings);
  CHECK(team.time(question) == time);
}

TEST_CASE("a question is read the same whatever other projects hold that its asker does not see", "[question]") {
  const std::vector<MeetingSketch> own = {{"Kick-off", {"Anna Meyer", "Anna Kowalska", "Una Blaney"}},
                                          {"Budget", {"Project Manager", "Anna Roth"}}};
  std::vector<MeetingSketch> all = {
      {"Budget", {"Anna Roth", "Dr. Una Blaney", "Ben Okafor"}, "", "other"},
      {"Apollo review", {"Anna Kowalska", "Dr. Zoe Blaney", "Product Manager"}, "", "other"}};
  all.insert(all.end(), own.begin(), own.end());
  const QuestionFixture alone(own), among(all);
  const MemoryFilter seen{.projects = ProjectSet({"p"})};
  for (const char* question :
       {"What did Anna say in the budget meeting?", "What did Dr Blaney think?", "What did Ben Okafor say?",
        "Only what Zoe said in the Apollo review", "What did the product manager say in the last meeting?",
        "Why did Prof. Una Blaney and Anna Koshalska leave?"}) {
    INFO(question);
    const auto a = alone.read(question), b = among.read(question, seen);
    CHECK(a.notes == b.notes);
    CHECK(a.focus == b.focus);
    CHECK(a.speakers == b.speakers);
    CHECK(a.meetings == b.meetings);
  }
}

}  // namespace
}  // namespace hebb
