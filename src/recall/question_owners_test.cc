// Whose actions a question asks for where it is asked in a sentence: "assigned to Ben", "which does Ben have", "what
// does Ben have to do?"
#include <catch2/catch_test_macros.hpp>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

constexpr auto& fixture = kick_off_budget_and_retro;
using Names = std::vector<std::string>;

TEST_CASE("whom actions are assigned to, and who has them, owns them", "[question]") {
  for (const char* question : {"Action items assigned to Ben",
                               "Action items owned by Ben",
                               "Open actions assigned to Ben",
                               "Tasks assigned to Ben Okafor",
                               "Action points for Ben",
                               "Action points assigned to Ben",
                               "Action items that are assigned to Ben",
                               "Action items still assigned to Ben",
                               "Action items that have been assigned to Ben",
                               "Which action items are assigned to Ben?",
                               "Which tasks are owned by Ben?",
                               "Which action items does Ben have?",
                               "Which action items does Ben own?",
                               "What action items does Ben have?",
                               "Which open tasks does Ben have?",
                               "What tasks does Ben own?",
                               "Which actions does Ben have from the kick-off?",
                               "Action items assigned to Ben from the kick-off",
                               "Action items assigned to Ben by Anna",
                               "Ben's to-dos",
                               "To-dos for Ben",
                               "To-dos assigned to Ben",
                               "Ben's next steps",
                               "Follow-ups for Ben"}) {
    INFO(question);
    const auto reading = fixture().read(question);
    CHECK(reading.owners == Names{"Ben Okafor"});
    CHECK(reading.types == std::vector<NamedType>{{.type = MemoryType::action, .standing = Standing::filter}});
    CHECK(reading.lists);
  }
  CHECK(fixture().read("Action items assigned to Ben and Anna").owners == Names{"Ben Okafor", "Anna Meyer"});
  CHECK(fixture().read("Action items assigned to the project manager").owners == Names{"Project Manager"});
  CHECK(fixture().read("Which action items do Anna and Ben have?").owners == Names{"Anna Meyer", "Ben Okafor"});
  CHECK(fixture().read("Which action items does the project manager have?").owners == Names{"Project Manager"});
  CHECK(fixture().read("Action items assigned to Ben about the launch").owners == Names{"Ben Okafor"});
  CHECK(fixture().read("Action items assigned to Ben, except Anna's").not_owners == Names{"Anna Meyer"});
}

TEST_CASE("who is named beside actions otherwise owns none", "[question]") {
  for (const char* question :
       {"Action items assigned by Ben", "Action items assigned to Ben's team", "Action items not assigned to Ben",
        "Action items assigned to the customers", "Which action items does Ben have to finish?",
        "Which action items does Ben like?", "Which action items did Ben have?", "Which ideas does Ben have?",
        "Which action items does the team have?", "What does Ben own?", "The office assigned to Ben",
        "Which tool is owned by Ben?", "Main points for Ben", "Were the tasks assigned to Ben of use?",
        "Why were the action items assigned to Anna's team?", "Does Ben have action items?",
        "Which action items does Ben not have?"}) {
    INFO(question);
    CHECK(fixture().read(question).owners.empty());
  }
}

TEST_CASE("what somebody has to do asks for the actions that are theirs", "[question]") {
  for (const char* question : {"What does Ben have to do?", "What does Ben need to do?", "What is Ben supposed to do?",
                               "what does ben need to do", "What does Ben have to do next?",
                               "What does Ben have to do by Friday?", "What does Ben need to do and when?"}) {
    INFO(question);
    const auto reading = fixture().read(question);
    CHECK(reading.owners == Names{"Ben Okafor"});
    CHECK(reading.lists);
    CHECK(reading.types.front().type == MemoryType::action);
  }
  const auto alone = fixture().read("What does Ben have to do?");
  CHECK(alone.types.front().standing == Standing::filter);
  CHECK(alone.wordless);
  const auto topic = fixture().read("What does Ben have to do about the gasket?");
  CHECK(topic.types.front().standing == Standing::prior);
  CHECK(topic.owners == Names{"Ben Okafor"});
  CHECK(topic.focus.contains("gasket"));
  CHECK(fixture().read("What does the project manager need to do?").owners == Names{"Project Manager"});
  CHECK(fixture().read("What do Anna and Ben have to do?").owners == Names{"Anna Meyer", "Ben Okafor"});
  CHECK(fixture().read("What are Anna and Ben supposed to do?").owners == Names{"Anna Meyer", "Ben Okafor"});
  for (const char* question :
       {"What does Ben have to do with the price?", "What does Ben need to do to ship?", "What did Ben have to do?",
        "Why does Ben have to do it?", "What does Ben have to say?", "What does the gasket have to do?",
        "What does Carla have to do?", "What do we have to do?", "What does Ben's gasket have to do?",
        "What does Ben need to do differently?", "Who has to do what?", "What was Ben supposed to do?"}) {
    INFO(question);
    const auto reading = fixture().read(question);
    CHECK(reading.owners.empty());
    CHECK_FALSE(reading.lists);
  }
}

}  // namespace
}  // namespace hebb
