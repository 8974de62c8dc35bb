#include "extract/features.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

#include "base/error.h"
#include "extract/fake_encoder_for_test.h"
#include "extract/valence.h"

namespace hebb {
namespace {

using Catch::Approx;

float of(Feature feature, std::string_view text) {
  return features_of_words(read(text))[feature];
}

struct Said {
  std::string speaker;
  std::string text;
};

std::vector<Features> of_meeting(const std::vector<Said>& said) {
  std::vector<Statement> statements;
  std::vector<Reading> readings;
  std::vector<std::string_view> texts;
  for (const auto& s : said) {
    Statement statement{.text = s.text, .own_bytes = s.text.size()};
    if (!s.speaker.empty()) statement.speaker = s.speaker;
    statements.push_back(statement);
  }
  for (const auto& s : statements) {
    readings.push_back(read(s.own()));
    texts.push_back(s.text);
  }
  return features_of(statements, readings, terms_of(texts), *fake_encode(texts));
}

TEST_CASE("every feature has its own name") {
  std::vector names(kFeatureNames.begin(), kFeatureNames.end());
  std::ranges::sort(names);
  CHECK(std::ranges::adjacent_find(names) == names.end());
  CHECK(kFeatureNames[static_cast<std::size_t>(Feature::urgency)] == "urgency");
  CHECK(kFeatureNames[static_cast<std::size_t>(Feature::team_dynamics)] == "team_dynamics");
  CHECK(kFeatureNames[static_cast<std::size_t>(Feature::adaptation)] == "adaptation");
}

TEST_CASE("urgency counts its words") {
  CHECK(of(Feature::urgency, "The case is made of rubber.") == 0);
  CHECK(of(Feature::urgency, "This is urgent.") == 0.5F);
  CHECK(of(Feature::urgency, "This is urgent, do it right away.") == Approx(2.0 / 3));
}

TEST_CASE("deadline is a date with a preposition, half for a bare date") {
  CHECK(of(Feature::deadline, "We need it by Friday.") == 1);
  CHECK(of(Feature::deadline, "It is due at the end of the month.") == 1);
  CHECK(of(Feature::deadline, "Friday was nice.") == 0.5F);
  CHECK(of(Feature::deadline, "By the way, it is green.") == 0);
}

TEST_CASE("sequence counts words of order") {
  CHECK(of(Feature::sequence, "First we cut it, then we paint it, finally we ship it.") == 0.75F);
  CHECK(of(Feature::sequence, "It is green.") == 0);
}

TEST_CASE("duration grows with the span named") {
  CHECK(of(Feature::duration, "It is green.") == 0);
  CHECK(of(Feature::duration, "Wait two minutes.") < of(Feature::duration, "It takes three weeks."));
  CHECK(of(Feature::duration, "It takes three weeks.") < of(Feature::duration, "It took 10 years."));
  CHECK(of(Feature::duration, "It took 10 years.") == Approx(1).margin(0.001));
  CHECK(of(Feature::duration, "Minutes of the meeting.") == 0);
  CHECK(of(Feature::duration, "It took 4000000000 years.") == 1);
}

TEST_CASE("polarity is one half where nothing is said, and turns with a negation") {
  CHECK(of(Feature::polarity, "The case is made of rubber.") == 0.5F);
  CHECK(of(Feature::polarity, "That is a great result, I am happy.") > 0.7F);
  CHECK(of(Feature::polarity, "That was a terrible mistake.") < 0.3F);
  CHECK(of(Feature::polarity, "That is not good.") < 0.5F);
  CHECK(of(Feature::polarity, "That is not bad.") > 0.5F);
}

TEST_CASE("intensity counts strong words and exclamation marks") {
  CHECK(of(Feature::intensity, "It is green.") == 0);
  CHECK(of(Feature::intensity, "It is extremely green.") == 0.5F);
  CHECK(of(Feature::intensity, "It is extremely green!") == Approx(2.0 / 3));
}

TEST_CASE("confidence sets certainty against hedges") {
  CHECK(of(Feature::confidence, "It is green.") == 0.5F);
  CHECK(of(Feature::confidence, "It is definitely green.") == 0.75F);
  CHECK(of(Feature::confidence, "Maybe it is green.") == 0.25F);
}

TEST_CASE("team dynamics is we and you against I") {
  CHECK(of(Feature::team_dynamics, "It is green.") == 0);
  CHECK(of(Feature::team_dynamics, "We paint our case.") == Approx(2.0 / 3));
  CHECK(of(Feature::team_dynamics, "I paint my case.") == 0);
  CHECK(of(Feature::team_dynamics, "You paint it.") == 0.25F);
}

TEST_CASE("dependencies, risk and adaptation count their words") {
  CHECK(of(Feature::dependencies, "It is late because the chip is late.") == 0.5F);
  CHECK(of(Feature::dependencies, "So it is green.") == 0);
  CHECK(of(Feature::risk, "There is a danger that it may fail.") == Approx(2.0 / 3));
  CHECK(of(Feature::risk, "It is green.") == 0);
  CHECK(of(Feature::adaptation, "We use rubber instead.") == 0.5F);
  CHECK(of(Feature::adaptation, "It is green.") == 0);
}

TEST_CASE("authority is the share of the words of whoever speaks most") {
  const auto f = of_meeting({{"Anna", "One battery lasts two whole years here."},
                             {"Ben", "Titanium costs more."},
                             {"", "Somebody said rubber."}});
  CHECK(f[0][Feature::authority] == 1);
  CHECK(f[1][Feature::authority] == Approx(3.0 / 7));
  CHECK(f[2][Feature::authority] == 0);
}

TEST_CASE("influence is what others take up soon after") {
  const auto f = of_meeting({{"Anna", "The titanium case scratches."},
                             {"Anna", "The titanium case scratches."},
                             {"Ben", "Titanium case, hm, rubber instead."},
                             {"Ben", "The weather improves."}});
  CHECK(f[0][Feature::influence] > 0.2F);
  CHECK(f[2][Feature::influence] == 0);  // only its own speaker follows
  CHECK(f[3][Feature::influence] == 0);
}

TEST_CASE("impact is what comes back later in the meeting") {
  std::vector<Said> said{{"Anna", "Titanium scratches."}};
  for (int i = 0; i < 8; ++i) said.push_back({"Ben", "Weather number " + std::to_string(i)});
  said.push_back({"Ben", "Titanium again."});
  const auto f = of_meeting(said);
  CHECK(f[0][Feature::impact] == Approx(0.125));  // one of its two terms, once: 1/4
  CHECK(f.back()[Feature::impact] == 0);
}

TEST_CASE("change rate is the distance from what was said before") {
  const auto f = of_meeting({{"Anna", "Titanium case"}, {"Anna", "titanium case"}, {"Ben", "holiday weather"}});
  CHECK(f[0][Feature::change_rate] == 0);
  CHECK(f[1][Feature::change_rate] < 0.01F);
  CHECK(f[2][Feature::change_rate] > 0.5F);
}

TEST_CASE("innovation is an idea in words that are new to the meeting") {
  const auto f = of_meeting(
      {{"Anna", "Maybe we could use titanium."}, {"Ben", "Maybe we could use titanium."}, {"Ben", "Rubber weather"}});
  CHECK(f[0][Feature::innovation] >= 0.5F);
  CHECK(f[1][Feature::innovation] == 0);
  CHECK(f[2][Feature::innovation] == 0);
}

TEST_CASE("features are finite and in [0,1] for any text, and the same each time") {
  static constexpr std::array<std::string_view, 24> kPieces{
      "we ",     "not ",   "good ",       "terrible ", "by ",   "friday ", "99999999999 ",   "7 ",
      "years ",  "maybe ", "definitely ", "! ",        "? ",    ". ",      "because ",       "instead ",
      "urgent ", "very ",  "you ",        "I ",        "risk ", "then ",   "\u00E9t\u00E9 ", "the "};
  std::mt19937 random(23);
  for (int round = 0; round < 40; ++round) {
    std::vector<Said> said;
    for (std::uint32_t i = 0; i < random() % 20; ++i) {
      std::string text;
      for (std::uint32_t k = 0; k < random() % 30; ++k) text += kPieces[random() % kPieces.size()];
      said.push_back({random() % 3 != 0 ? "Anna" : "", text});
    }
    const auto first = of_meeting(said);
    const auto second = of_meeting(said);
    for (std::size_t i = 0; i < first.size(); ++i) {
      REQUIRE(first[i].values == second[i].values);
      for (const auto value : first[i].values) {
        REQUIRE(std::isfinite(value));
        REQUIRE(value >= 0);
        REQUIRE(value <= 1);
      }
    }
  }
}

TEST_CASE("features want as many rows as statements") {
  const std::vector<Statement> statements(2);
  CHECK_THROWS_AS(features_of(statements, std::vector<Reading>(2), terms_of({"a", "b"}), {}), ContractViolation);
}

}  // namespace
}  // namespace hebb
