#include "recall/answerable.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "recall/recall.h"

namespace hebb {

float answerable(const Grounds& grounds) {
  if (grounds.memories == 0) return 0;
  const AnswerableModel& model = grounds.vectors ? kAnswerable : kAnswerableByWords;
  const float log_odds = model.cosine * grounds.cosine + model.coverage * grounds.coverage +
                         model.size * std::log(static_cast<float>(grounds.memories)) + model.bias;
  return std::max(grounds.whole ? kAnswerableWhole : 0, 1 / (1 + std::exp(-log_odds)));
}

Grounds grounds_of(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores,
                   std::size_t memories, const std::function<bool(Ordinal)>& shown) {
  Grounds grounds{.memories = memories};
  std::array<float, 3> best{};
  std::size_t seen = 0;
  for (std::size_t s = 0; s < field.stretches().size(); ++s) {
    const auto& stretch = field.stretches()[s];
    // Coverage is of the terms that the project knows; those it does not know count against it.
    for (std::size_t i = 0; i < stretch.size; ++i) {
      if (!shown(stretch.meeting->first + static_cast<Ordinal>(i))) continue;
      const std::size_t at = stretch.begin + i;
      grounds.coverage = std::max(grounds.coverage, evidence.known[s] * scores.covered[at]);
      const float cosine = evidence.cosine[at];
      if (seen++ < best.size()) {
        best[seen - 1] = cosine;
      } else if (const auto least = std::ranges::min_element(best); cosine > *least) {
        *least = cosine;
      }
    }
  }
  for (const float cosine : best)
    grounds.cosine += cosine / static_cast<float>(std::clamp<std::size_t>(seen, 1, best.size()));
  return grounds;
}

void shorten(Recalled& recalled, bool wordless, const LittleFound& little) {
  if (recalled.answerable >= (wordless ? little.below_wordless : little.below)) return;
  const auto cut = [&](auto& list, const auto& scored) {
    std::erase_if(list, [&](const auto& one) {
      const Scored& memory = scored(one);
      return memory.bm25 <= 0 && memory.cosine < little.cosine;
    });
    if (list.size() > little.at_most) list.resize(little.at_most);
  };
  for (auto& list : recalled.direct) cut(list, std::identity{});
  // What the question names is there, what its activation falls on is chance.
  std::erase_if(recalled.concepts, [](const ListedConcept& one) { return one.words <= 0; });
  if (recalled.concepts.size() > little.at_most) recalled.concepts.resize(little.at_most);
  cut(recalled.results, std::identity{});
  recalled.ground.reset();
  cut(recalled.activated, [](const Activated& one) -> const Scored& { return one.memory; });
}

}  // namespace hebb
