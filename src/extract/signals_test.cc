#include "extract/signals.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace hebb {
namespace {

float signal(std::string_view text, std::string_view name, const Surroundings& surroundings = {}) {
  const auto& names = signal_names();
  const auto place = std::ranges::find(names, name);
  REQUIRE(place != names.end());
  const auto signals = signals_of(read_sentence(text), surroundings);
  REQUIRE(signals.dense.size() == names.size());
  return signals.dense[static_cast<std::size_t>(place - names.begin())];
}

struct Example {
  std::string_view name;
  std::string_view with;
  std::string_view without;
};

TEST_CASE("signals are heard where they stand and not elsewhere") {
  const auto [name, with, without] = GENERATE(values<Example>({
      {"asks what", "okay so what is the budget", "that is what i meant"},
      {"asks whether", "well do you want the rubber case", "what they do you know"},
      {"or what", "should we take the yellow one or", "the yellow one or the red one"},
      {"let's", "let's take the lift", "he lets us wait"},
      {"imperative", "well send it to them", "i can send it to them"},
      {"how about", "why don't we ask them", "that is why he left"},
      {"ends open", "we went to the", "the one we went to is closed"},
      {"hesitates", "um the uh case", "the case"},
      {"says twice", "the the case", "the case"},
  }));
  INFO(name);
  CHECK(signal(with, name) > 0);
  CHECK(signal(without, name) == 0);
}

TEST_CASE("a final full stop is not heard, and a question mark only where marks are") {
  const auto heard = [](std::string_view text, bool punctuated) {
    const auto signals = signals_of(read_sentence(text), {.punctuated = punctuated});
    return std::pair(signals.dense, signals.ngrams);
  };
  CHECK(heard("We went to the factory.", true) == heard("We went to the factory", true));
  CHECK(heard("Is it yellow?", false) == heard("Is it yellow", false));
  CHECK(heard("Is it yellow?", true) != heard("Is it yellow", true));
}

TEST_CASE("neighbours are heard") {
  const auto asked = read_sentence("Is it yellow?");
  const auto told = read_sentence("It is yellow.");
  const auto signals = [&](const Surroundings& surroundings) { return signals_of(told, surroundings).dense; };
  CHECK(signals({.before = {&asked, false}}) != signals({.before = {&asked, true}}));
  CHECK(signals({.before = {&asked, false}}) != signals({.after = {&asked, false}}));
  CHECK(signals({.before = {&asked, false}, .punctuated = true}) !=
        signals({.before = {&told, false}, .punctuated = true}));
}

TEST_CASE("n-grams are ascending, each once, and bounded") {
  std::string long_text;
  for (int i = 0; i < 500; ++i) long_text += "word" + std::to_string(i) + " ";
  for (const std::string& text : {std::string(), std::string("um"), std::string("the the the the"), long_text}) {
    const auto ngrams = signals_of(read_sentence(text), {}).ngrams;
    CHECK(std::ranges::is_sorted(ngrams));
    CHECK(std::ranges::adjacent_find(ngrams) == ngrams.end());
    CHECK(ngrams.size() <= 3 * 82);
    CHECK(std::ranges::all_of(ngrams, [](auto bucket) { return bucket < kNgramBuckets; }));
  }
}

}  // namespace
}  // namespace hebb
