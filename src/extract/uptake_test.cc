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

// What Ben's reply makes of work that Anna asks for.
Uptake asked(std::string_view work, std::string_view reply) {
  std::vector<Statement> said(2);
  said[0] = {.text = std::string(work), .own_bytes = work.size(), .speaker = "Anna"};
  said[1] = {.text = std::string(reply), .first_turn = 1, .last_turn = 1, .speaker = "Ben"};
  return uptake_of(said, std::vector{read(said[0].text), read(said[1].text)}, 0);
}

TEST_CASE("a promise is of what was asked, not of some other work", "[extract]") {
  constexpr std::string_view kWork = "We need to send the tender documents by Friday.";
  for (const std::string_view reply :
       {"I'll send them tomorrow.", "Okay, I'll send the documents this afternoon.", "I'll take care of that tonight.",
        "I'll do it after lunch.", "I will.", "I'll try to send the tender off tomorrow.", "Sure, I'll ask the notary.",
        "I'll send you the documents.", "I'll find out what it costs."}) {
    INFO(reply);
    CHECK(asked(kWork, reply).promised_by == "Ben");
  }
  for (const std::string_view reply :
       {"I'll get myself a coffee, sorry.", "I'll make another coffee for everybody.", "I'll call my doctor tomorrow.",
        "I'll send Paul the photos of the party.", "I'll send the newsletter tomorrow.", "I'll send them the photos.",
        "I will be in Hamburg for the whole week."}) {
    INFO(reply);
    CHECK_FALSE(asked(kWork, reply).promised_by);
    CHECK_FALSE(asked(kWork, reply).accepted_by);
    CHECK(asked(kWork, reply).promised);
  }
  CHECK(asked("Could you talk to Radhaus?", "I'll call Martin at Radhaus and ask what they'd list it at.").promised_by);
}

TEST_CASE("an answer may say that the work is done", "[extract]") {
  for (const std::string_view reply :
       {"I already did.", "Paul did that yesterday.", "Already sent.", "No, I did it last week.",
        "I sent it this morning.", "That's done.", "Done already."})
    CHECK(asked("Ben, can you send the deck by Friday?", reply).done);
  for (const std::string_view reply :
       {"I already started with it.", "Did that work last time?", "I did that wrong last time.", "I'll do that.",
        "I never did that.", "That's done by Rita.", "They sent it with the wrong price.",
        "I sent it to the wrong man."})
    CHECK_FALSE(asked("Ben, can you send the deck by Friday?", reply).done);
}

TEST_CASE("who is asked may refuse, and another take it on", "[extract]") {
  constexpr std::string_view kWork = "Ben, can you send the deck by Friday?";
  for (const std::string_view reply : {"No way, I'm sorry about that.", "I'm sorry, I won't be able to this week.",
                                       "I'm afraid I'm on leave until the 20th.", "No, that's Rita's job.",
                                       "I'd rather not do it again.", "I'm sorry."})
    CHECK(asked(kWork, reply).refused_by == std::vector<std::string>{"Ben"});
  for (const std::string_view reply : {"Not before Thursday, but yes.", "Sorry, I was on mute, yes, I can.",
                                       "I can't today but I'll send it tomorrow.", "No problem at all.",
                                       "Which deck do you mean?", "No worries, I'll do it."})
    CHECK(asked(kWork, reply).refused_by.empty());
  std::vector<Statement> said(2);
  said[0] = {.text = std::string(kWork), .own_bytes = kWork.size(), .speaker = "Anna"};
  said[0].replies = {{"Ben", "I can't, sorry."}, {"Clara", "I'll take it."}};
  said[1] = {.text = "I'm sorry, I won't be able to.", .first_turn = 1, .last_turn = 2, .speaker = "Ben"};
  const auto taken = [&] { return uptake_of(said, std::vector{read(said[0].text), read(said[1].text)}, 0).taken_by; };
  CHECK(taken() == "Clara");
  said[1].replies = {said[0].replies.back()};
  said[0].replies.clear();
  CHECK(taken() == "Clara");
  said[1].replies.front().text = "I'll take that as a no.";
  CHECK_FALSE(taken());
}

