#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

struct Asked {
  std::string_view question;
  std::string_view read;
};

const QuestionFixture& office() {
  static const QuestionFixture fixture({
      {"Kick-off", {"Ben Okafor", "Carla Ruiz"}, "2026-03-02T10:00:00Z"},
      {"Retro", {"Ben Okafor"}, "2026-05-11T10:00:00Z"},
      {"Weekly sync", {"Carla Ruiz"}, "2026-05-13T10:00:00Z"},
  });
  return fixture;
}

TEST_CASE("what is open of a meeting's list is a filter, what became of it is not", "[question]") {
  const auto [question, read] = GENERATE(values<Asked>({
      {"Which action items from the kick-off are still open?", "Kick-off!"},
      {"Which of the action items from the kick-off are not done yet?", "Kick-off!"},
      {"How many action items from the kick-off are still open?", "Kick-off!"},
      {"which tasks from the kick-off are still open for ben?", "Kick-off!"},
      {"What action items from the kick-off has Ben not done yet?", "Kick-off!"},
      {"Show me all the action items from the kick-off that are still open", "Kick-off!"},
      {"List Ben's still open action items from the kick-off", "Kick-off!"},
      {"What are the tasks from the kick-off that are not done?", "Kick-off!"},
      {"Are the action items from the kick-off still open?", "Kick-off!"},
      {"What is still open from the kick-off?", "Kick-off!"},
      {"What action items are still open from the kick-off?", "Kick-off!"},
      {"Which action items from the kick-off are still open today?", "Kick-off!"},
      {"Which action items from the kick-off are still unfinished?", "Kick-off!"},
      {"Which action items from the kick-off are still to be done by Ben?", "Kick-off!"},
      {"Which action items from the kick-off have we still not done?", "Kick-off!"},
      {"Which action items from the kick-off are still open and who owns them?", "Kick-off!"},
      {"Which action items from the kick-off are still open and by when?", "Kick-off!"},
      {"Which action items from the kick-off were still open last week?", "Kick-off"},
      {"Which action items from the kick-off are still open since last week?", "Kick-off!"},
      {"What action items are there from the kick-off that are not done?", "Kick-off!"},
      {"Are there action items from the kick-off that nobody has done yet?", "Kick-off!"},
      {"Which action items from the kick-off are still open and who changed them?", "Kick-off"},
      {"What is the status of the action items from the kick-off?", "Kick-off"},
      {"What changed in the action items from the kick-off?", "Kick-off"},
      {"What became of the action items from the kick-off?", "Kick-off"},
      {"How is the progress on the action items from the kick-off?", "Kick-off"},
      {"Who is still working on the action items from the kick-off?", "Kick-off"},
      {"What was decided on the launch after the action items from the kick-off?", "Kick-off"},
      {"Which action items from the kick-off were changed in the retro?", "Kick-off, Retro"},
      {"List the action items from the kick-off. Has the price changed since?", "Kick-off"},
  }));
  INFO(question);
  CHECK(office().meetings(question) == read);
}

TEST_CASE("whose a list is and what it is about may stand before its meeting", "[question]") {
  const auto [question, read] = GENERATE(values<Asked>({
      {"Ben's action items from the kick-off", "Kick-off!"},
      {"Ben's open action items from the kick-off", "Kick-off!"},
      {"What are Ben Okafor's action items from the kick-off?", "Kick-off!"},
      {"Action items for Ben from the kick-off", "Kick-off!"},
      {"Action items assigned to Ben from the kick-off", "Kick-off!"},
      {"List all decisions about the launch from the kick-off", "Kick-off!"},
      {"List action items from the kick-off and from the retro", "Kick-off!, Retro!"},
      {"What did we decide in the kick-off and what in the retro?", "Kick-off!, Retro!"},
      {"What did we decide in the kick-off and what did Ben say in the retro?", "Kick-off!, Retro!"},
      {"What did we decide in the kick-off and what was said in the retro?", "Kick-off!, Retro!"},
      {"What did we say about the contract problem from the kick-off?", "Kick-off"},
      {"List all decisions about the issue raised in the kick-off", "Kick-off"},
      {"List all decisions about the contract problem from the kick-off", "Kick-off"},
      {"List all risks about the proposal from the kick-off", "Kick-off"},
      {"What are the concerns about the plan from the kick-off?", "Kick-off"},
      {"Which action items about the problem from the kick-off are still open?", "Kick-off"},
      {"What are the concerns about the price from the kick-off?", "Kick-off!"},
      {"Who decided on Ben's proposal from the kick-off?", "Kick-off"},
      {"What do we do about Ben's action items from the kick-off?", "Kick-off"},
  }));
  INFO(question);
  CHECK(office().meetings(question) == read);
}

TEST_CASE("what is told has many words", "[question]") {
  const auto [question, read] = GENERATE(values<Asked>({
      {"Who spoke about the launch in the kick-off?", "Kick-off!"},
      {"What complaints were there in the retro?", "Retro!"},
      {"What price was set in the weekly sync?", "Weekly sync!"},
      {"Which date was set in the weekly sync?", "Weekly sync!"},
      {"Why was Carla against it in the weekly sync?", "Weekly sync!"},
      {"What did Ben volunteer for in the kick-off?", "Kick-off!"},
      {"Who volunteered in the kick-off?", "Kick-off!"},
      {"What were the results of the survey in the retro?", "Retro!"},
      {"Was Carla against the price in the kick-off?", "Kick-off!"},
      {"Did Ben mention the date in the kick-off?", "Kick-off!"},
      {"Is the price set in the kick-off right?", "Kick-off"},
      {"Did Ben keep the date set in the kick-off?", "Kick-off"},
      {"Where is the complaint from the retro written down?", "Retro"},
  }));
  INFO(question);
  CHECK(office().meetings(question) == read);
}

}  // namespace
}  // namespace hebb
