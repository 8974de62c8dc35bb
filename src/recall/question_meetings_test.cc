// Which meetings a question names beside the verbs and bodies that look like a part of them.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

struct Case {
  std::string_view question;
  std::string_view read;
};

TEST_CASE("a verb's preposition before a meeting is no part of its mention", "[question]") {
  const QuestionFixture fixture({{"Battery and gasket review", {"A B"}},
                                 {"Halo 2 kick-off", {"A B"}},
                                 {"Project Apollo", {"A B"}},
                                 {"Retro", {"A B"}}});
  const auto [question, read] = GENERATE(values<Case>({
      {"What did we agree on in the Battery and gasket review?", "Battery and gasket review!"},
      {"What did we commit to in the Halo 2 kick-off?", "Halo 2 kick-off!"},
      {"What did we talk about in the Battery and gasket review?", "Battery and gasket review!"},
      {"What did we decide on in our Project Apollo?", "Project Apollo"},
      {"What did we agree on about the Battery and gasket review?", "Battery and gasket review"},
      {"What came of the Battery and gasket review?", "Battery and gasket review"},
      {"Any Battery and gasket review decisions?", "Battery and gasket review"},
      {"Who worked on Project Apollo?", "Project Apollo"},
  }));
  INFO(question);
  CHECK(fixture.meetings(question) == read);
}

TEST_CASE("a committee is a meeting where something leads to it as to one", "[question]") {
  const QuestionFixture fixture({{"Atlas steering committee", {"A B"}, "2026-03-02T10:00:00Z"},
                                 {"Atlas steering committee", {"A B"}, "2026-03-16T10:00:00Z"},
                                 {"Data committee", {"A B"}, "2026-03-20T10:00:00Z"},
                                 {"Steerco", {"A B"}, "2026-03-21T10:00:00Z"},
                                 {"All-hands", {"A B"}, "2026-03-22T10:00:00Z"}});
  const auto [question, read] = GENERATE(values<Case>({
      {"What was decided in the data committee?", "Data committee!"},
      {"What was said in the steering committee?", "Atlas steering committee, Atlas steering committee"},
      {"What was decided in the first steering committee?", "Atlas steering committee"},
      {"Action items from the last steering committee", "Atlas steering committee"},
      {"What was decided at the steerco?", "Steerco!"},
      {"What was said at the all-hands?", "All-hands!"},
      {"What did the data committee decide?", ""},
      {"What did we decide about the data committee?", ""},
      {"Who sits in the works committee?", ""},
      {"What will be said in the next data committee?", ""},
  }));
  INFO(question);
  CHECK(fixture.meetings(question) == read);
}

TEST_CASE("a list without a topic is of the only meeting that it is asked from, if that has any", "[question]") {
  const QuestionFixture fixture(
      {{"Customer call Meridian", {"Mark Hollis"}, "2026-03-18T10:00:00Z", "p", {MemoryType::action}},
       {"Sprint retro", {"Ben Okafor"}, "2026-03-20T10:00:00Z"},
       {"Steering committee north", {"Ben Okafor"}, "2026-03-21T10:00:00Z", "p", {MemoryType::action}},
       {"Steering committee south", {"Ben Okafor"}, "2026-03-22T10:00:00Z", "p", {MemoryType::action}}});
  const auto [question, read] = GENERATE(values<Case>({
      {"Action items from the customer call", "Customer call Meridian!"},
      {"Mark's open action items from the customer call", "Customer call Meridian!"},
      {"Action items from the last steering committee", "Steering committee south!"},
      {"Action items from the steering committee", "Steering committee north, Steering committee south"},
      {"Action items from the retro", "Sprint retro"},
      {"Action items about the launch from the customer call", "Customer call Meridian"},
      {"Action items about the customer call", ""},
      {"Action items for the customer call", "Customer call Meridian"},
      {"What is the status of the action items from the customer call?", "Customer call Meridian"},
      {"What was said in the customer call?", "Customer call Meridian"},
      {"Action items from the customer call and the retro", "Customer call Meridian"},
  }));
  INFO(question);
  CHECK(fixture.meetings(question) == read);
  CHECK(fixture.read("Action items from the customer call").notes.front() ==
        "\"from the customer call\" taken as Customer call Meridian: filter");
}

}  // namespace
}  // namespace hebb
