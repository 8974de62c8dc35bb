// Which types of memory a question asks for, whose and whether the open ones only, and which words of a list are its
// topic.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

struct Case {
  std::string_view question;
  std::string_view read;
};

constexpr auto& fixture = kick_off_budget_and_retro;

std::string types(std::string_view question) {
  const auto reading = fixture().read(question);
  std::string out;
  for (const auto& type : reading.types) {
    if (!out.empty()) out += ", ";
    out += std::string(to_string(type.type)) + (type.standing == Standing::filter ? "!" : "");
  }
  if (reading.open == Standing::none) return out;
  return out + (reading.open == Standing::filter ? " open!" : " open");
}

TEST_CASE("types of memory are read, and are a filter only of a list", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"Which decisions were made about pricing?", "decision"},
      {"What was decided about pricing?", "decision"},
      {"What did we decide on pricing?", "decision"},
      {"Open actions", "action! open!"},
      {"List all action items for Ben", "action!"},
      {"What are Ben's action items?", "action!"},
      {"What are Anna's outstanding tasks?", "action! open!"},
      {"What did Anna promise?", "action"},
      {"What does Anna have to do?", "action!"},
      {"What does Carla have to do?", "action"},
      {"What does it have to do with the price?", ""},
      {"What is said of the open actions of the board?", "action open"},
      {"What are the open questions?", "question! open"},
      {"Who objected to the price?", "issue"},
      {"What concerns did Anna have?", "issue"},
      {"What ideas did Anna have?", "idea"},
      {"List all risks", "risk!"},
      {"Actions for Anna and Ben", "action!"},
      {"Ben's actions", "action!"},
      {"Tasks from the kick-off", "action!"},
      {"Actions from the kick-off except Ben's", "action!"},
      {"Tasks about the launch", "action"},
      {"What are the actions?", "action"},
      {"What are the to-dos?", "action"},
      {"What did Ben say about women issues?", ""},
      {"What did Ben say about the price?", ""},
      {"List all decisions and action items", "decision!, action!"},
      {"List all risks, issues or assumptions", "risk!, issue!, assumption!"},
      {"List all action items and open questions", "action!, question! open"},
      {"List all open action items and any questions", "action!, question! open!"},
      {"What are the risks and action items?", "risk, action"},
      {"Ben and Anna's action items", "action!"},
      {"What are Ben Okafor's and Anna's action items?", "action!"},
      {"List all decisions that we made in March", "decision!"},
      {"List all decisions about dragon feeding", "decision"},
      {"Show me the risks of speech recognition", "risk"},
      {"Find concerns about the cost", "issue"},
      {"Open actions about the launch", "action open!"},
      {"What action items are open?", "action! open!"},
      {"Which action items are still open?", "action! open!"},
      {"Which action items for Ben are still open?", "action! open!"},
      {"Which actions are not done yet?", "action! open!"},
      {"List all tasks that are still outstanding", "action! open!"},
      {"Which questions are still open?", "question! open"},
      {"Which decisions are still open?", "decision open"},
      {"What actions are open to debate?", "action"},
      {"Which action items, if any, are still open?", "action! open!"},
      {"Show all action items that came up and are still open", "action! open!"},
      {"Which action items for Anna, Ben and Cy are still open?", "action! open!"},
      {"List all action items and whether they are still open", "action!"},
      {"List all action items and say which are still open", "action!"},
      {"List all action items, are they still open?", "action!"},
      {"Show all tasks and which of them are not done yet", "action!"},
      {"Which action items are there, and which are still open?", "action"},
      {"List all action items and show me which are still open", "action!"},
      {"List all action items, what is still open?", "action!"},
      {"Which actions about the newsletter are still open?", "action open!"},
      {"Which action items are still open about the newsletter?", "action open!"},
      {"Which actions that Anna took are still open?", "action! open!"},
      {"Which actions that they promised are still open?", "action! open!"},
      {"Which action items for Anna are still open about the newsletter?", "action open!"},
      {"Which action items from the kick-off are still open?", "action! open!"},
      {"List all tasks for design and launch that are still open", "action open!"},
      {"List all action items for design or launch which are still open", "action open!"},
      {"What action items for pricing and launch are still open?", "action open!"},
      {"Action items on pricing, that are still open", "action open!"},
      {"List all action items on pricing, which are still open", "action open!"},
      {"Show action items for anna and ben that are still open", "action open!"},
  }));
  INFO(question);
  CHECK(types(question) == read);
}

