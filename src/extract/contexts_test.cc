#include "extract/contexts.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "extract/fake_encoder_for_test.h"
#include "text/normalise.h"

namespace hebb {
namespace {

using Catch::Approx;

std::vector<Memory> episodes_of(const std::vector<std::string>& texts) {
  std::vector<Memory> episodes;
  for (const auto& text : texts) {
    Memory episode;
    episode.text = text;
    episode.position = episode.first_turn = episode.last_turn = static_cast<std::uint32_t>(episodes.size());
    episode.speaker = "Anna";
    episode.importance = 0.5F;
    episode.vector = *fake_encode({episode.text});
    episode.vector.resize(kVectorDimension, 0.25F);
    episodes.push_back(episode);
  }
  return episodes;
}

std::vector<Memory> contexts_with_phrases(std::vector<Memory>& episodes) {
  std::vector<std::string_view> texts;
  for (const auto& episode : episodes) texts.push_back(episode.text);
  return contexts_of(episodes, KeyPhrases(texts));
}

TEST_CASE("a context stands for its members") {
  auto episodes = episodes_of({"The solar panel charges the battery.", "The solar panel is made in Spain by a partner.",
                               "Nobody knows how long the solar panel lasts in the rain."});
  using std::chrono::seconds;
  episodes[0].start = seconds(4);
  episodes[2].end = seconds(30);
  episodes[1].last_turn = 9;
  const auto contexts = contexts_with_phrases(episodes);
  REQUIRE(contexts.size() == 1);
  const auto& context = contexts[0];
  CHECK(context.level == Level::context);
  CHECK(context.type == MemoryType::topic);
  CHECK(context.speaker == "Anna");
  CHECK(context.start == seconds(4));
  CHECK(context.end == seconds(30));
  CHECK(context.first_turn == 0);
  CHECK(context.last_turn == 9);
  CHECK(context.keywords.front() == "solar panel");
  CHECK(context.id == memory_id_of(context.meeting, Level::context, "segment", 0, 0));
  for (const auto& episode : episodes) CHECK(episode.parent == context.id);
  float norm = 0;
  for (std::size_t d = 0; d < kSemanticDimension; ++d) norm += context.vector[d] * context.vector[d];
  CHECK(norm == Approx(1).margin(1e-4));
  CHECK(context.vector[kSemanticDimension] == Approx(0.25));
}

TEST_CASE("a context's text is its own words: key phrases and whole sentences, in order, at most 60 words") {
  std::vector<std::string> texts;
  for (int i = 0; i < 30; ++i)
    texts.push_back("Number " + std::to_string(i) +
                    " of the solar panel tests went on for a while in the rain and in the snow of that week.");
  auto episodes = episodes_of(texts);
  for (const auto& context : contexts_with_phrases(episodes)) {
    CHECK(count_words(context.text) <= kContextWords);
    const auto colon = context.text.find(": ");
    REQUIRE(colon != std::string::npos);
    int last = -1;
    std::string_view rest = std::string_view(context.text).substr(colon + 2);
    while (!rest.empty()) {
      const auto end = std::min(rest.find(" \u2026 "), rest.size());
      const std::string sentence(rest.substr(0, end));
      const auto place = std::ranges::find(texts, sentence);
      REQUIRE(place != texts.end());
      CHECK(place - texts.begin() > last);
      last = static_cast<int>(place - texts.begin());
      rest.remove_prefix(std::min(rest.size(), end + std::string_view(" \u2026 ").size()));
    }
  }
}

TEST_CASE("a context of several speakers has none") {
  auto episodes =
      episodes_of({"The solar panel charges the battery.", "The solar panel is made in Spain by a partner."});
  episodes[1].speaker = "Ben";
  CHECK_FALSE(contexts_with_phrases(episodes)[0].speaker);
  episodes[1].speaker.reset();
  CHECK_FALSE(contexts_with_phrases(episodes)[0].speaker);
}

TEST_CASE("a sentence that another speaker added is quoted without its dash") {
  auto episodes = episodes_of({"So then? \u2014 The solar panel charges the battery of the sensor."});
  CHECK(contexts_with_phrases(episodes)[0].text.ends_with(": The solar panel charges the battery of the sensor."));
}

TEST_CASE("statements without key phrases or sentences still give a text") {
  auto episodes = episodes_of({"Why not that?"});
  CHECK(contexts_with_phrases(episodes)[0].text == "Why not that?");
  std::vector<Memory> none;
  CHECK(contexts_with_phrases(none).empty());
}

TEST_CASE("vectors that cancel out leave the first member's direction") {
  auto episodes = episodes_of({"solar panel", "solar panel"});
  for (std::size_t d = 0; d < kSemanticDimension; ++d) episodes[1].vector[d] = -episodes[0].vector[d];
  const auto contexts = contexts_with_phrases(episodes);
  CHECK(contexts[0].vector[5] == episodes[0].vector[5]);
}

}  // namespace
}  // namespace hebb
