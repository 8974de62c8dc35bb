#include "text/fact_kinds.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>

namespace hebb {

TEST_CASE("a text that states a time or a number is told", "[text]") {
  constexpr FactKinds kBoth = kTimeFact | kNumberFact;
  struct Case {
    std::string_view text;
    FactKinds kinds;
  };
  const auto [text, kinds] = GENERATE(values<Case>({
      {"", 0},
      {"I may march on, she sat in the sun.", 0},
      {"That one was a second choice, mar it not.", 0},
      {"May I? March!", 0},
      {"On Tuesday, she said.", kTimeFact},
      {"Mondays are best.", kTimeFact},
      {"It was in may, I think.", kTimeFact},
      {"We meet in the May break.", kTimeFact},
      {"By September, or by Sept at the latest.", kTimeFact},
      {"Yesterday.", kTimeFact},
      {"it takes weeks", kTimeFact},
      {"In 2021 or so", kBoth},
      {"On the 3rd of it", kBoth},
      {"Come at 8pm.", kBoth},
      {"Come at 8 p.m. sharp", kBoth},
      {"May 4, then", kBoth},
      {"They've agreed to 1,150.", kNumberFact},
      {"about nine percent", kNumberFact},
      {"Half of it.", kNumberFact},
      {"the A4 sheet", kNumberFact},
      {"Zero defects, dozens of wishes.", kNumberFact},
      {"I'll send the minutes round.", 0},
      {"It took five minutes.", kBoth},
      {"I sold 12. Am I wrong?", kNumberFact},
  }));
  INFO(text);
  CHECK(stated_facts(text) == kinds);
}

}  // namespace hebb