TEST_CASE("what each one listed has, how they are listed and where they were told is no topic", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"List all action items with their owners and due dates", "action!"},
      {"List all action items by owner", "action!"},
      {"List all action items with deadlines", "action!"},
      {"List all action items and their status", "action!"},
      {"List all action items sorted by date", "action!"},
      {"List all action items across all meetings", "action!"},
      {"List all action items that are done", "action!"},
      {"List all action items that came up", "action!"},
      {"List all action items created so far", "action!"},
      {"List all action items nobody owns", "action!"},
      {"List all decisions in chronological order", "decision!"},
      {"List all decisions in order", "decision!"},
      {"List all decisions, newest first", "decision!"},
      {"List all action items that are overdue", "action!"},
      {"List all decisions about the deadline", "decision"},
      {"List all decisions on Ben's due dates", "decision"},
      {"List all risks to the deadline", "risk"},
      {"List all risks to Ben's due date", "risk"},
      {"List all risks with the order", "risk"},
      {"List all risks of the order", "risk"},
      {"List all decisions for the status", "decision"},
      {"List all decisions about who owns the deadline", "decision"},
      {"List all risks about what is due first", "risk"},
      {"List all decisions to date", "decision!"},
      {"List all decisions in order of the date", "decision!"},
      {"List all action items with their deadline", "action!"},
      {"List all action items with the due dates", "action!"},
      {"List all action items with a deadline", "action!"},
      {"List the action items of the kick-off", "action!"},
      {"What action items came out of the kick-off?", "action!"},
      {"List all decisions of the kick-off", "decision!"},
      {"Open action items of the kick-off", "action! open!"},
      {"List all decisions about the kick-off", "decision"},
      {"List all decisions of the kick-off about pricing", "decision"},
  }));
  INFO(question);
  CHECK(types(question) == read);
}

TEST_CASE("the only meeting that there is, is no topic of a list either", "[question]") {
  const QuestionFixture one({{"Retro", {"Anna"}, "2026-05-13T10:00:00Z", "p", {MemoryType::action}}});
  const auto standing = [&](const char* question) { return one.read(question).types.front().standing; };
  CHECK(standing("List the action items of the retro") == Standing::filter);
  CHECK(standing("List all action items from our kick-off") == Standing::filter);
  CHECK(standing("List all action items about the retro") == Standing::prior);
  CHECK(standing("List all action items for the workshop") == Standing::prior);
}

TEST_CASE("what follows a word for a meeting in its title is no topic of a list", "[question]") {
  const QuestionFixture two({{"Workshop on pricing", {"Anna"}, "2026-05-13T10:00:00Z", "p", {MemoryType::action}},
                             {"Retro", {"Anna"}, "2026-05-12T10:00:00Z"}});
  const auto standing = [&](const char* question) { return two.read(question).types.front().standing; };
  CHECK(standing("Which action items from the workshop on pricing are still open?") == Standing::filter);
  CHECK(standing("Which action items from the workshop on launch are still open?") == Standing::prior);
  CHECK(standing("Which action items from the workshop are still open on pricing?") == Standing::prior);
  CHECK(standing("Which action items about the workshop on pricing are still open?") == Standing::prior);
  CHECK(two.meetings("What was decided in the workshop on pricing?") == "Workshop on pricing!");
  CHECK(two.meetings("What was decided in the pricing workshop?") == "Workshop on pricing!");
}

TEST_CASE("a meeting that is named like what is listed is no topic of a list", "[question]") {
  const QuestionFixture one({{"Status", {"Anna"}, "2026-05-13T10:00:00Z", "p", {MemoryType::action}},
                             {"Order review", {"Anna"}, "2026-05-12T10:00:00Z", "p", {MemoryType::action}}});
  const auto standing = [&](const char* question) { return one.read(question).types.front().standing; };
  CHECK(standing("List all action items of the status meeting") == Standing::filter);
  CHECK(standing("List all action items for the order review") == Standing::filter);
}

