#include "extract/uptake.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>
#include <vector>

namespace hebb {
namespace {

// What Ben's reply makes of what Anna said in the turn before.
Uptake uptake(std::string_view reply, bool of_few_words, std::uint32_t turn = 1) {
  std::vector<Statement> said(2);
  said[0] = {.text = "Let's go with the yellow case.", .speaker = "Anna"};
  said[1] = {.text = "The factory is in the north.", .first_turn = turn, .last_turn = turn, .speaker = "Ben"};
  if (of_few_words)
    said[0].replies.push_back({"Ben", std::string(reply)});
  else
    said[1].text = reply;
  return uptake_of(said, std::vector{read(said[0].text), read(said[1].text)}, 0);
}

TEST_CASE("a reply consents by the words that open it", "[extract]") {
  const bool of_few_words = GENERATE(true, false);
  for (const std::string_view reply : {"Agreed.", "Yeah, sounds good.", "Okay, let's do that.", "Fine by me, then."})
    CHECK(uptake(reply, of_few_words).agreed);
  for (const std::string_view reply :
       {"Yeah.", "I agree, but it costs more.", "No, I don't agree.", "Sounds good?",
        "The old one sounds good as well, I thought.", "", "That works against what we promised.",
        "Sounds good in theory, the money is gone.", "Definitely the wrong moment."})
    CHECK_FALSE(uptake(reply, of_few_words).agreed);
}

TEST_CASE("a reply takes work on", "[extract]") {
  CHECK(uptake("I'll do that.", true).promised_by == "Ben");
  CHECK(uptake("Yes, I can do that for you.", false).accepted_by == "Ben");
  CHECK(uptake("Sure.", true).accepted_by == "Ben");
  CHECK(uptake("No problem.", true).accepted_by == "Ben");
  CHECK_FALSE(uptake("Sure.", true).promised_by);
  CHECK_FALSE(uptake("Not sure.", true).accepted_by);
  CHECK_FALSE(uptake("Sure, but who pays?", true).accepted_by);
  CHECK(uptake("Sure, I'll ask what they need.", false).promised_by == "Ben");
  CHECK(uptake("Not a problem, I'll do it.", false).promised_by == "Ben");
  CHECK_FALSE(uptake("I'll be on holiday all of June.", false).promised_by);
  CHECK_FALSE(uptake("I'll leave that to Tom.", true).promised_by);
  CHECK_FALSE(uptake("I will not do that.", true).promised_by);
}

TEST_CASE("a yes is a nod, and neither consent nor a promise", "[extract]") {
  CHECK(uptake("Yes.", true).nodded_by == "Ben");
  CHECK_FALSE(uptake("Yes.", true).accepted_by);
  CHECK_FALSE(uptake("Yes.", true).agreed);
  CHECK(uptake("Sure, yes, I'll do that.", false).promised_by == "Ben");
}

TEST_CASE("a reply answers the last sentence, and a request one before it", "[extract]") {
  const Uptake all{.agreed = true, .promised_by = "Ben"};
  const auto reading = read("Let's look. Could you ask them? I need it soon.");
  CHECK(uptake_by(all, reading, 2).agreed);
  CHECK_FALSE(uptake_by(all, reading, 1).agreed);
  CHECK(uptake_by(all, reading, 1).promised_by == "Ben");
  CHECK_FALSE(uptake_by(all, reading, 0).promised_by);
}

TEST_CASE("what one says oneself or much later is no reply", "[extract]") {
  CHECK(uptake("Agreed, the yellow one.", false, 3).agreed);
  CHECK_FALSE(uptake("Agreed, the yellow one.", false, 4).agreed);
  std::vector<Statement> said(2);
  said[0] = {.text = "Let's go with the yellow case.", .speaker = "Anna"};
  said[1] = {.text = "Agreed, the yellow one.", .first_turn = 1, .last_turn = 1, .speaker = "Anna"};
  CHECK_FALSE(uptake_of(said, std::vector{read(said[0].text), read(said[1].text)}, 0).agreed);
}

TEST_CASE("who objects takes back what another agreed to", "[extract]") {
  std::vector<Statement> said(1);
  said[0] = {.text = "Let's go with the yellow case.", .speaker = "Anna"};
  said[0].replies = {{"Ben", "Agreed."}, {"Clara", "No."}};
  CHECK_FALSE(uptake_of(said, std::vector{read(said[0].text)}, 0).agreed);
}

}  // namespace
}  // namespace hebb
