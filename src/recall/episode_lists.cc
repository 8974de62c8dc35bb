#include "recall/episode_lists.h"

#include <algorithm>
#include <ranges>

#include "recall/activation.h"

namespace hebb {
namespace {

constexpr std::size_t kUnknown = SIZE_MAX;

}  // namespace

EpisodeLists::EpisodeLists(const RankedField& ranked)
    : r_(ranked),
      any_related_(std::ranges::any_of(std::views::iota(std::size_t{0}, ranked.field.size()),
                                       [&](std::size_t i) { return is_related(i); })),
      direct_(ranked.scores.h),
      giver_(ranked.field.size(), kUnknown) {
  for (std::size_t s = 0; s < r_.field.stretches().size(); ++s) {
    const auto& stretch = r_.field.stretches()[s];
    for (std::size_t i = 0; i < stretch.size; ++i) direct_[stretch.begin + i] += r_.scores.meeting[s];
  }
}

std::vector<Scored> EpisodeLists::direct(std::size_t limit) const {
  std::vector<Scored> list;
  for (const std::size_t i : best(limit, direct_, [&](std::size_t at) { return is_related(at); })) {
    Scored one = scored(i);
    one.score = direct_[i];
    one.speaker = one.score - one.semantic - one.lexical - one.meeting - one.type_prior - one.exchange - one.length;
    list.push_back(one);
  }
  return list;
}

std::vector<Scored> EpisodeLists::ranked(std::size_t limit) {
  std::vector<Scored> list;
  if (!any_related_) return list;
  for (const std::size_t i : best(limit, r_.scores.rank, [](std::size_t) { return true; })) {
    list.push_back(with_parts_of_rank(i));
  }
  return list;
}

std::vector<Activated> EpisodeLists::activated(std::size_t limit, const ActivationThresholds& thresholds) {
  std::vector<Activated> list;
  if (!any_related_) return list;
  const std::vector<float>& active = r_.scores.active;
  const float most = std::ranges::max(active);
  const auto reached = [&](std::size_t i) { return active[i] >= thresholds.peripheral * most && giver(i) != i; };
  for (const std::size_t i : best(limit, active, reached)) {
    const float strength = active[i] / most;
    Activated one{.memory = with_parts_of_rank(i), .strength = strength};
    one.memory.giver = r_.field.ordinal(giver(i));
    one.classification = strength >= thresholds.core         ? ActivationClass::core
                         : strength >= thresholds.contextual ? ActivationClass::contextual
                                                             : ActivationClass::peripheral;
    list.push_back(one);
  }
  return list;
}

// Neither near in meaning nor sharing a word: not an answer, however the rest of the scope scores.
bool EpisodeLists::is_related(std::size_t i) const {
  return r_.wordless || r_.evidence.cosine[i] > 0 || r_.evidence.bm25[i] > 0;
}

Scored EpisodeLists::scored(std::size_t i) const {
  const auto& [field, evidence, scores, words, shown, p, wordless] = r_;
  const std::size_t s = field.stretch_number(i);
  const float semantic = (1 - p.lexical) * ((1 - p.context) * scores.moments.cosine.standardise(evidence.cosine[i]) +
                                            p.context * scores.moments.context.standardise(evidence.context[i]));
  return {.ordinal = field.ordinal(i),
          .cosine = evidence.cosine[i],
          .bm25 = evidence.bm25[i],
          .semantic = semantic,
          .lexical = lexical_weight(p, scores.jumping[s]) * scores.moments.bm25.standardise(evidence.bm25[i]),
          .meeting = scores.meeting[s],
          .type_prior = scores.type[i],
          .exchange = scores.exchange[i],
          .length = scores.length[i],
          .giver = answered(i),
          .shared = words.shared(*field.stretches()[s].meeting, field.ordinal(i), Level::episode)};
}

// With the score and the parts of F.
Scored EpisodeLists::with_parts_of_rank(std::size_t i) {
  const EpisodeScores& scores = r_.scores;
  Scored one = scored(i);
  one.score = scores.rank[i];
  one.activation = scores.activation[i];
  one.coverage = scores.coverage[i];
  one.speaker = scores.speaker[i];
  const float jumping = scores.jumping[r_.field.stretch_number(i)];
  one.exchange *= jumping;
  one.length *= jumping;
  // Of a question it answers is said that it does, whatever else stands beside it.
  if (one.giver == one.ordinal) one.giver = r_.field.ordinal(giver(i));
  return one;
}

// The question that the memory at index i is taken to answer, if it may be shown; else the memory itself.
Ordinal EpisodeLists::answered(std::size_t i) const {
  const Ordinal ordinal = r_.field.ordinal(i);
  constexpr float kWorthTelling = 0.05f;  // less of a score is no reason for it
  return r_.scores.exchange[i] >= kWorthTelling && r_.shown.shows(ordinal - 1) ? ordinal - 1 : ordinal;
}

// Of the memory at index i, among those that may be shown, since its words are quoted. Found for all of its meeting,
// for few meetings have a memory that is asked for.
std::size_t EpisodeLists::giver(std::size_t i) {
  if (giver_[i] == kUnknown) {
    const std::size_t s = r_.field.stretch_number(i);
    const auto& stretch = r_.field.stretches()[s];
    std::vector<std::uint32_t> givers(stretch.size);
    const auto own = EpisodeField::part(std::span(r_.scores.own), stretch);
    std::vector<float> seeds(own.begin(), own.end());
    for (std::size_t k = 0; k < stretch.size; ++k) {
      if (!r_.shown.shows(stretch.meeting->first + static_cast<Ordinal>(k))) seeds[k] = 0;
    }
    strongest_givers(seeds, r_.scores.discussion[s], givers);
    for (std::size_t k = 0; k < stretch.size; ++k) giver_[stretch.begin + k] = stretch.begin + givers[k];
  }
  return giver_[i];
}

// The best `limit` of the field's indices by `score`, larger first, that may be shown and pass `take`.
std::vector<std::size_t> EpisodeLists::best(std::size_t limit, std::span<const float> score, const auto& take) const {
  const auto id = [&](std::size_t i) {
    const auto& stretch = r_.field.stretch_of(i);
    return stretch.meeting->memories[i - stretch.begin].id;
  };
  const auto better = [&](std::size_t a, std::size_t b) {
    return score[a] != score[b] ? score[a] > score[b] : id(a) < id(b);
  };
  std::vector<std::size_t> kept;  // a heap with the worst in front once there are `limit`
  if (limit == 0) return kept;
  for (const auto& stretch : r_.field.stretches()) {
    for (std::size_t i = stretch.begin; i < stretch.begin + stretch.size; ++i) {
      if (kept.size() == limit && score[i] < score[kept.front()]) continue;
      if (!r_.shown.shows(stretch.meeting->first + static_cast<Ordinal>(i - stretch.begin)) || !take(i)) continue;
      if (kept.size() == limit) {
        if (!better(i, kept.front())) continue;
        std::ranges::pop_heap(kept, better);
        kept.pop_back();
      }
      kept.push_back(i);
      std::ranges::push_heap(kept, better);
    }
  }
  std::ranges::sort_heap(kept, better);
  return kept;
}

}  // namespace hebb