TEST_CASE("a list of a type that no memory here is of hides nothing", "[question]") {
  CHECK(types("List all assumptions") == "assumption");
  CHECK(types("List all risks in the retro") == "risk");
  const QuestionFixture chats({{"one", {"Anna"}}, {"two", {"Ben"}}});
  const auto reading = chats.read("Are there open questions for Anna?");
  CHECK(reading.types == std::vector<NamedType>{{.type = MemoryType::question, .standing = Standing::prior}});
  CHECK(reading.lists);
  CHECK_FALSE(chats.read("What was decided about pricing?").lists);
}

TEST_CASE("a list of actions leaves out whose are not wanted", "[question]") {
  using Names = std::vector<std::string>;
  for (const char* question : {"List all action items except Anna's",
                               "Action items not assigned to Anna",
                               "Open actions, but not Anna's",
                               "List all action items except those for Anna",
                               "Action items not for Anna",
                               "Action items for everyone but Anna",
                               "Action items of all but Anna",
                               "List all action items except Anna's from the retro",
                               "Action items not assigned to Anna that are still open",
                               "Action items not assigned to Anna in the kick-off",
                               "Action items not assigned to Anna yet",
                               "Action items not assigned to Anna about the launch",
                               "Action items not assigned to Anna and still open",
                               "Action items for everyone but Anna in the kick-off",
                               "Action items for everyone but Anna this week",
                               "Action items assigned to everyone but Anna this week",
                               "Open tasks not for Anna this week",
                               "List all action items except those for Anna this week",
                               "List all action items except Anna in the kick-off",
                               "List all action items that we agreed on except Anna's",
                               "List all action items that are open, except Anna's",
                               "List all action items that are not assigned to Anna",
                               "Action items for anyone but Anna",
                               "Action items of anybody but Anna",
                               "All action items assigned to anyone but Anna",
                               "Open action items that are not Anna's",
                               "Which open actions are not Anna's?",
                               "Which open actions are not Anna Meyer's?",
                               "Which actions are not Anna's?",
                               "Which action items aren't assigned to Anna?",
                               "Open action items except the ones for Anna",
                               "Open action items, minus Anna's",
                               "Open action items, but none of Anna's",
                               "Open action items apart from Anna's",
                               "Action items that Anna does not own",
                               "Action items that Anna doesn't own",
                               "Open action items that don't belong to Anna"}) {
    INFO(question);
    const auto reading = fixture().read(question);
    CHECK(reading.not_owners == Names{"Anna Meyer"});
    CHECK(reading.owners.empty());
    CHECK(reading.speakers.empty());
  }
  CHECK(fixture().read("Action items except Ben's and Anna's").not_owners == Names{"Ben Okafor", "Anna Meyer"});
  CHECK(fixture().read("Action items for Ben, except Anna's").not_owners == Names{"Anna Meyer"});
  CHECK(fixture().read("What did everyone except Anna promise?").not_owners.empty());
  CHECK(fixture().read("Decisions not made by Anna").speakers.empty());
  CHECK(types("Open action items apart from Anna's") == "action! open!");
  CHECK(types("Open action items except the ones for Anna") == "action! open!");
  CHECK(types("Which open actions are not Anna's?") == "action! open!");
  CHECK(types("Which actions are not Anna's?") == "action!");
  CHECK(types("Which actions are not done?") == "action! open!");
  CHECK(types("Which actions are not simple?") == "action");
  CHECK(fixture().speakers("Why are not Ben's actions done?") == "Ben Okafor");
  CHECK(fixture().speakers("What was not said by Ben?") == "Ben Okafor");
  for (const char* question : {"What is it that Ben does not have?", "Things Ben does not have", "That is not Ben's",
                               "The price minus Ben's", "The plan, but none of Ben's"}) {
    INFO(question);
    CHECK(fixture().speakers(question) == "Ben Okafor");
  }
  for (const char* question :
       {"Action items for nobody but Ben", "List all action items that anyone but Ben knows of",
        "Why are not Ben's actions done?", "List action items without Ben's name",
        "List all actions without Ben in the room", "List all action items that nobody except Ben knows of",
        "List all action items known to nobody except Ben", "List all action items that we discussed without Ben",
        "List all action items that everyone agreed to except Ben",
        "List all actions with everyone but Ben in the room",
        "List action items without the project manager in the room", "Action items not assigned to Ben's customers"}) {
    INFO(question);
    CHECK(fixture().read(question).not_owners.empty());
  }
}

