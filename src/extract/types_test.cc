#include "extract/types.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace hebb {
namespace {

// By the cues alone.
MemoryType type(std::string_view text) {
  return type_of(read(text), {.members = {{"anna", "Anna"}}}).type;
}

// Where the classifier says that it is an idea with that probability.
MemoryType type_scored(std::string_view text, float idea) {
  const auto reading = read(text);
  UtteranceScores scores;
  scores.of[static_cast<std::size_t>(UtteranceClass::idea)] = idea;
  return type_of(reading, {}, std::vector(reading.sentences.size(), scores)).type;
}

struct Example {
  MemoryType type;
  std::string_view text;
};

TEST_CASE("each type is told by its cues") {
  using enum MemoryType;
  const auto [expected, text] = GENERATE(values<Example>({
      {decision, "We decided to sell it for twenty five euros."},
      {decision, "So we've agreed that the case is made of rubber."},
      {decision, "Um we we went through it, and it was decided that the launch moves to May."},
      {decision, "The motion is carried."},
      {decision, "The board has agreed that it must not be above twenty nine euros."},
      {decision, "Okay, so we'll go with the yellow case."},
      {decision, "Okay, let's start. Decision: we go with the yellow case."},
      {decision, "Decisions: The committee has a budget of two million."},
      {decision, "Decisions: The proposed van is bought, the date to be confirmed."},
      {decision, "Decisions: We do not agree to the new rent."},
      {decision, "Decisions: Proposed budget: approved as it stands."},
      {decision, "Decision: proposed dates: accepted."},
      {decision, "Decisions: Pending invoices: pay them before the audit."},
      {decision, "Decisions: Undecided items: moved to April."},
      {decision, "Decisions: No agreement with Acme was signed; we go with Bolt."},
      {decision, "Decisions: we have not agreed on a price, so we leave the fair"},
      {decision, "Decisions: The launch (to be confirmed) moves to May."},
      {action, "Next steps: Elena writes to the supplier"},
      {action, "Action items, done: Anna to book the room"},
      {risk, "Key risks: a developer may leave in spring"},
      {issue, "Open issues: the old contract runs out"},
      {question, "Open questions: who pays for the travel"},
      {decision, "Final decision: no discount for resellers."},
      {decision, "So the conclusion is that we stay with the old supplier."},
      {decision, "Then it is decided: we move to the new building in May."},
      {decision, "So, price is decided, seventy-nine euros."},
      {decision, "Decided not to outsource the support desk."},
      {decision, "Then we split the batch, five hundred and five hundred. Decided."},
      {decision, "The board has approved the budget."},
      {decision, "We'll stick to the fruit theme then."},
      {decision, "I see no reason to move it, so the eighteenth it is."},
      {decision, "In-house it is."},
      {decision, "I've decided that we close two beds at night."},
      {decision, "We decided to launch in 2027."},
      {decision, "My last point: we agreed to drop the old case."},
      {decision, "It was rough last year. It got better. Today we agreed to hire two people."},
      {decision, "The report of last year is late, so we've decided to send ours."},
      {action, "I'll send the drawings to the factory tomorrow."},
      {action, "Action: Bob to send the minutes."},
      {action, "To do: renew the domain."},
      {action, "Anna to prepare the contract."},
      {action, "First of all, I'll send the contract tomorrow."},
      {action, "AI: Tom to update the page by Friday."},
      {action, "Tom to prepare the page by Monday."},
      {action, "Anna is responsible for the migration."},
      {action, "Anna, you start on the shortlist on Monday."},
      {action, "I can fix the old tests this week."},
      {action, "Let me follow up with the customer."},
      {action, "I'll have the plan ready by Friday."},
      {action, "Somebody has to cancel the old lease before June 30."},
      {action, "We have to renew the certificate before Friday."},
      {action, "I'd like Anna to prepare a demo for the board."},
      {action, "I'd like Philippe from compliance to send us a date."},
      {action, "Mrs. Lindner has to check the notice by the tenth of May."},
      {action, "I'll rebook them today, otherwise they charge us."},
      {action, "I'll raise it with the council and get back to you by the end of the week."},
      {action, "I'm slow, but you'll have them in the system by Thursday."},
      {action, "I'll go through the contract tonight and send a note round."},
      {action, "Colin's going to circulate the draft by the nineteenth of December."},
      {issue, "The staging environment keeps falling over at night."},
      {issue, "The insurer wants a plan from us, and there isn't enough staff."},
      {risk, "If they walk out in September, we could miss the whole launch."},
      {risk, "There's one thing that makes me nervous."},
      {risk, "If one of them is ill, there's nobody who can do it."},
      {action, "Anna will prepare the contract."},
      {action, "Could you email me the figures?"},
      {action, "We need to schedule the user test."},
      {action, "I'll ask the lawyer by Friday."},
      {action, "If you have time this week, could you please send the report to Anna?"},
      {action, "I'm not sure, we need to schedule a review."},
      {question, "Which supplier would you contact first?"},
      {question, "What date would you schedule the launch for?"},
      {question, "How many buttons does the old one have?"},
      {question, "We have looked at the old one. How many buttons did you say it has in the end?"},
      {idea, "Maybe we could use the same battery for both."},
      {idea, "Why don't we just ask the customers?"},
      {idea, "I would suggest a smaller display."},
      {idea, "What if you just preload them all at night?"},
      {idea, "Maybe you should have some coloured titanium."},
      {idea, "What we could do is drop the special colour of the case."},
      {idea, "Uh maybe we should try to make it fun."},
      {idea, "Maybe we should use the button from plan B."},
      {idea, "Maybe we should try option b."},
      {idea, "What if it was kind of a stylised banana?"},
      {issue, "The problem is that the display breaks in the cold."},
      {issue, "The search doesn't work on the new server."},
      {issue, "The problem is that the price is fixed until June."},
      {issue, "The problem with the display has not been solved."},
      {issue, "I don't think we can ship it, the problem is the display."},
      {risk, "I don't think we should ship because there is a risk of fire."},
      {risk, "We need to eliminate the risk of data loss."},
      {issue, "I can't believe the export job still keeps timing out."},
      {risk, "I don't think we can ignore that there is a risk of fire."},
      {decision, "I don't think it matters, but we decided to ship it."},
      {decision, "Since we're not sure about rubber we decided to go with plastic."},
      {decision, "i don't think rubber works well we decided to go with plastic"},
      {decision, "We agreed on no discounts for resellers."},
      {issue, "And the big one is too expensive for them."},
      {risk, "There is a risk that the supplier goes under."},
      {risk, "I'm worried that nobody will buy it."},
      {assumption, "We assume that most people own a phone."},
      {finding, "The survey shows that eighty percent lose their remote control."},
      {finding, "It turns out that the old cable was too short for that."},
      {context, "The meeting room on the third floor has a green door."},
  }));
  INFO(text);
  CHECK(to_string(type(text)) == to_string(expected));
}

// Errors that such rules made on real meetings (findings.md, section 4, and our own reading).
TEST_CASE("what only looks like a decision is none") {
  const auto text = GENERATE(
      "That is how we're gonna make it in the end.", "I'll go for three.", "We'll leave that one for now.",
      "Do we have to decide that today?", "We haven't decided on the colour.",
      "If we decided to drop it, they would complain.", "We still have to decide which one it is.",
      "I looked at alignments from one meeting that we chose.", "Should we go with the yellow one?",
      "Maybe we'll go with the yellow one then.", "No decision was made, we never agreed on it.",
      "Now that we've decided on our", "Okay, so let's go for lunch then.", "And why we decided to use a flat screen.",
      "Okay let's go with five then.", "Let's go with the yellow one.", "Let's postpone the launch to June.",
      "The order is decided by the compiler.", "We are not agreed, so nothing is decided.",
      "Millions of applications have been approved.", "My opinion: we go with the yellow one.", "Okay, there it is.",
      "So two it is then.", "That's all it is.", "When we did that last year, the team decided to skip the test.",
      "They decided to fire the director.", "At my last school we decided to collect all the phones.",
      "It was awful in 2019. We decided to cancel all leave.", "Well, it is.", "Agreed, to be fair it was late.",
      "Agreed on which date?", "To be decided: the venue for the party.", "Decision needed: do we ship in May or June?",
      "Decisions: none today, as it happens.", "Decisions: Not decided: the colour of the doors.",
      "Decisions: We did not agree on a price.", "Decisions: Proposed: a new van (to be confirmed).",
      "Decisions: no agreement on the rent.", "Once the board has approved the budget, we can hire.",
      "Let's wait until the scope is decided.", "Last year they approved the budget in June.",
      "So nobody knows what day it is.", "Okay, tell me what size it is.", "We'll stick with paper forms until then.",
      "I don't think the board has approved the budget.", "I'm not sure legal has signed off the contract.",
      "I wish we had decided to hire earlier.", "I doubt we decided to ship it.", "Maybe we decided to ship it.",
      "I hope we agreed to ship it.", "I hope the price is decided.", "We agreed on nothing so far.",
      "If that's the decision, fine. We move the launch.",
      "We move it. That's the decision. Thanks everyone for coming.");
  INFO(text);
  CHECK(type(text) != MemoryType::decision);
}

TEST_CASE("what only looks like an action is none") {
  const auto text =
      GENERATE("Mr. Chair, I'll take that as a yes.", "And they stop and take out their wallet.", "I'll just",
               "Well, I'll send the", "Can you go to the next slide?", "I'll start with the agenda.",
               "If you send it to them, they get a reply.", "Will we send the drawings?",
               "Two is the earliest I can meet on Monday.", "I'll show you the next slide tomorrow.",
               "I don't think I'll write the report this month.", "I'm not sure I will send the contract by Friday.",
               "I doubt that I'll send the contract by Friday.", "I can do earlier in the day on Thursday.",
               "All you need to do is send it to Anna.", "You need to speak to the parents again.",
               "I'm going to the conference in Cardiff tomorrow.", "I'll give another quote from back on April 22.",
               "Can somebody remind me what the penalty is?", "Who can draft the press release?",
               "You'll have to send me the report by Friday.", "Nobody has to send anything by Friday.",
               "If he has to send it by Friday, we need more people.", "Back to work on Monday.",
               "I don't want Anna to send the contract.", "Maybe Anna should send it.",
               "I don't think Anna is responsible for the outage.", "Action items: none this week.",
               "I should mention the office is closed on Monday.", "I'll miss the stand-up on Friday.",
               "I can join on Thursday.", "AI: it's everywhere now.",
               "I'm not sure Anna will send the contract by Friday.", "I don't expect Anna will send it by Friday.",
               "I don't believe Anna has to send it.", "I'm not sure we need to schedule a review.",
               "Actions: no actions today, as it happens.", "Action: not needed any more.");
  INFO(text);
  CHECK(type(text) != MemoryType::action);
}

TEST_CASE("what only looks like an idea is none") {
  const auto text = GENERATE(
      "Can you go to the next slide?", "It would be nice to know what they paid.",
      "We should be there by now, I suppose.", "There is a data set that we could use.",
      "Why don't we start over here with the digits?", "What if we first decide on the functions?",
      "Maybe we can have a look at the criteria.", "Maybe you can tell us what you found.",
      "But what if you lose the remote control?", "That'd be great, if we can get more data.",
      "We could do that, yeah.", "We could add that but that's nothing we have thought of so far.",
      "So we could even add something.", "Well, maybe you can come up with a couple of different ideas?",
      "Maybe you can give a hand to us.", "Maybe we should just continue.", "So maybe we should just re-focus.",
      "Perhaps we could get back to my question about the rent subsidy.", "So maybe we can put a six.",
      "Maybe we could have a note about what the timetable is for this exercise.", "Maybe we can take it off-line.",
      "Would you agree that perhaps we should know a little more about that?",
      "Yeah we could we could try that and compare.", "We could make some little",
      "So that the goods could come in and we could put it on the shelves.",
      "The one has all the functions that you could possibly need.", "Maybe you can include that somewhere.",
      "We have to find the improvements we could do to the old ones.", "Maybe you could just phone him.",
      "What if you're sitting there and you just want to make an X?", "So why don't we plan to meet on Monday?",
      "It would be better if we worked a little bit together.", "Those are things we could also do for them.",
      "It wouldn't surprise me if we could use a hundred of them.", "So maybe we should",
      "And we might have uh we might have lost that one again.",
      "Can I propose, in accordance with Standing Order 17.42, that the committee meets in private?");
  INFO(text);
  CHECK(type(text) != MemoryType::idea);
}

TEST_CASE("a stated idea needs some belief of the classifier, a hinted one much") {
  CHECK(type_scored("We could use titanium instead of rubber.", 0.3F) == MemoryType::idea);
  CHECK(type_scored("What if the same situation arises in the north?", 0.3F) != MemoryType::idea);
  CHECK(type_scored("It'd be nice to get more of it later.", 0.3F) != MemoryType::idea);
  CHECK(type_scored("It'd be good to have that in the conventions.", 0.7F) == MemoryType::idea);
  CHECK(type_scored("We could always come back to that.", 0.1F) != MemoryType::idea);
  CHECK(type_scored("We should probably just take conventional batteries.", 0.8F) == MemoryType::idea);
  CHECK(type_scored("We should probably just take conventional batteries.", 0.6F) != MemoryType::idea);
  CHECK(type_scored("We should probably talk about conventional batteries.", 0.9F) != MemoryType::idea);
  CHECK(type_scored("The old one had quite conventional batteries.", 0.9F) != MemoryType::idea);
}

TEST_CASE("what only looks like an issue or a risk is none") {
  const auto text =
      GENERATE("No, I have it working.", "It won't be too expensive.", "That solves that problem.",
               "No problem at all with that.", "What is the problem with it?", "A remote control is hard to lose.",
               "I'm afraid we have to move on.", "As far as the hearing is concerned, there is a gap.",
               "I'm not worried about the cost of it.", "I don't think that's going to be a problem.",
               "Nobody thinks this is going to be a problem.", "I doubt this will be a problem.",
               "I don't think there's any risk.", "We have eliminated the risk of data loss.", "The problem is solved.",
               "The issue is fixed now.", "The problem with the display has been solved.");
  INFO(text);
  CHECK(type(text) != MemoryType::issue);
  CHECK(type(text) != MemoryType::risk);
}

TEST_CASE("what is only named after a risk is none") {
  CHECK(type("Risks: none identified so far.") == MemoryType::context);
  CHECK(type("Nothing came back damaged from the fair.") != MemoryType::issue);
  CHECK(type("The risk register is done, I sent it yesterday.") == MemoryType::context);
  CHECK(type("The risk in the register is that the supplier goes under.") == MemoryType::risk);
}

TEST_CASE("a choice or a proposal is a decision once another agrees") {
  const auto agreed = [](std::string_view text) { return type_of(read(text), {}, {}, {.agreed = true}).type; };
  const auto decision =
      GENERATE("Let's go with the yellow one.", "Let's postpone the launch to June.", "I propose we drop the old case.",
               "I think we should hire a designer.", "Shall we drop the old case?", "Should we go with the yellow one?",
               "Can we freeze it from the thirteenth?", "I'd say we ship it to five customers first.",
               "I vote we go with Ines.", "Then we accept the three-year offer.");
  INFO(decision);
  CHECK(agreed(decision) == MemoryType::decision);
  CHECK(type(decision) != MemoryType::decision);
  const auto other =
      GENERATE("Maybe we should drop the old case.", "Let's go with five.", "Let's not drop the old case.",
               "If it rains, let's postpone the launch.", "The yellow one looks good.");
  INFO(other);
  CHECK(agreed(other) != MemoryType::decision);
}

TEST_CASE("what is announced as the decision is one") {
  const auto before = read("Okay. So here's the decision.");
  CHECK(type_of(read("We move the launch to June."), {}, {}, {}, &before).type == MemoryType::decision);
  CHECK(type("So here's the decision. We move the launch to June.") == MemoryType::decision);
  CHECK(type("So here's the decision. Who writes it down then?") == MemoryType::question);
  CHECK(type("We move the launch to June.") == MemoryType::context);
}

TEST_CASE("a request in everyday words is an action once another takes it on") {
  const auto taken = [](std::string_view text) {
    return type_of(read(text), {}, {}, {.promised_by = "Ben", .accepted_by = "Ben", .nodded_by = "Ben"}).type;
  };
  const auto text =
      GENERATE("Could you ask the lawyer?", "Who can draft the press release?", "Could you collect the samples?");
  INFO(text);
  CHECK(taken(text) == MemoryType::action);
  CHECK(type(text) != MemoryType::action);
  CHECK(taken("What did the lawyer say?") == MemoryType::question);
  CHECK(taken("Could you repeat that?") == MemoryType::question);  // done at once
  CHECK(taken("Would you like to go first?") == MemoryType::question);
}

TEST_CASE("a tag or a short word with a question mark asks nothing") {
  CHECK(type("The case is made of rubber, right?") == MemoryType::context);
  CHECK(type("Why not?") == MemoryType::context);
}

TEST_CASE("a question without a mark is told by what the classifier says, unless the words state more") {
  const auto reading = read("how many buttons does the old one have");
  UtteranceScores learnt;
  learnt.of[static_cast<std::size_t>(UtteranceClass::question)] = kAsks;
  CHECK(type_of(reading, {}).type == MemoryType::context);
  CHECK(type_of(reading, {}, std::span(&learnt, 1)).type == MemoryType::context);
  const auto told = type_of(reading, {.punctuated = false}, std::span(&learnt, 1));
  CHECK(told.type == MemoryType::question);
  CHECK(told.confidence == kAsks);
  CHECK(
      type_of(read("so i will send the drawings to the factory tomorrow"), {.punctuated = false}, std::span(&learnt, 1))
          .type == MemoryType::action);
  learnt.of[static_cast<std::size_t>(UtteranceClass::question)] = kAsks - 0.01F;
  CHECK(type_of(reading, {.punctuated = false}, std::span(&learnt, 1)).type == MemoryType::context);
}

TEST_CASE("the final full stop changes nothing") {
  CHECK(type("I'll send the drawings to the factory tomorrow") == MemoryType::action);
  CHECK(type("We decided to sell it for twenty five euros") == MemoryType::decision);
}

TEST_CASE("confidence lies in [0,1] and is less for a bare choice than for a stated decision") {
  const auto stated = type_of(read("We decided to sell it for twenty five euros."), {});
  const auto chosen = type_of(read("Okay, so we'll go with the yellow case."), {});
  const auto nothing = type_of(read(""), {});
  CHECK(stated.confidence > chosen.confidence);
  CHECK(chosen.confidence >= 0.5F);
  CHECK(stated.confidence <= 1);
  CHECK(nothing.type == MemoryType::context);
  CHECK(nothing.confidence == 1);
}

}  // namespace
}  // namespace hebb
