#include "engine/explain.h"

#include <catch2/catch_test_macros.hpp>

#include "text/normalise.h"

namespace hebb {
namespace {

MemoryResult result_of(std::string speaker, std::string title, std::string started_at) {
  MemoryResult result{.meeting_title = std::move(title)};
  result.memory.speaker = std::move(speaker);
  result.occurred_at = parse_rfc3339(started_at);
  return result;
}

}  // namespace

TEST_CASE("a result's sentence names the words it shares as the question writes them", "[engine]") {
  const std::string question = "Which Batteries follow-up on prices, and what of the battery?";
  const auto words = words_for(index_terms(question), question);
  CHECK(words == std::vector<std::string>{"batteries", "follow-up", "prices", "batteri"});  // the last is never told
  const Scored both{.cosine = 0.41f, .bm25 = 3, .shared = 0b101};
  CHECK(explain_direct(both, words) == "close in meaning (cosine 0.41); shares: batteries, prices");
  CHECK(explain_direct({.cosine = 0.1f}, words) == "related in meaning (cosine 0.10), no word shared");
  const Scored heard{.cosine = -0.02f, .bm25 = 3, .shared = 0b100};  // nothing but a word speaks for it
  CHECK(explain_direct(heard, words) == "far in meaning (cosine -0.02); shares: prices");
}

TEST_CASE("a bridge's sentence names two words that tell a topic, and how far apart the meetings are", "[engine]") {
  auto bridge = result_of("Ben", "Kick-off", "2026-03-05T14:00:00Z");
  auto source = result_of("Anna", "Launch", "2026-05-07T14:00:00Z");
  bridge.memory.text = "The batteries last longer than the charger.";
  source.memory.text = "Which charger fits the battery?";
  CHECK(explain_bridge(bridge, source, {"about", "battery", "five", "charger", "gasket"}) ==
        "Both speak of battery and charger; two months earlier, in “Kick-off”.");
  CHECK(explain_bridge(bridge, source, {"because", "battery"}) ==
        "Both speak of battery; two months earlier, in “Kick-off”.");
  CHECK(explain_bridge(bridge, source, {"battery", "gasket"}) ==
        "Both passages speak of battery and gasket; two months earlier, in “Kick-off”.");
  for (const std::vector<std::string>& words : {std::vector<std::string>{}, {"about", "because"}}) {
    CHECK(explain_bridge(bridge, source, words) ==
          "Close to what Anna said in “Launch”; two months earlier, in “Kick-off”.");
  }
}

}  // namespace hebb