TEST_CASE("a list of somebody's actions is of what they are to do", "[question]") {
  using Names = std::vector<std::string>;
  CHECK(fixture().read("What are Ben's action items?").owners == Names{"Ben Okafor"});
  CHECK(fixture().read("List all action items for Ben").owners == Names{"Ben Okafor"});
  CHECK(fixture().read("What are Ben's open tasks?").owners == Names{"Ben Okafor"});
  CHECK(fixture().read("Action items for Ben and Anna").owners == Names{"Ben Okafor", "Anna Meyer"});
  CHECK(fixture().read("Action items for Anna, Ben").owners == Names{"Anna Meyer", "Ben Okafor"});
  CHECK(fixture().read("Action items for Ben or the project manager").owners == Names{"Ben Okafor", "Project Manager"});
  CHECK(fixture().read("Ben and Anna's action items").owners == Names{"Ben Okafor", "Anna Meyer"});
  CHECK(fixture().read("Action items for Ben, except Anna's").owners == Names{"Ben Okafor"});
  CHECK(fixture().read("Only Ben's action items").owners == Names{"Ben Okafor"});
  CHECK(fixture().read("List only Ben and Anna's action items").owners == Names{"Ben Okafor", "Anna Meyer"});
  CHECK(fixture().read("Just Ben's open tasks").owners == Names{"Ben Okafor"});
  CHECK(fixture().speakers("List only Ben's action items") == "Ben Okafor");
  CHECK(fixture().speakers("Only Ben and Anna's action items") == "Ben Okafor, Anna Meyer");
  CHECK(fixture().read("Action items from Ben").owners.empty());
  CHECK(fixture().read("List the action items from Ben's review").owners.empty());
  CHECK(fixture().read("List all action items that Anna gave to Ben").owners.empty());
  CHECK(fixture().read("Action items").owners.empty());
  CHECK(fixture().read("What are Ben's ideas?").owners.empty());
  CHECK(fixture().read("What did Ben promise?").owners.empty());  // no list: what he said counts as well
}

TEST_CASE("actions that do something, or that are asked about, are no list", "[question]") {
  for (const char* question :
       {"Ben's tasks wait for Anna's drawing", "Anna's actions surprised us", "Did Ben's actions cause the crash?",
        "Were Ben's actions of use?", "Tasks that take too long", "Actions speak louder than words",
        "Actions Ben should have taken", "Actions on Ben"}) {
    INFO(question);
    const auto reading = fixture().read(question);
    CHECK_FALSE(reading.lists);
    CHECK(reading.owners.empty());
  }
  using Names = std::vector<std::string>;
  for (const char* question :
       {"Ben's actions regarding the gasket", "Actions for Ben about the gasket", "Ben's tasks",
        "Ben's actions and decisions", "Tasks for Ben, please", "Actions by Ben", "Actions from Ben",
        "Ben's actions that are still open", "Ben's tasks from the kick-off"}) {
    INFO(question);
    const auto reading = fixture().read(question);
    CHECK(reading.lists);
    CHECK(reading.owners == Names{"Ben Okafor"});
  }
  CHECK(fixture().read("Actions for the project manager").owners == Names{"Project Manager"});
  CHECK(fixture().read("Actions that Anna does not own").not_owners == Names{"Anna Meyer"});
}

TEST_CASE("who is called like a month owns actions", "[question]") {
  const QuestionFixture two({{"one", {"May Lin", "Ben"}, "2026-05-13T10:00:00Z", "p", {MemoryType::action}}, {"two"}});
  for (const char* question : {"May's actions", "May's action items", "What are May's tasks?", "May Lin's actions"}) {
    INFO(question);
    CHECK(two.read(question).owners == std::vector<std::string>{"May Lin"});
    CHECK(two.time(question).empty());
  }
  CHECK(two.speakers("May's plans").empty());
}

TEST_CASE("a shorter name that can be nobody else's owns what the longer one does", "[question]") {
  using Names = std::vector<std::string>;
  const std::vector<MeetingSketch> two = {{"one", {"Ben", "Anna"}}, {"two", {"Ben Okafor"}}};
  CHECK(QuestionFixture(two).read("Action items for Ben Okafor").owners == Names{"Ben Okafor", "Ben"});
  auto three = two;
  three.push_back({"three", {"Ben Smith"}});
  CHECK(QuestionFixture(three).read("Action items for Ben Okafor").owners == Names{"Ben Okafor"});
}

}  // namespace
}  // namespace hebb
