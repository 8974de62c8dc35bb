#include "extract/actions.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "extract/meant.h"

namespace hebb {
namespace {

TEST_CASE("what is told of others, quoted, debated or generally wished is no action") {
  const auto text = GENERATE(
      "They will send you some information about the screens.", "And then what we're gonna do is send the disks.",
      "The way we're gonna send the data is by mail.", "I have to remind my colleague of the five billion.",
      "Can the Minister of Health please update the figures?", "We have to take care of our children also.",
      "We know that we will work on it as a country.", "They should contact their local authority for support.",
      "So we have to fill in the numbers of the components.", "And ask them \"would you please mail the form\" then.",
      "We'll find out when we get there on Monday morning.", "Next time we'll discuss the buttons again.",
      "I'll get back to my slides then.", "That may be something for Bob to look into.",
      "One less action item that we have on the list.",
      "If you are unable to rejoin, please contact our technical support team.",
      "I will remind you that the members should mute their phones.", "We need to send a really clear message to them.",
      "You have to install first Tcl and then the library.", "I'll be careful next time I need to send an essay.",
      "And then I have to prepare uh I have to defend our design.",
      "When you stay in it that is good, when you don't stay in it you have to redesign.",
      "There was a query with phrases like action item to find them.");
  INFO(text);
  const auto reading = read(text);
  for (const auto& sentence : reading.sentences) CHECK(action_of(sentence, {}).score < 0.5F);
}

TEST_CASE("what is denied, doubted or said by others is no action") {
  const auto text = GENERATE(
      "Neither Anna nor Carla will prepare the slides by Friday.", "It's not true that I will send them by Friday.",
      "I doubt very much that I will send the samples by Friday.", "I will hardly be able to send it by Friday.",
      "My boss says I'll send the deck by Friday and he never asks me.", "I'll not send the contract by Friday.",
      "Last year I said I'll send the cards by Friday, and I forgot them.",
      "Carla told the client that I will send the samples by Friday, which is wrong.",
      "He told me that I will send the samples by Friday.", "Please don't send the contract by Friday.",
      "People keep saying that I'll send the samples by Friday.", "I no longer need to prepare the report by Friday.",
      "When a customer calls, I'll send them the brochure.", "Normally I'll prepare the list on Fridays.",
      "I'll send the link in the chat.");
  INFO(text);
  const MeetingManner manner{.members = {{"anna", "Anna"}, {"carla", "Carla"}}};
  const auto reading = read(text);
  CHECK(action_of(reading.sentences.front(), manner).score == 0);
  CHECK((takes_back(reading.sentences.front()) || reading.sentences.front().words.front() == "neither"));
}

TEST_CASE("what one said oneself, or is bound to by others, is meant") {
  const auto text = GENERATE(
      "I told Carla that I'll send the samples by Friday.", "As I said, I'll send it by Friday.",
      "When the draft is ready, I'll send it to the client.", "I said I'll send the samples by Friday and I will.",
      "Please don't forget to send it.", "I'm not done with it but I'll send the samples by Friday.",
      "My boss says I have to send the deck by Friday.", "My calendar says I'll call the bank by Friday.",
      "The letter says I'll have to send the form by Friday.", "I'll fix the chat window by Friday.",
      "I usually forget it, but I'll send the report by Friday.",
      "When people are back on Monday, I'll send them the survey.",
      "I just want to say I'll send the samples by Friday.");
  INFO(text);
  const auto reading = read(text);
  CHECK(action_of(reading.sentences.front(), {}).score > 0.5F);
  CHECK_FALSE(takes_back(reading.sentences.front()));
}

TEST_CASE("a talk with others is no farewell") {
  CHECK(is_farewell(read("I'll talk to you soon.").sentences.front()));
  CHECK_FALSE(is_farewell(read("I'll talk to Tom and Rita tomorrow and come back to you.").sentences.front()));
}

}  // namespace
}  // namespace hebb
