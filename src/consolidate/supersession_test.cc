#include "consolidate/supersession.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <deque>
#include <map>
#include <random>
#include <set>

#include "model/domain.h"

namespace hebb {
namespace {

constexpr std::size_t kUnknown = 1000;

// Decisions whose vectors lie `apart` degrees from the first axis, in the plane of the second.
class Decisions {
 public:
  Decisions& say(std::string meeting, std::optional<int> day, std::string text, float apart = 0, std::size_t axis = 0) {
    const float angle = apart * 3.14159265F / 180;
    Vector& vector = vectors_.emplace_back(kSemanticDimension, 0.0F);
    vector.at(axis) = std::cos(angle);
    vector.at(axis + 1) = std::sin(angle);
    const auto id = MeetingId::of(sha256(meeting));
    const auto position = said_[meeting]++;
    std::optional<Instant> start;
    if (day) start = Instant(std::chrono::days(*day));
    decisions_.push_back({.id = memory_id_of(id, Level::episode, "statement", position, 0),
                          .meeting = id,
                          .started_at = start,
                          .position = position,
                          .text = texts_.emplace_back(std::move(text)),
                          .vector = vector});
    return *this;
  }

  std::vector<DecisionChain> chains() const { return decision_chains(decisions_); }
  // As the numbers of the decisions in the order in which they were said.
  std::vector<std::vector<std::size_t>> numbers() const {
    std::vector<std::vector<std::size_t>> out;
    for (const DecisionChain& chain : chains()) {
      auto& one = out.emplace_back();
      for (const MemoryId& id : chain.decisions) one.push_back(number_of(id));
    }
    return out;
  }
  std::size_t number_of(const MemoryId& id) const {
    const auto found = std::ranges::find(decisions_, id, &StatedDecision::id);
    return found == decisions_.end() ? kUnknown : static_cast<std::size_t>(found - decisions_.begin());
  }
  std::vector<StatedDecision>& all() { return decisions_; }