TEST_CASE("an answer to a later sentence is none to the work before it", "[extract]") {
  const Uptake all{.taken_by = "Ben", .refused_by = {"Rita"}, .done = true};
  for (const std::string_view text :
       {"Anna will send the deck by Friday. Ben, can you book the hall?", "Rita, please send the flyer. Any questions?",
        "Rita, please send the flyer. Did you call the bank?", "Rita, please send the flyer. Paul prints it."}) {
    INFO(text);
    const auto heard = uptake_by(all, read(text), 0);
    CHECK_FALSE(heard.taken_by);
    CHECK(heard.refused_by.empty());
    CHECK_FALSE(heard.done);
  }
  for (const std::string_view text : {"Rita, please send the flyer. I need it soon.", "Rita, please send it. Thanks!"})
    CHECK(uptake_by(all, read(text), 0).taken_by == "Ben");
}

TEST_CASE("a second sentence may state work of its own") {
  const Uptake all{.taken_by = "Ben", .refused_by = {"Rita"}};
  for (const std::string_view text :
       {"Clara will prepare the slides by Thursday. Then we have to print them.",
        "Clara, please send the contract. We also need it translated.",
        "Clara, please update the price list. We should also tell the resellers about it.",
        "Clara, please clean up the list. Then we can import it into the shop.",
        "Clara, please send the list. And it has to be printed.", "Clara, please send the list. We need it translated.",
        "Clara, please send the list. We have it printed too.", "Clara, please send the list. We'll print it."}) {
    INFO(text);
    const auto heard = uptake_by(all, read(text), 0);
    CHECK_FALSE(heard.taken_by);
    CHECK(heard.refused_by.empty());
  }
  for (const std::string_view text :
       {"Could you ask them? I need it soon.", "Could you ask them? And we need it by Friday.",
        "Could you send it? I need to have it by Friday.", "Could you send it? We need it done this week.",
        "Could you send it? They're waiting for it.", "Could you send it? I'll need it by Friday.",
        "Could you send it? And thanks.", "Could you send it? Then they have it for the weekend.",
        "Could you send it? It has to be there by Friday.", "Could you send it? Then I'll print it.",
        "Could you send it? And I can look at it then.", "Could you send it? It should also go to the bank.",
        "Could you send it? You have to send it by noon."}) {
    INFO(text);
    CHECK(uptake_by(all, read(text), 0).taken_by == "Ben");
  }
}

TEST_CASE("who is asked may name another day") {
  constexpr std::string_view kWork = "Ben, could you send the report by Friday?";
  const auto heard = asked(kWork, "I can't do it before Monday.");
  CHECK(heard.refused_by.empty());
  CHECK(heard.moved_by == "Ben");
  CHECK_FALSE(asked(kWork, "I'll do that.").moved);
  CHECK_FALSE(uptake_by(heard, read("Ben, could you send it by Friday? We also need it translated."), 0).moved);
  CHECK(asked("Ben, could you send it by Friday, or is that too tight?", "No, not at all.").refused_by.empty());
  std::vector<Statement> said(2);  // then another may take it on
  said[0] = {.text = std::string(kWork), .own_bytes = kWork.size(), .speaker = "Anna"};
  said[1] = {.text = "I can't do it before Monday.", .first_turn = 1, .last_turn = 2, .speaker = "Ben"};
  said[1].replies = {{"Clara", "I'll do it then."}};
  const auto taken = uptake_of(said, std::vector{read(said[0].text), read(said[1].text)}, 0);
  CHECK(taken.taken_by == "Clara");
  CHECK(taken.moved_by == "Ben");
}

