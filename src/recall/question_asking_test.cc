// Which words of a question are but its frame, and when none is left to search for.
#include <catch2/catch_test_macros.hpp>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

constexpr auto& fixture = kick_off_budget_and_retro;

TEST_CASE("frames of a question about actions are no topic", "[question]") {
  for (const char* question : {"What are the to-dos?", "Ben's to-dos", "To-dos for Ben", "What is Ben supposed to do?",
                               "What does Ben need to do?", "Action points for Ben"}) {
    INFO(question);
    CHECK(fixture().read(question).wordless);
  }
  // Who answers may say these.
  for (const char* question : {"What is Ben responsible for?", "What did Ben volunteer for?",
                               "What is Ben in charge of?", "Ben's next steps", "What are the next steps?"}) {
    INFO(question);
    CHECK(fixture().read(question).fell_back);
    CHECK_FALSE(fixture().read(question).wordless);
  }
  for (const char* question :
       {"Who is responsible for the gasket?", "Is Ben responsible for the gasket?", "What did Ben say about to-dos?",
        "Did Ben volunteer for the fair?", "What did Ben think of the next steps for the gasket?"}) {
    INFO(question);
    CHECK_FALSE(fixture().read(question).fell_back);
  }
}

TEST_CASE("no word is searched for where a question only names whom, what or when", "[question]") {
  for (const char* question :
       {"What did Anna say?", "What did Anna want?", "What did Anna say yesterday?", "Action items from the kick-off",
        "What was said in the retro?", "Summarise Anna's views", "List all decisions", "What does Ben have to do?"}) {
    INFO(question);
    CHECK(fixture().read(question).wordless);
  }
  for (const char* question :
       {"What did Anna say about her proposal?", "What did Anna say about the price?", "Summarise the whole meeting.",
        "What did they say?", "What was said in the last meeting?", "Summarise the kick-off",
        "Which issue did Anna raise in the kick-off?", "What did Ben decide in August?", "battery life", "",
        "What was decided yesterday?", "What did Anna suggest?", "When did Ben speak?"}) {
    INFO(question);
    CHECK_FALSE(fixture().read(question).wordless);
  }
}

}  // namespace
}  // namespace hebb
