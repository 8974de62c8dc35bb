#include "consolidate/stated_differences.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

using Differences = std::vector<StatedDifference>;
constexpr auto kNegation = DifferenceKind::negation;
constexpr auto kNumber = DifferenceKind::number;
constexpr auto kDay = DifferenceKind::day;

TEST_CASE("numbers differ where each states one that the other does not") {
  CHECK(stated_differences("The price is 12.5 euros.", "The price is 15 euros.") ==
        Differences{{kNumber, "12.5", "15"}});
  CHECK(stated_differences("We sell it at twenty-five euros.", "We sell it at 25 euros.").empty());
  CHECK(stated_differences("The budget is 12,500.", "The budget is twelve thousand five hundred.").empty());
  CHECK(stated_differences("Two hundred and fifty units.", "Three hundred units.") ==
        Differences{{kNumber, "Two hundred and fifty", "Three hundred"}});
  CHECK(stated_differences("It costs twelve and a half.", "It costs twelve point five.").empty());
  CHECK(stated_differences("The price is 15 euros.", "The price is fixed.").empty());
  CHECK(stated_differences("12 buttons, 3 of them red.", "12 buttons.").empty());
  CHECK(stated_differences("We take this one.", "We take two.").empty());
  CHECK(stated_differences("We cut the budget to 50k.", "We cut the budget to 60k.") ==
        Differences{{kNumber, "50k", "60k"}});
  CHECK(stated_differences("The budget is $1.5M.", "The budget is $2.5M.") == Differences{{kNumber, "1.5M", "2.5M"}});
  CHECK(stated_differences("It costs 50k, or 1.5bn.", "It costs 50,000, or 1,500 million.").empty());
  CHECK(stated_differences("We launch on the 15th.", "We launch on the 20th.") ==
        Differences{{kNumber, "15th", "20th"}});
  CHECK(stated_differences("We pay a hundred euros.", "We pay fifty euros.") ==
        Differences{{kNumber, "a hundred", "fifty"}});
  CHECK(stated_differences("We pay a hundred and fifty euros.", "We pay 150 euros.").empty());
  CHECK(stated_differences("Twelve, fifty and 1.2.3.", "12, 50 and 1.2.3").empty());
}

TEST_CASE("days differ likewise, and are no numbers") {
  CHECK(stated_differences("The launch is on Friday.", "The launch is on Monday.") ==
        Differences{{kDay, "Friday", "Monday"}});
  CHECK(stated_differences("We freeze it on Thursdays.", "We freeze it on Wednesdays.") ==
        Differences{{kDay, "Thursdays", "Wednesdays"}});
  CHECK(stated_differences("We freeze it on Thursdays.", "We freeze it every Thursday.").empty());
  CHECK(stated_differences("We launch on 3 March.", "We launch on March 10th.") ==
        Differences{{kDay, "3 March", "March 10th"}});
  CHECK(stated_differences("We launch on the 3rd of March.", "We launch on March 3.").empty());
  CHECK(stated_differences("We launch in June.", "We launch in September.") ==
        Differences{{kDay, "June", "September"}});
  CHECK(stated_differences("We may launch it.", "We launch in June.").empty());
  CHECK(stated_differences("We launch on the first of June.", "We launch on the second of June.") ==
        Differences{{kDay, "first of June", "second of June"}});
  CHECK(stated_differences("We launch on the twenty-first of June.", "We launch on June 21st.").empty());
  CHECK(stated_differences("We launch on June the twenty-first.", "We launch on 21 June.").empty());
  CHECK(stated_differences("We launch on 2026-12-01.", "We launch on 2026-12-15.") ==
        Differences{{kDay, "2026-12-01", "2026-12-15"}});
  CHECK(stated_differences("We launch on 2026-12-01.", "We launch on 1 December 2026.").empty());
  CHECK(stated_differences("We decide next week.", "We decide this month.") ==
        Differences{{kDay, "next week", "this month"}});
}

TEST_CASE("a negation is told where only one of the two has it") {
  CHECK(stated_differences("We go with rubber.", "We don't go with rubber.") == Differences{{kNegation, "", "don't"}});
  CHECK(stated_differences("We decided against rubber.", "We go with rubber.") ==
        Differences{{kNegation, "against", ""}});
  CHECK(stated_differences("No one ships on Friday.", "Everyone ships on Friday.") ==
        Differences{{kNegation, "no", ""}});
  CHECK(stated_differences("We will not use rubber.", "We never use rubber.").empty());
  CHECK(stated_differences("No, we agreed on rubber.", "We go with rubber, no problem.").empty());
}

TEST_CASE("all that differs is told, negations first") {
  CHECK(stated_differences("Five people on Friday.", "Not six people on Monday.") ==
        Differences{{kNegation, "", "not"}, {kNumber, "Five", "six"}, {kDay, "Friday", "Monday"}});
  CHECK(stated_differences("", "").empty());
  CHECK(stated_differences("\xff 7", "8 \xff") == Differences{{kNumber, "7", "8"}});
}

}  // namespace
}  // namespace hebb
