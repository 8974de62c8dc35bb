// What a question is about, as the concepts (L0) of the projects in scope: by its words, by its meaning and by where
// its activation falls.
//
//   score = words + .1 z(mean cosine of the question with the mentions) + a ln(a / p)
//
// words: the share of the concept's idf that the question says, squared, times that idf over the rarest word's. a: the
// share of the strongest activation that falls on the mentions; p: the share of the project's memories that they are,
// so that what a project always speaks of tells little. A mention that the filter hides does not exist.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "recall/concept_index.h"
#include "recall/ranking.h"

namespace hebb {

struct ConceptRanking {
  float meaning = 0.1f;
  float least_active = 0.05f;  // of the strongest: what counts as activated
  std::size_t most_active = 64;
  std::size_t least_support = 2;  // activated mentions of a concept that the question does not name in full
  float least_evidence = 0.1f;    // words and activation
  float least_score = 0.25f;
  float same =
      0.7f;  // share of a concept's activated mentions within a better one's that shares a word: it adds nothing
  std::size_t most_mentions = 20;
};

struct ListedConcept {
  const Concept* concept_ = nullptr;  // never null; as long as the view
  const std::string* project = nullptr;
  float score = 0;
  float words = 0;  // parts of the score
  float meaning = 0;
  float activation = 0;
  float cosine = 0;            // mean of the question's with its mentions
  std::uint32_t mentions = 0;  // that may be shown, as are the next
  std::uint32_t meetings = 0;
  std::uint32_t activated = 0;  // mentions among the memories that the question activates most
  std::vector<Ordinal>
      foremost;  // mentions, the most activated first; never empty, at most ConceptRanking::most_mentions
};

struct ConceptGround {
  const ConceptView& view;
  const Catalog& catalog;
  const EpisodeField& field;
  std::span<const float> cosine;  // of the field's memories, as is `active`
  std::span<const float> active;
  std::span<const std::string> terms;  // index terms of the question
  const Scope& shown;                  // episodes
};

// Best first, ties by id. Deterministic, and independent of the order of import. Cost: one pass over the field, then
// what the strongest memories and the terms speak of.
std::vector<ListedConcept> concepts_of(const ConceptGround& ground, std::size_t limit,
                                       const ConceptRanking& ranking = {});

}  // namespace hebb
