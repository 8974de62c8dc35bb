// From the scores of a field to the lists of episodes that are shown. Private to recall/.
#pragma once

#include <span>
#include <vector>

#include "recall/recall.h"
#include "recall/scope_words.h"

namespace hebb {

// All that a list is made of: of one question and one field.
struct RankedField {
  const EpisodeField& field;
  const EpisodeEvidence& evidence;
  const EpisodeScores& scores;
  const ScopeWords& words;
  const Scope& shown;  // only what it has is listed, or quoted as a giver
  const RankingParameters& parameters;
  bool wordless = false;  // what is in scope is what is asked for, whatever its words
};

// Thread safety: thread-compatible.
class EpisodeLists {
 public:
  explicit EpisodeLists(const RankedField& ranked);

  // Best first, `limit` at most; of all three nothing where no episode is near in meaning or shares a word, unless the
  // question is wordless.
  std::vector<Scored> direct(std::size_t limit) const;  // by h + M: of those that are near or share one
  std::vector<Scored> ranked(std::size_t limit);        // by F
  std::vector<Activated> activated(std::size_t limit, const ActivationThresholds& thresholds);  // by strength

 private:
  bool is_related(std::size_t i) const;
  Scored scored(std::size_t i) const;
  Scored with_parts_of_rank(std::size_t i);
  Ordinal answered(std::size_t i) const;
  std::size_t giver(std::size_t i);
  std::vector<std::size_t> best(std::size_t limit, std::span<const float> score, const auto& take) const;

  const RankedField r_;
  const bool any_related_;
  std::vector<float> direct_;       // h + M
  std::vector<std::size_t> giver_;  // by index into the field; kUnknown until asked for
};

}  // namespace hebb