 private:
  std::deque<Vector> vectors_;
  std::deque<std::string> texts_;
  std::map<std::string, std::uint32_t> said_;
  std::vector<StatedDecision> decisions_;
};

using Numbers = std::vector<std::vector<std::size_t>>;

// Whether the second of two decisions that are near in meaning supersedes the first.
bool links(std::string first, std::string second) {
  Decisions said;
  said.say("a", 1, std::move(first)).say("b", 2, std::move(second), 10);
  return said.numbers().size() == 1;
}

TEST_CASE("a later decision on the same matter supersedes the last one before it") {
  Decisions said;
  said.say("a", 1, "We decided to use a rubber case at 12.5 euros.")
      .say("b", 2, "We agreed on a rubber case at 15 euros.", 10)
      .say("c", 3, "We decided that the rubber case is not for us.", 20);
  CHECK(said.numbers() == Numbers{{2, 1, 0}});
  const auto chains = said.chains();
  const auto& links = chains.front().links;
  REQUIRE(links.size() == 2);
  CHECK(links[1].shared == std::vector<std::string>{"rubber case"});
  CHECK(std::abs(links[1].similarity - std::cos(0.1745F)) < 1e-3F);
  CHECK(links[1].differences == std::vector<StatedDifference>{{DifferenceKind::number, "12.5", "15"}});
  CHECK(links[0].differences == std::vector<StatedDifference>{{DifferenceKind::negation, "", "not"}});
}

TEST_CASE("one matter is alike in meaning and says the same uncommon phrase") {
  Decisions unlike;
  unlike.say("a", 1, "We decided to use a rubber case.").say("b", 2, "We decided to drop the rubber case.", 70);
  CHECK(unlike.numbers() == Numbers{{1}, {0}});
  Decisions wordless;
  wordless.say("a", 1, "We decided to use a rubber case.").say("b", 2, "We decided to take a metal spring.");
  CHECK(wordless.numbers() == Numbers{{1}, {0}});
}

TEST_CASE("one shared thing is enough only for what is nearly the same") {
  Decisions near;
  near.say("a", 1, "We decided to launch in May.").say("b", 2, "We decided to launch in June.", 30);
  CHECK(near.numbers() == Numbers{{1, 0}});
  CHECK(near.chains().front().links.front().differences ==
        std::vector<StatedDifference>{{DifferenceKind::day, "May", "June"}});
  Decisions far;
  far.say("a", 1, "We decided to launch the lamp in May.").say("b", 2, "We agreed who pays for the launch.", 50);
  CHECK(far.numbers().size() == 2);
  Decisions product;  // in whose project everything is about it
  product.say("a", 1, "We decided to ship the Apollo lamp.").say("b", 2, "We agreed who tests the Apollo lamp.", 50);
  CHECK(product.numbers().size() == 2);
  Decisions both;
  both.say("a", 1, "We decided to ship the Apollo lamp from the warehouse.")
      .say("b", 2, "We agreed that no warehouse ships the Apollo lamp.", 50);
  CHECK(both.numbers() == Numbers{{1, 0}});
}

TEST_CASE("only the sentences that decide are compared, and all where none does") {
  Decisions beside;
  beside.say("a", 1, "The rubber case is not nice. We decided to take two springs.")
      .say("b", 2, "The rubber case is late. We agreed that the tunnel is dry.");
  CHECK(beside.numbers().size() == 2);
  Decisions decided;
  decided.say("a", 1, "That is not nice. We decided on a rubber case.")
      .say("b", 2, "We went with a rubber case. It costs 5 euros.");
  CHECK(decided.numbers() == Numbers{{1, 0}});
  CHECK(decided.chains().front().links.front().differences.empty());
  Decisions notes;  // a person says that they are decisions
  notes.say("a", 1, "Rubber case: 5 euros.").say("b", 2, "Rubber case: 6 euros.");
  CHECK(notes.numbers() == Numbers{{1, 0}});
}

TEST_CASE("what every decision is about tells no matter") {
  Decisions said;
  for (int day = 0; day < 12; ++day)
    said.say("m" + std::to_string(day), day,
             "We decided that the remote control has a " + std::string(1, static_cast<char>('k' + day)) + ".");
  CHECK(said.numbers().size() == 12);
}

TEST_CASE("within a meeting what is said later supersedes; between meetings without a date nothing does") {
  Decisions said;
  said.say("a", {}, "We decided to use a rubber case.")
      .say("b", {}, "We decided against a rubber case.")
      .say("a", {}, "We agreed on a rubber case after all.")
      .say("c", 5, "We decided to order the rubber case.");
  const auto numbers = said.numbers();
  CHECK(numbers.size() == 3);
  CHECK(numbers.front() == std::vector<std::size_t>{3});  // dated before undated
  CHECK(std::ranges::contains(numbers, std::vector<std::size_t>{2, 0}));
  CHECK(std::ranges::contains(numbers, std::vector<std::size_t>{1}));
}

TEST_CASE("meetings that began at the same time have no order") {
  Decisions said;
  said.say("a", 1, "We decided to use a rubber case.").say("b", 1, "We decided against a rubber case.");
  CHECK(said.numbers().size() == 2);
}

TEST_CASE("a decision is superseded once, by the first that can") {
  Decisions said;  // the third is of the first's matter, but not of the second's
  said.say("a", 1, "We decided to use a rubber case and a scroll wheel.", 0)
      .say("b", 2, "We decided to use a rubber case.", 40)
      .say("c", 3, "We decided to use a scroll wheel.", -40);
  CHECK(said.numbers() == Numbers{{2}, {1, 0}});
}

TEST_CASE("what names another thing, or another place, is another matter") {
  CHECK_FALSE(links("We decided to meet the supplier in Prague in March.",
                    "We decided to meet the supplier in Warsaw in April."));
  CHECK_FALSE(links("We decided to launch the app in Germany on 1 September.",
                    "We decided to launch the app in Austria on 1 July."));
  CHECK_FALSE(links("We decided to paint the kitchen wall white.", "We decided to paint the bedroom wall green."));
  CHECK_FALSE(links("We decided to give the sales team a budget of 5000.",
                    "We decided to give the support team a budget of 3000."));
  CHECK_FALSE(links("We decided that the small box costs 20.", "We decided that the large box costs 40."));
  CHECK(links("We decided to go with the yellow lamp.", "We decided to go with the blue lamp."));
  CHECK(links("We decided to launch the app in Germany on 1 June.",
              "We decided to launch the app in Germany on 1 July."));
  CHECK(links("We decided to move the launch to May.", "We decided to move the date of the launch to June."));
}

TEST_CASE("names beside the matter, or chosen, make no other matter") {
  CHECK(links("We decided to launch the shop on Monday, as Anna proposed.",
              "We decided to launch the shop on Thursday, as Paul proposed."));
  CHECK(links("Okay Anna, we decided to launch the shop in May.", "Okay Paul, we decided to launch the shop in June."));
  CHECK(links("We decided to host the website on Azure.", "We decided to host the website on Hetzner Cloud."));
  CHECK(links("We decided to buy the office chairs from Ikea.", "We decided to buy the office chairs from Vitra."));
  CHECK(links("We decided that the lease is signed with Kent.", "We decided that the lease is signed with Lindner."));
  CHECK(links("We decided that the project lead for the website is Anna.",
              "We decided that the project lead for the website is Paul."));
  CHECK(links("We decided that the supplier of the chairs is now Ikea.",
              "We decided that the supplier of the chairs is now Vitra."));
  CHECK(links("We decided that the deadline for the website is Friday.",
              "We decided that the deadline for the website is Monday."));
  CHECK(links("We decided that the release date is Q2.", "We decided that the release date is Q3."));
  CHECK(links("We decided that the workshop starts at nine AM.", "We decided that the workshop starts at ten PM."));
  CHECK(links("We decided to state the price in EUR.", "We decided to state the price in USD."));
  CHECK(links("We decided to open the shop before Easter.", "We decided to open the shop before Christmas."));
  CHECK(links("We decided to hold the summer party in Prague.", "We decided to hold the summer party in Warsaw."));
  CHECK_FALSE(links("We decided to launch the app in the UK.", "We decided to launch the app in the US."));
  CHECK_FALSE(links("We decided to close the office in Prague.", "We decided to close the office in Warsaw."));
  CHECK_FALSE(
      links("We decided to raise the fee of the Acme account.", "We decided to raise the fee of the Bolt account."));
}

TEST_CASE("a name that is itself chosen makes way for another, where nothing else differs") {
  CHECK(links("We decided to use Stripe for the payments in the web shop.",
              "We decided to use Adyen for the payments in the web shop."));
  CHECK(links("We decided to use Stripe for the payments in the web shop.",
              "We agreed on using Adyen for the payments in the web shop."));
  CHECK(links("We decided to hire Susan Meyer for the design position.",
              "We decided to hire Paul Kent for the design position."));
  CHECK(links("We decided to buy two Dell laptops.", "We decided to buy three Lenovo laptops."));
  CHECK(links("We decided to send Ben to the conference.", "We decided to send Clara to the conference."));
  CHECK(links("We decided to give Bolt the cleaning contract.", "We decided to give Kemper the cleaning contract."));

  CHECK_FALSE(links("We decided to hire Susan Meyer for the design position.",
                    "We decided to hire Paul Kent for the sales position."));
  CHECK_FALSE(links("We decided to hire Susan Meyer for the design team.",
                    "We decided to hire Paul Kent for the design team."));
  CHECK_FALSE(links("We decided to hire two Java developers.", "We decided to hire two Python developers."));
  CHECK_FALSE(links("We decided to use Slack for the project Acme.", "We decided to use Teams for the project Bolt."));
  CHECK_FALSE(links("We decided to use the Acme account for the payments.",
                    "We decided to use the Bolt account for the payments."));
  CHECK_FALSE(links("We decided to use Acme's warehouse for the chairs.",
                    "We decided to use Bolt's warehouse for the chairs."));
  CHECK_FALSE(links("We decided to send Acme the new offer.", "We decided to send Bolt the new offer."));
  CHECK_FALSE(
      links("We decided to give Anna the keys of the office.", "We decided to give Ben the keys of the office."));
  CHECK_FALSE(links("We decided to give Acme a discount.", "We decided to give Bolt a discount."));
  CHECK_FALSE(links("We decided to take Anna off the project team.", "We decided to take Ben off the project team."));
  CHECK_FALSE(links("We decided to open two Prague offices.", "We decided to open two Warsaw offices."));
}

TEST_CASE("of several earlier decisions the one that shares most is superseded") {
  Decisions said;
  said.say("a", 1, "We decided that the small box costs 20.", 0)
      .say("b", 2, "We decided that the large box costs 40.", 10)
      .say("c", 3, "We decided to raise the price of the small box to 22.", 10);
  CHECK(said.numbers() == Numbers{{2, 0}, {1}});
}

TEST_CASE("nothing decided, nothing listed") {
  CHECK(decision_chains({}).empty());
}

void check_invariants(const Decisions& said, std::span<const StatedDecision> all,
                      const std::vector<DecisionChain>& chains) {
  std::set<MemoryId> seen;
  for (const DecisionChain& chain : chains) {
    REQUIRE(chain.links.size() + 1 == chain.decisions.size());
    for (std::size_t i = 0; i < chain.decisions.size(); ++i) {
      CHECK(seen.insert(chain.decisions[i]).second);
      if (i + 1 == chain.decisions.size()) continue;
      const StatedDecision& later = all[said.number_of(chain.decisions[i])];
      const StatedDecision& earlier = all[said.number_of(chain.decisions[i + 1])];
      if (later.meeting == earlier.meeting) {
        CHECK(earlier.position < later.position);
      } else {
        REQUIRE((earlier.started_at && later.started_at));
        CHECK(*earlier.started_at < *later.started_at);
      }
    }
  }
  CHECK(seen.size() == all.size());
}

TEST_CASE("the order of what comes in changes nothing, and each link leads back in time") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  const std::vector<std::string> things{"rubber case", "scroll wheel", "launch date", "supplier", "battery life"};
  for (int round = 0; round < 50; ++round) {
    Decisions said;
    const std::size_t count = 1 + below(40);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t meeting = below(6);
      const auto day = meeting < 4 ? std::optional(static_cast<int>(meeting / 2)) : std::nullopt;
      said.say(
          std::to_string(meeting), day,
          "We decided that the " + things[below(things.size())] + " and the " + things[below(things.size())] + " stay.",
          static_cast<float>(below(90)), below(2));
    }
    const std::vector<StatedDecision> all = said.all();
    const auto chains = said.chains();
    check_invariants(said, all, chains);
    auto shuffled = all;
    std::ranges::shuffle(shuffled, random);
    CHECK(decision_chains(shuffled) == chains);
  }
}

}  // namespace
}  // namespace hebb
