#include "extract/tasks.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>

namespace hebb {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr sys_days kWednesday{2026y / 11 / 25};

MeetingManner manner() {
  return {.members = {{"anna", "Anna Berg"},
                      {"berg", "Anna Berg"},
                      {"bob", "Bob"},
                      {"kim", ""},
                      {"jean-luc", "Jean-Luc Moreau"},
                      {"moreau", "Jean-Luc Moreau"},
                      {"designer", "Industrial Designer"},
                      {"user", "User Interface"},
                      {"interface", "User Interface"}}};
}

Task task(std::string_view text, const Uptake& uptake = {}) {
  return task_of(read(text), manner(), "Clara", kWednesday, uptake);
}

struct Example {
  std::string_view text;
  std::string_view owner;  // empty: unassigned
};

TEST_CASE("an owner is who the words say") {
  const auto [text, owner] = GENERATE(values<Example>({
      {"I'll send the drawings to the factory.", "Clara"},
      {"I'll send the drawings to the steering committee.", "Clara"},
      {"Okay, so I'm going to send Anna the contract.", "Clara"},
      {"I need to schedule the user test.", "Clara"},
      {"Anna will prepare the contract.", "Anna Berg"},
      {"Bob is going to send the figures.", "Bob"},
      {"Anna, could you email me the figures?", "Anna Berg"},
      {"Could you email me the figures, Bob?", "Bob"},
      {"Bob, you need to update the document.", "Bob"},
      {"Bob, you start on the shortlist on Monday.", "Bob"},
      {"Bob, you start on Monday, don't you?", ""},
      {"Bob, you take the stairs too often.", ""},
      {"Action item for Anna is the contract with the factory.", "Anna Berg"},
      {"Action item: Bob to send the figures.", "Bob"},
      {"Action: Bob renews the certificate.", "Bob"},
      {"Action for Anna: renew the certificate.", "Anna Berg"},
      {"Anna to prepare the contract.", "Anna Berg"},
      {"Let's have Anna prepare the contract.", "Anna Berg"},
      {"I'd like Anna to prepare the contract.", "Anna Berg"},
      {"Anna Berg is responsible for the contract.", "Anna Berg"},
      {"Jean-Luc will send the contract to the lawyers.", "Jean-Luc Moreau"},
      {"Jean-Luc, could you send me the contract?", "Jean-Luc Moreau"},
      {"Anna's going to send the draft by Friday.", "Anna Berg"},
      {"Anna'll send the draft by Friday.", "Anna Berg"},
      {"Bob is gonna send the draft by Friday.", "Bob"},
      {"bob's gonna send the draft by friday", "Bob"},
      {"Action: Anna's contract goes to legal by Friday.", ""},
      {"I'll prepare the contract and Bob will send it.", ""},
      {"Bob and I will send the draft by Friday.", ""},
      {"I think Anna Berg and I need to send the draft by Friday.", ""},
      {"I'll talk to Bob and I'll send the draft by Friday.", "Clara"},
      {"Me and Bob will send the draft by Friday.", ""},
      {"Just send it to me and Anna will forward it.", "Anna Berg"},
      {"Bob, together with Anna, will send the draft by Friday.", ""},
      {"Action: Anna and Bob to send the contract by Friday.", ""},
      {"Action: Anna Berg to send the contract to Bob and Clara.", "Anna Berg"},
      {"Anna and Bob will prepare the contract.", ""},
      {"Bob and Anna Berg will prepare the contract.", ""},
      {"We'll send the drawings to the factory.", ""},
      {"We need to schedule the user test.", ""},
      {"Could you email me the figures?", ""},
      {"Could you email the figures to Bob?", ""},
      {"She'll send it to the factory.", ""},
      {"Somebody will update the document.", ""},
      {"the berg will melt, so we need to send the drawings now", ""},
      {"bob will send the drawings to the factory", "Bob"},  // as speech recognition writes
      {"The User Interface Designer will send the drawings.", ""},
      {"The Industrial Designer will send the drawings.", "Industrial Designer"},
      {"I will send you a mail, okay?", "Clara"},
      {"I'm going to try to find that out.", "Clara"},
      {"Next time I'll send the agenda to all of you.", "Clara"},
      {"I'll send a message to the whole team.", "Clara"},
      {"Anna, you need to submit the form.", "Anna Berg"},
      {"Anna, you said you can do it, so you need to update the document.", "Anna Berg"},
      {"And I will do the minutes.", "Clara"},
      {"Kim will prepare the contract.", ""},  // two of that name
      {"Peter said that we will send it to Anna.", ""},
      {"Action: Anna/Bob to send the logo by Friday.", ""},
      {"Action: Anna Berg, Bob to send the logo by Friday.", ""},
      {"Action items: Anna Berg, Bob: send the logo by Friday.", ""},
      {"Action items: Bob / Anna Berg: send the logo by Friday.", ""},
      {"Action items: Bob & Anna: send the logo by Friday.", ""},
      {"Action items: Anna Berg: send Bob the logo by Friday.", "Anna Berg"},
      {"Action items: Bob: Anna Berg needs the logo by Friday.", "Bob"},
      {"Bob, Anna Berg will send you the logo by Monday.", "Anna Berg"},
      {"Instead of Bob, Will will present the results on Friday.", ""},
      {"Anna plus Bob will send the logo by Friday.", ""},
      {"Mark Berg will send the papers to the bank.", ""},  // not Anna Berg
      {"Then tell them Mark Berg needs to send the papers.", ""},
      {"Action: Anna Schmidt to send the form.", ""},
      {"Action: Anna Send the form by Friday.", "Anna Berg"},
      {"Then Berg will send the papers to the bank.", "Anna Berg"},
      {"Today Anna will send the papers to the bank.", "Anna Berg"},
      {"On Monday Anna will send the papers to the bank.", "Anna Berg"},
      {"In Berlin, Anna will send the papers to the bank.", "Anna Berg"},
      {"Dr. Anna Berg will send the papers to the bank.", "Anna Berg"},
      {"Thanks. Anna will send the papers to the bank.", "Anna Berg"},
      {"Hey Anna, can you send the contract by Friday?", "Anna Berg"},
      {"Hey Bob, can you send the contract by Friday?", "Bob"},
      {"Marvellous Bob, can you send the contract by Friday?", "Bob"},
      {"In Berlin Bob will send the papers to the bank.", "Bob"},
      {"Engineer Anna Berg will send the papers to the bank.", "Anna Berg"},
      {"For Acme Anna will send the papers to the bank.", "Anna Berg"},
      {"Mark Bob will send the papers to the bank.", ""},
      {"Our lawyer, Anna, will send the papers to the bank.", "Anna Berg"},
      {"Action: Anna B.: sign the form", "Anna Berg"},
      {"Action: Bob R.: sign the form", "Bob"},
      {"Action: Anna S.: sign the form", ""},
      {"Action: Bob: ask the owner Anna for the keys by Friday", "Bob"},
      {"Action item: ask Anna to send the logo, owner Bob.", "Bob"},
      {"Action item: remind Anna Berg to send the logo.", ""},
      {"Action item: send the logo (Owner: Anna Berg, Due: Monday)", "Anna Berg"},
      {"Action item: send the logo (Owner: Anna and Bob)", ""},
  }));
  INFO(text);
  CHECK(task(text).owner.value_or("") == owner);
}

TEST_CASE("owner and day are those of the sentence that takes the work on") {
  const auto both = task("Bob will be away on Monday. I'll send the contract by Friday.");
  CHECK(both.owner == "Clara");
  CHECK(both.due == sys_days(2026y / 11 / 27));
  CHECK_FALSE(task("I'm going to be out next week but as I said I will send the contract.").due);
  CHECK(task("By Friday I'll send the contract to them.").due == sys_days(2026y / 11 / 27));
  CHECK_FALSE(task("I'll send the contract. Friday is a holiday for the factory.").due);
  CHECK(task("Bob and I will send the contract by Friday.").due == sys_days(2026y / 11 / 27));
}

TEST_CASE("without the meeting's day no day is told, and nobody speaks for an unknown speaker") {
  const auto reading = read("I'll send the contract by Friday.");
  CHECK(task_of(reading, manner(), std::nullopt, std::nullopt) == Task{});
}

TEST_CASE("a status is told only where an action item's is stated") {
  CHECK(task("Action items for Anna: all of them are done.").status == TaskStatus::done);
  CHECK(task("One action item is to find a supplier, it is still open.").status == TaskStatus::open);
  CHECK(task("Action items for Anna: the tests are now completed.").status == TaskStatus::done);
  CHECK(task("Action items for Anna: she has completed all of them.").status == TaskStatus::done);
  CHECK(task("Action item for Bob: he's finished it.").status == TaskStatus::done);
  CHECK(task("Action items for Anna: after the review, all of them are done.").status == TaskStatus::done);
  CHECK_FALSE(task("Action item for Anna: tell us after it is done.").status);
  CHECK_FALSE(task("One action item is to have finished the slides by Friday.").status);
  CHECK_FALSE(task("Action items for Anna: they are not done.").status);
  CHECK_FALSE(task("Action item for Anna: get the migration done by Friday.").status);
  CHECK_FALSE(task("One action item is to get the finished slides to the client.").status);
  CHECK_FALSE(task("Action item for Anna: tell us when it is done.").status);
  CHECK_FALSE(task("I'll send it when the drawing is done.").status);
}

// Only the classifier takes these for actions.
TEST_CASE("of work that no cue tells, the first person and the one day are told") {
  CHECK(task("Monday is fine for the kiln, I can look in on my way.").owner == "Clara");
  CHECK(task("The kiln wants a new thermostat by Friday.").due == task("I'll send it by Friday.").due);
  CHECK_FALSE(task("The kiln wants a new thermostat by Friday.").owner);
  CHECK_FALSE(task("The kiln by Friday. The door by Monday.").due);
  CHECK_FALSE(task("The kiln by Friday and the door by Monday.").due);
  CHECK(task("The kiln holds to the end of the month, so the door goes out by Friday.").due ==
        task("I'll send it by Friday.").due);
  CHECK(task("The kiln wants a new thermostat.", {.promised_by = "Bob"}).owner == "Bob");
  CHECK(task("Kiln, thermostat, I can look in.", {.promised_by = "Bob"}).owner == "Clara");
  CHECK_FALSE(task("What about the kiln?", {.promised_by = "Bob"}).owner);
}

TEST_CASE("what states no work has no task") {
  CHECK(task("The meeting room on the third floor has a green door.") == Task{});
  CHECK(task("If I could I would paint it by Friday.") == Task{});
  CHECK(task("") == Task{});
}

TEST_CASE("who takes the work on owns it, unless the words name another") {
  const Uptake promised{.promised_by = "Ben", .accepted_by = "Ben", .nodded_by = "Ben"};
  const Uptake accepted{.accepted_by = "Ben", .nodded_by = "Ben"};
  const Uptake nodded{.nodded_by = "Bob"};
  CHECK(task("Can someone send the figures?", promised).owner == "Ben");
  CHECK(task("Can someone send the figures?", accepted).owner == "Ben");
  CHECK(task("We need to send the drawings to the factory.", promised).owner == "Ben");
  CHECK_FALSE(task("We need to send the drawings to the factory.", accepted).owner);  // "sure" agrees, no more
  CHECK(task("I'll send the drawings to the factory.", promised).owner == "Clara");
  CHECK(task("Anna, could you send me the figures?", promised).owner == "Anna Berg");
  CHECK(task("Bob, would you sound out the caterer?", nodded).owner == "Bob");
  CHECK(task("Bob, get on to the caterer about that, would you?", nodded).owner == "Bob");
  CHECK_FALSE(task("Would you sound out the caterer?", nodded).owner);
}

TEST_CASE("nobody comes to own the work of several or of others by a promise") {
  const Uptake promised{.promised_by = "Ben", .accepted_by = "Ben", .nodded_by = "Ben"};
  for (const std::string_view text :
       {"Anna and Bob will prepare the contract by Friday.", "Bob and I will send the draft by Friday.",
        "The notary has to send the deed by Friday.", "Tom to prepare the page by Friday."}) {
    INFO(text);
    CHECK_FALSE(task(text, promised).owner);
    CHECK(task(text, promised).due);
  }
  CHECK(task("Somebody has to send the deed by Friday.", promised).owner == "Ben");
  CHECK(task("The team has to send the deed by Friday.", {.taken_by = "Ben"}).owner == "Ben");
}

TEST_CASE("who refuses owns nothing, and who takes it over does") {
  const Uptake refused{.refused_by = {"Bob"}};
  CHECK_FALSE(task("Bob, could you send me the figures by Friday?", refused).owner);
  CHECK(task("Bob, could you send me the figures by Friday?", refused).due);
  CHECK_FALSE(task("Bob will send the figures by Friday.", refused).owner);
  CHECK(task("Anna will send the figures by Friday.", refused).owner == "Anna Berg");
  const Uptake taken{.promised_by = "Ben", .accepted_by = "Ben", .nodded_by = "Ben", .taken_by = "Ben"};
  CHECK(task("Bob, could you send me the figures by Friday?", taken).owner == "Ben");
  const Uptake nodded{.promised_by = "Ben", .accepted_by = "Bob", .nodded_by = "Bob", .taken_by = "Ben"};
  CHECK(task("Bob, could you send me the figures by Friday?", nodded).owner == "Bob");
  CHECK(task("Bob, could you send me the figures by Friday?", {.taken_by = "Ben", .willing = {"Bob"}}).owner == "Bob");
}

TEST_CASE("what was asked for is done where the answer says so") {
  CHECK(task("Bob, could you send me the figures by Friday?", {.done = true}).status == TaskStatus::done);
  CHECK_FALSE(task("I'll send the figures by Friday.", {.done = true}).status);
}

TEST_CASE("a day may be told in the sentence after the work") {
  CHECK(task("Anna, could you send me the figures? We need it by Friday.").due == sys_days(2026y / 11 / 27));
  CHECK_FALSE(task("Anna, could you send me the figures? They were printed on Friday.").due);
}

TEST_CASE("a labelled action is done where its label or its end says so") {
  CHECK(task("Next steps, done: Bob books the room").status == TaskStatus::done);
  CHECK(task("Next steps, done: Bob books the room").owner == "Bob");
  CHECK(task("Action items: Anna Berg: circulate the plan by Friday").owner == "Anna Berg");
  CHECK_FALSE(task("Action items: Anna Berg: circulate the plan by Friday").status);
  CHECK(task("Action: update the website - done").status == TaskStatus::done);
  CHECK_FALSE(task("Action: Bob to get the review done by Friday").status);
  CHECK_FALSE(task("Action: Bob to get the tests done.").status);
  CHECK_FALSE(task("Tasks not done: Bob books the room").status);
  CHECK(task("Action items, dropped: Bob: book the room").status == TaskStatus::dropped);
}

TEST_CASE("work that no cue tells has no day of what is told") {
  CHECK_FALSE(task("I'll remind everybody that the deadline is on Friday.").due);
  CHECK(task("It holds to the end of the month, so it goes out by Monday.").due == sys_days(2026y / 11 / 30));
}

TEST_CASE("who is asked may move the day") {
  const auto due = [](std::string_view reply, const std::string& by) {
    const Uptake uptake{.moved = other_day(read_sentence(reply)), .moved_by = by};
    const auto made = task("Bob, could you send the report by Friday?", uptake);
    CHECK(made.owner == "Bob");
    return made.due;
  };
  CHECK_FALSE(due("I can't do it before Monday.", "Bob"));
  CHECK(due("I can't do it before Thursday.", "Bob") == sys_days(2026y / 11 / 27));
  CHECK(due("I'm away on Friday, so Thursday.", "Bob") == sys_days(2026y / 11 / 26));
  CHECK(due("I can't do it before Monday.", "Anna Berg") == sys_days(2026y / 11 / 27));
}

}  // namespace
}  // namespace hebb
