#include "recall/concept_index.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>

#include "recall/concept_fixture.h"
#include "recall/concept_hearing.h"

namespace hebb {
namespace {

// What fills a context, so that what is said in few of many stands out.
std::vector<std::string> chatter() {
  return {"Yeah, okay, so that is a good idea.", "We talk of this next week, thank you."};
}

const SpokenMeeting kLaunch{"Launch",
                            {{"The battery life is too short.", "We test the battery life in the cold."},
                             {"Did Anna see the gasket?", "The gaskets leak, and a gasket costs two euros."},
                             {"How is the battery life now?", "The gasket is new."},
                             chatter(),
                             chatter()}};
const SpokenMeeting kReview{"Review",
                            {{"Battery life again.", "The supplier of the gasket is Brightpath."},
                             chatter(),
                             {"We asked Brightpath, and the remit letter from Brightpath came."},
                             chatter()}};

std::vector<std::string> names(const ConceptView& view, const std::string& project = "p") {
  std::vector<std::string> out;
  const auto found = view.projects.find(project);
  if (found == view.projects.end()) return out;
  for (const Concept& one : found->second->concepts) out.push_back(one.name);
  std::ranges::sort(out);
  return out;
}

const Concept* named(const ConceptView& view, const std::string& name) {
  const auto& concepts = view.projects.at("p")->concepts;
  const auto found = std::ranges::find(concepts, name, &Concept::name);
  return found == concepts.end() ? nullptr : &*found;
}

ConceptTally::Counts tallied(SpokenMeetings& meetings, const ProjectSet& of, ConceptIndex::Count count) {
  ConceptTally tally = meetings.index().tally(of, count);
  auto counts = tally.counted();
  meetings.index().take_back(tally);
  return counts;
}
ConceptTally::Counts counts(SpokenMeetings& meetings, const ProjectSet& of = {}) {
  return tallied(meetings, of, ConceptIndex::Count::now);
}
ConceptTally::Counts last_counts(SpokenMeetings& meetings) {
  return tallied(meetings, {}, ConceptIndex::Count::last);
}

// All that is derived but ordinals, which depend on the order of import.
std::vector<std::string> described(const ConceptView& view) {
  std::vector<std::string> out;
  for (const auto& [project, concepts] : view.projects) {
    for (const Concept& one : concepts->concepts) {
      out.push_back(project + " " + one.id.text() + " " + one.name + " " + std::to_string(one.contexts) + " " +
                    std::to_string(one.mentions.size()));
      for (const float idf : one.idf) out.back() += " " + std::to_string(idf);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("what recurs over contexts is a concept, boilerplate and its own parts are not") {
  SpokenMeetings meetings;
  meetings.add(kLaunch);
  meetings.add(kReview);
  CHECK(names(*meetings.view()) == std::vector<std::string>{"Brightpath", "battery life", "gasket"});
}

TEST_CASE("a concept has its mentions, one a memory, whatever the number and the case") {
  SpokenMeetings meetings;
  meetings.add(kLaunch);
  meetings.add(kReview);
  const auto view = meetings.view();
  REQUIRE(named(*view, "gasket"));
  CHECK(named(*view, "gasket")->mentions.size() == 4);
  CHECK(named(*view, "gasket")->contexts == 3);
  REQUIRE(named(*view, "battery life"));
  CHECK(named(*view, "battery life")->mentions ==
        std::vector<Ordinal>{0, 1, 4, meetings.catalog().meetings()[1]->first});
  CHECK(named(*view, "battery life")->terms == std::vector<std::string>{"batteri", "life"});
}

TEST_CASE("a concept is one project's: another neither shares nor sees it") {
  SpokenMeetings meetings;
  meetings.add(kLaunch);
  auto foreign = kReview;
  foreign.project = "q";
  meetings.add(foreign);
  const auto view = meetings.view();
  CHECK(names(*view) == std::vector<std::string>{"battery life", "gasket"});
  CHECK(named(*view, "battery life")->mentions.size() == 3);
  CHECK(names(*view, "q") == std::vector<std::string>{"Brightpath"});
  auto same = kLaunch;
  same.project = "q";
  SpokenMeetings other;
  other.add(same);
  CHECK(other.view()->projects.at("q")->concepts.front().id != view->projects.at("p")->concepts.front().id);
}

TEST_CASE("concepts do not depend on the order of import") {
  SpokenMeetings forwards, backwards;
  forwards.add(kLaunch);
  forwards.add(kReview);
  backwards.add(kReview);
  backwards.add(kLaunch);
  CHECK(described(*forwards.view()) == described(*backwards.view()));
}

TEST_CASE("an erased meeting leaves what had been without it") {
  SpokenMeetings meetings, without;
  meetings.add(kLaunch);
  without.add(kLaunch);
  const auto before = meetings.view();
  meetings.add(kReview);
  CHECK(described(*meetings.view()) != described(*before));
  meetings.erase("Review");
  CHECK(described(*meetings.view()) == described(*without.view()));
  CHECK(names(*before) == std::vector<std::string>{"battery life", "gasket"});  // a view stays as it was
  meetings.erase("Launch");
  CHECK(meetings.view()->projects.empty());
  meetings.add(kLaunch);
  CHECK(described(*meetings.view()) == described(*without.view()));
}

TEST_CASE("a meeting that changes often takes no more room each time") {
  concept_hearing::Hearing hearing;
  const auto add = [&](const SpokenMeeting& spoken) {
    const auto [meeting, memories] = memories_of(spoken);
    hearing.add(catalog_meeting(meeting, memories, 0), memories);
    return meeting.id;
  };
  const auto room = [&] {
    const auto& heard = hearing.heard();
    return std::array{heard.words.size(), heard.keys.size(), heard.phrases.size()};
  };
  add(kReview);
  auto edited = kLaunch;
  edited.contexts[0][0] = "The hinge is too loose, and its springs rattle.";
  hearing.erase(add(kLaunch));
  hearing.erase(add(edited));
  const auto before = room();
  for (int i = 0; i < 5; ++i) {
    hearing.erase(add(kLaunch));
    hearing.erase(add(edited));
  }
  CHECK(room() == before);
  // What a snapshot brings goes on as it was.
  hearing = concept_hearing::Hearing(hearing.heard());
  add(kLaunch);
  CHECK(room() == before);
}

TEST_CASE("a view of what did not change is the same") {
  SpokenMeetings meetings;
  meetings.add(kLaunch);
  const auto before = meetings.view();
  auto foreign = kReview;
  foreign.project = "q";
  meetings.add(foreign);
  CHECK(meetings.view()->projects.at("p") == before->projects.at("p"));
}

TEST_CASE("a draft is of its moment, whatever changes until it is made") {
  SpokenMeetings meetings, before, after;
  before.add(kLaunch);
  after.add(kReview);
  meetings.add(kLaunch);
  ConceptDraft draft = meetings.index().draft();
  meetings.add(kReview);
  meetings.erase("Launch");
  CHECK(described(*draft.made()) == described(*before.view()));
  meetings.index().take_back(draft);
  CHECK(described(*meetings.view()) == described(*after.view()));
}

TEST_CASE("what was made of a draft is kept, but of projects that changed meanwhile") {
  SpokenMeetings meetings;
  auto foreign = kReview;
  foreign.project = "q";
  meetings.add(kLaunch);
  meetings.add(foreign);
  ConceptDraft draft = meetings.index().draft();
  foreign.title = "Second review";
  meetings.add(foreign);
  const auto made = draft.made();
  meetings.index().take_back(draft);
  const auto view = meetings.view();
  CHECK(view->projects.at("p") == made->projects.at("p"));
  CHECK(view->projects.at("q") != made->projects.at("q"));
  CHECK(view->projects.at("q")->memories == 2 * made->projects.at("q")->memories);
  ConceptDraft unchanged = meetings.index().draft();
  CHECK(unchanged.made() == view);
}

TEST_CASE("concepts are counted as they would be listed, of the projects asked for") {
  SpokenMeetings meetings;
  auto foreign = kReview;
  foreign.project = "q";
  CHECK(counts(meetings).empty());
  meetings.add(kLaunch);
  CHECK(counts(meetings) == ConceptTally::Counts{{"p", 2}});
  meetings.add(foreign);
  CHECK(counts(meetings) == ConceptTally::Counts{{"p", 2}, {"q", 1}});
  CHECK(counts(meetings, ProjectSet({"q", "r"})) == ConceptTally::Counts{{"q", 1}});
  meetings.add(kReview);
  CHECK(counts(meetings) == ConceptTally::Counts{{"p", 3}, {"q", 1}});
  CHECK(names(*meetings.view()).size() == 3);
  meetings.erase("Launch");
  CHECK(counts(meetings) == ConceptTally::Counts{{"p", 1}, {"q", 1}});
}

TEST_CASE("the last count is of when somebody last counted or asked for the concepts") {
  SpokenMeetings meetings;
  meetings.add(kLaunch);
  CHECK(last_counts(meetings) == ConceptTally::Counts{{"p", 2}});  // there was none
  meetings.add(kReview);
  CHECK(last_counts(meetings) == ConceptTally::Counts{{"p", 2}});
  SECTION("counted") {
    CHECK(counts(meetings) == ConceptTally::Counts{{"p", 3}});
  }
  SECTION("asked for") {
    meetings.view();
  }
  SECTION("counted, and changed meanwhile") {
    ConceptTally tally = meetings.index().tally({}, ConceptIndex::Count::now);
    meetings.erase("Review");
    CHECK(tally.counted() == ConceptTally::Counts{{"p", 3}});
    meetings.index().take_back(tally);
    CHECK(last_counts(meetings) == ConceptTally::Counts{{"p", 3}});
    CHECK(counts(meetings) == ConceptTally::Counts{{"p", 2}});
    meetings.index().take_back(tally);  // of before, and no news
    CHECK(last_counts(meetings) == ConceptTally::Counts{{"p", 2}});
    meetings.add(kReview);
    CHECK(counts(meetings) == ConceptTally::Counts{{"p", 3}});
  }
  CHECK(last_counts(meetings) == ConceptTally::Counts{{"p", 3}});
  meetings.erase("Launch");
  meetings.erase("Review");
  CHECK(last_counts(meetings).empty());
}

}  // namespace hebb
