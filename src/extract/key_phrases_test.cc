#include "extract/key_phrases.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("phrases that come back tell more than single words") {
  const KeyPhrases phrases({"The speech recognition was slow.", "We want speech recognition for the remote.",
                            "The weather, you know.", "A remote of rubber."});
  const auto whole = phrases.of(0, 4, 8);
  REQUIRE_FALSE(whole.empty());
  CHECK(whole[0] == "speech recognition");
  CHECK_FALSE(std::ranges::contains(whole, "speech"));
  CHECK_FALSE(std::ranges::contains(whole, "want"));
  CHECK_FALSE(std::ranges::contains(whole, "the"));
}

TEST_CASE("a phrase ends at a comma and at stop words, and is not longer than three words") {
  const std::vector<std::string_view> texts(2, "rubber, battery case design cost of titanium");
  const auto found = KeyPhrases(texts).of(0, 2, 8);
  CHECK_FALSE(std::ranges::contains(found, "rubber battery"));
  for (const auto& phrase : found) CHECK(std::ranges::count(phrase, ' ') <= 2);
  CHECK(std::ranges::contains(found, "battery case design"));
  CHECK(std::ranges::contains(found, "titanium"));
}

TEST_CASE("at most as many as asked for, ties in order of appearance") {
  const KeyPhrases phrases({"alpha bravo charlie delta"});
  CHECK(phrases.of(0, 1, 2) == Texts{"alpha", "bravo"});
  CHECK(phrases.of(0, 0, 2).empty());
  CHECK(KeyPhrases({"and so on, 1234 you know"}).of(0, 1, 8).empty());
  CHECK(KeyPhrases({}).of(0, 0, 8).empty());
}

}  // namespace
}  // namespace hebb