TEST_CASE("who takes on something else takes nothing over", "[extract]") {
  constexpr std::string_view kWork = "Paul, can you send the deck by Friday?";
  for (const std::string_view reply :
       {"I'll take that into account.", "I'll take it from there.", "I'll take this to the board.",
        "I'll take it off the agenda.", "I'll do this for the annex too.", "I'll do this week's figures.",
        "I'll do that next time.", "I'll do that with Paul.", "I'll take this chance.", "I'm on it too.",
        "I can take it if he's busy."}) {
    INFO(reply);
    CHECK_FALSE(asked(kWork, reply).taken_by);
  }
  for (const std::string_view reply : {"I'll do that.", "I'll take it, Paul.", "Okay, I'll do it tomorrow.",
                                       "I'll do that for you.", "I'll take it over then.", "I'll do it by Friday."}) {
    INFO(reply);
    CHECK(asked(kWork, reply).taken_by == "Ben");
  }
}

TEST_CASE("a reply that says yes in words of a no refuses nothing", "[extract]") {
  for (const std::string_view reply :
       {"I won't forget.", "I won't let you down.", "I can't wait.", "No, happy to.", "No, it's fine.", "No issue.",
        "No trouble.", "No sweat.", "No, no, I've got it.", "Nah, fine, will do.",
        "I can't today, but tomorrow is fine.", "Yes, unfortunately I have to.", "I'm afraid I must.",
        "Yes, I'm away today but back tomorrow.", "Unfortunately not before five.", "I can't hear you."}) {
    INFO(reply);
    CHECK(asked("Ben, can you send the deck by Friday?", reply).refused_by.empty());
  }
  for (const std::string_view reply : {"No.", "No, sorry.", "No, I can't.", "I can't, sorry.", "I can't this week.",
                                       "I cannot do that.", "Unfortunately I can't.", "I'm afraid not.", "I won't."}) {
    INFO(reply);
    CHECK(asked("Ben, can you send the deck by Friday?", reply).refused_by.size() == 1);
  }
}

TEST_CASE("who refused may take it on after all", "[extract]") {
  std::vector<Statement> said(1);
  said[0] = {.text = "Ben, can you send the deck by Friday?", .speaker = "Anna"};
  said[0].replies = {{"Ben", "I can't."}, {"Ben", "Okay, I will."}};
  CHECK(uptake_of(said, std::vector{read(said[0].text)}, 0).refused_by.empty());
  said[0].replies = {{"Rita", "I can take it."}, {"Ben", "I'll do it."}};
  CHECK(uptake_of(said, std::vector{read(said[0].text)}, 0).willing == std::vector<std::string>{"Rita", "Ben"});
}

TEST_CASE("a promise of what was asked may have any verb and a word between", "[extract]") {
  CHECK(asked("Can someone order the chairs by Friday?", "I will order them.").promised_by == "Ben");
  CHECK(asked("Can someone pay the rent by Friday?", "I will pay it.").promised_by == "Ben");
  CHECK(asked("Can someone send the deck?", "I will certainly send it.").promised_by == "Ben");
  CHECK(asked("Can someone book the hotel by Friday?", "I'll book the rooms.").promised_by == "Ben");
  CHECK(asked("Can someone write to the landlord?", "I'll write a letter.").promised_by == "Ben");
  CHECK(asked("Can someone prepare the slides?", "I'll make a first version.").promised_by == "Ben");
  CHECK(asked("Can someone send the report?", "I'll send the final version.").promised_by == "Ben");
  CHECK_FALSE(asked("Can someone send the report?", "I will leave it to Tom.").promised_by);
}

TEST_CASE("work done in part, long ago or by nobody is not done", "[extract]") {
  for (const std::string_view reply :
       {"I already did half of it, I'll finish it tomorrow.", "I already sent the first page.",
        "We finished it on Monday, I just need to send it.", "We finished them, but Carla has to check them.",
        "I sent it on to legal.", "I finished it yesterday, will send it tomorrow.", "I will, Paul already did his.",
        "I did it last year.", "Nobody did that before, but okay."}) {
    INFO(reply);
    CHECK_FALSE(asked("Ben, can you send the deck by Friday?", reply).done);
  }
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
