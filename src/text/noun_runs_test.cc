#include "text/noun_runs.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace hebb {
namespace {

// "noun:battery life." with what opens the run, and a full stop where it is closed.
std::string shown(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kOpenings{"", "noun:", "verb:", "quality:"};
  std::string out;
  for (const NounRun& run : noun_runs(text)) {
    if (!out.empty()) out += ' ';
    out += kOpenings.at(static_cast<std::size_t>(run.opening));
    for (const PlacedWord& word : run.words) out += (&word == run.words.data() ? "" : "_") + word.word;
    if (run.closed) out += '.';
  }
  return out;
}

struct Case {
  std::string_view text;
  std::string_view runs;
};

TEST_CASE("runs are parted by marks and by words that name nothing, and know what opens them") {
  const auto [text, runs] = GENERATE(values<Case>({
      {"the battery life of our remote control", "noun:battery_life. noun:remote_control."},
      {"Yeah, okay, so I think that's a good idea.", ""},
      {"We charge batteries, gaskets.", "verb:charge_batteries. gaskets."},
      {"It's expensive and very spongy", "quality:expensive. quality:spongy."},
      {"a social idea", "noun:social"},
      {"Anna's budget", "anna. noun:budget."},
      {"the menu menu button", "noun:menu_button."},
      {"sub-meetings on e-mail", "mail."},
      {"the LCD at 12 o'clock quickly", "noun:lcd."},
      {"the Prime Minister", "noun:prime_minister."},
      {"", ""},
  }));
  INFO(text);
  CHECK(shown(text) == runs);
}

TEST_CASE("a run that is longer than any name is left out") {
  CHECK(noun_runs("alpha beta gamma delta epsilon zeta").size() == 1);
  CHECK(noun_runs("alpha beta gamma delta epsilon zeta theta").empty());
}

TEST_CASE("a plural loses its ending, what only looks like one does not") {
  const auto [plural, one] = GENERATE(values<Case>({{"batteries", "battery"},
                                                    {"boxes", "box"},
                                                    {"classes", "class"},
                                                    {"budgets", "budget"},
                                                    {"press", "press"},
                                                    {"campus", "campus"},
                                                    {"analysis", "analysis"},
                                                    {"gas", "gas"}}));
  CHECK(singular(plural) == one);
}

TEST_CASE("adjectives are told by their endings") {
  CHECK(looks_like_quality("constitutional"));
  CHECK(looks_like_quality("expensive"));
  CHECK_FALSE(looks_like_quality("signal"));
  CHECK_FALSE(looks_like_quality("battery"));
}

}  // namespace
}  // namespace hebb
