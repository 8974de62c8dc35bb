#include "extract/matter_days.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>

#include "extract/due.h"
#include "text/normalise.h"

namespace hebb {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr sys_days kTuesday{2026y / 9 / 8};
constexpr sys_days kWednesday{2026y / 9 / 9};
constexpr sys_days kFriday{2026y / 9 / 11};
constexpr sys_days kMonday{2026y / 9 / 14};

std::optional<sys_days> due(std::string_view text) {
  return due_day(words_of(text), kTuesday);
}

TEST_CASE("the day of a past event is no term, whoever its subject is") {
  const auto text = GENERATE(
      "I'll look at the draft Ben sent on Monday and send you comments.", "I'll pay the invoice Ben got on the 3rd.",
      "I'll check the contract the lawyer sent on Friday.",
      "I'll have a look at the contract the lawyer sent on Friday.",
      "I'll send round the minutes Tom wrote on Thursday.", "I'll answer the email the client sent us on Friday.",
      "I'll write up what he agreed with them on Monday.", "I'll write up what we agreed with the bank on Monday.",
      "I'll check everything Tom wrote on Thursday.", "Done, I did that on Friday.",
      "I'll forward the offer they sent to us on Friday.", "I want to read the draft Ben sent on Monday.");
  INFO(text);
  CHECK_FALSE(due(text));
  CHECK(due(std::string(text) + " I'll do it by Monday.") == kMonday);
}

TEST_CASE("what is to be done on a day is no past event") {
  const auto text = GENERATE(
      "I'll have the contract signed on Friday.", "I'll have the final contract signed on Friday.",
      "We need the new price list printed on Friday.", "I'd like the new page launched on Friday.",
      "I'll make sure the contract is signed on Friday.", "The new page will finally be launched on Friday.",
      "Draft finished on Friday.", "I'll get them fixed on Friday.", "We agreed that on Friday Ben sends the draft.",
      "I'll paint the old garden shed on Friday.", "I'll send the first two hundred on Friday.",
      "I'll discuss it with them on Friday.", "I'll show it to them on Friday.", "We decided to launch on Friday.",
      "I'll send the draft to Fred on Friday.", "I'll send them the draft on Friday.",
      "It would be great if you sent it on Friday.", "I'd rather you sent them on Friday.", "They wanted it on Friday.",
      "Please send the report the client wanted on Friday.", "I'll have it signed with the notary on Friday.",
      "I'd be glad if Ben sent it on Friday.", "I'll present the results we got from the survey on Friday.");
  INFO(text);
  CHECK(due(text) == kFriday);
}

TEST_CASE("the day for which something is booked is no term") {
  const auto text =
      GENERATE("Could you book the restaurant for the 15th of October?", "Could you book the flights for October 12th?",
               "I'll schedule the call for Thursday.", "I'll set up a meeting for Monday.",
               "I'll set up a call with the bank for Monday next week.", "I'll arrange a visit on the 24th.",
               "Please book the flight and the hotel for Friday.", "I'll book the hotel on Friday.",
               "I'll send the invitations for the party on the 26th.", "I'll send the invitation for Monday.",
               "I'll book the room for tomorrow.", "Ben, invite the supplier for Thursday.");
  INFO(text);
  CHECK_FALSE(due(text));
  CHECK(names_due_day(words_of(text)));
}

TEST_CASE("booking by a day, and other work on it, has that day") {
  const auto text = GENERATE(
      "I'll have it ready for Friday.", "I'll book it by Friday.", "I'll book the restaurant for the 15th by Friday.",
      "I'll send the invitations on Friday.", "I'll set up the test server on Friday.",
      "I'll set up the conference room on Friday.", "I'll make sure the new brochure gets printed on Friday.",
      "I'll send the project schedule on Friday.", "I'll finish the book on Friday.",
      "I'll book the hotel and send the bill on Friday.", "I'll book it, I'll do it on Friday.",
      "I'll write the schedule for Friday.", "I'll send the invite on Friday.", "I'll prepare the slides for Friday.");
  INFO(text);
  CHECK(due(text) == kFriday);
}

TEST_CASE("a day that is told to somebody is no term") {
  const auto text = GENERATE("I'll email the customers that we're closed on Friday.",
                             "I'll let everybody know that the office is closed on Friday.",
                             "I'll remind everybody that the deadline is on Friday.");
  INFO(text);
  CHECK_FALSE(due(text));
  const auto of_the_work =
      GENERATE("I'll make sure that it is sent on Friday.", "I'll tell them that on Friday.",
               "I'll tell them on Friday that we're closed.", "I'll email Ben to make sure that it's sent on Friday.",
               "I'll tell them that we're closed and send the list on Friday.",
               "I'll send the email that we agreed on to Ben on Friday.", "I'll tell Ben that we need it by Friday.",
               "I'll let you know by Friday that we're closed on Monday.", "I'll let them know on Friday.");
  INFO(of_the_work);
  CHECK(due(of_the_work) == kFriday);
  CHECK(due("I'll tell them that we accept tomorrow.") == kWednesday);
}

}  // namespace
}  // namespace hebb
