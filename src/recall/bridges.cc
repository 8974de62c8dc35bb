#include "recall/bridges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

namespace hebb {
namespace {

using Stretch = EpisodeField::Stretch;

float dot(std::span<const float> a, std::span<const float> b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

float length_of(std::span<const float> vector) {
  return std::sqrt(dot(vector, vector));
}

class BridgeSearch {
 public:
  BridgeSearch(const RecallView& view, const BridgeGround& ground, const BridgeQuery& query,
               const BridgeParameters& parameters)
      : view_(view), ground_(ground), query_(query), p_(parameters) {}

  std::vector<Bridge> found() {
    if (!find_source()) return {};
    choose_meetings();
    if (!compare_passages()) return {};
    find_terms();
    score();
    hear_source();
    return described(in_rounds(chosen()));
  }

 private:
  struct Candidate {
    const Stretch* stretch;
    float common;  // what B gives to all of it
  };

  const std::vector<Stretch>& stretches() const { return ground_.field.stretches(); }

  // The passage round what the question activates most in the source's meeting, as a distribution and as a direction.
  bool find_source() {
    for (const Stretch& stretch : stretches()) {
      if (query_.source >= stretch.meeting->first && query_.source < stretch.meeting->end()) source_ = &stretch;
    }
    if (source_ == nullptr) return false;
    const auto active = EpisodeField::part(std::span(ground_.scores.active), *source_);
    const float most = std::ranges::max(active);
    if (most <= 0) return false;
    constexpr float kNegligible = 1e-3f;
    passage_.resize(active.size());
    for (std::size_t i = 0; i < active.size(); ++i) {
      const float relative = active[i] / most;
      passage_[i] = relative * relative >= kNegligible ? relative * relative : 0;
    }
    auto direction = view_.vectors->weighted_sum(passage_, Level::episode, source_->range());
    if (!direction) return false;
    direction_ = std::move(*direction);
    const float norm = length_of(direction_);
    if (norm == 0) return false;
    for (float& x : direction_) x /= norm;
    return true;
  }

  // Most of a question's meetings hold no bridge, and B tells which do by what it gives to all of a meeting.
  void choose_meetings() {
    std::vector<float> likeness(stretches().size());
    for (std::size_t s = 0; s < likeness.size(); ++s) {
      likeness[s] = dot(stretches()[s].meeting->centroid, source_->meeting->centroid);
    }
    const Moments moments = moments_of(likeness);
    for (std::size_t s = 0; s < likeness.size(); ++s) {
      const Stretch& stretch = stretches()[s];
      if (&stretch == source_ || stretch.meeting->project != source_->meeting->project) continue;
      meetings_.push_back(
          {.stretch = &stretch,
           .common = p_.meeting_likeness * moments.standardise(likeness[s]) + p_.meeting * ground_.scores.meeting[s]});
    }
    const auto end = meetings_.begin() + static_cast<std::ptrdiff_t>(std::min(p_.most_meetings, meetings_.size()));
    std::ranges::partial_sort(meetings_, end, [](const Candidate& a, const Candidate& b) {
      return a.common != b.common ? a.common > b.common : a.stretch->meeting->id < b.stretch->meeting->id;
    });
    meetings_.erase(end, meetings_.end());
  }

  // Cosines of every passage with the question and with the source.
  bool compare_passages() {
    const float cue_length = length_of(ground_.cue);
    if (cue_length == 0) return false;
    with_question_.resize(ground_.field.size());
    with_source_.resize(ground_.field.size());
    std::vector<OrdinalRange> ranges;
    std::size_t size = 0;
    for (const Candidate& candidate : meetings_) {
      ranges.push_back(candidate.stretch->range());
      size += ranges.back().size();
    }
    std::vector<float> to_source(size);
    if (!view_.vectors->score_ranges(direction_, Level::episode, ranges, to_source)) return false;
    for (float& value : to_source) value = std::isnan(value) ? 0 : value;
    auto next = std::span<const float>(to_source);
    for (const Candidate& candidate : meetings_) {
      const Stretch& stretch = *candidate.stretch;
      const auto source = EpisodeField::part(std::span(with_source_), stretch);
      spread(next.first(stretch.size), kContextReach, source);
      next = next.subspan(stretch.size);
      for (std::size_t i = 0; i < stretch.size; ++i) {
        const float norm = stretch.meeting->context_norms[i];
        source[i] = norm > 0 ? source[i] / norm : 0;
        with_question_[stretch.begin + i] = ground_.evidence.context[stretch.begin + i] / cue_length;
      }
    }
    return true;
  }

  void find_terms() {
    // A term counts as often as it is repeated in the query, which gives weights in quarters.
    std::vector<std::string> weighted;
    for (const SourceTerm& term : query_.terms) {
      weighted.insert(weighted.end(), static_cast<std::size_t>(std::max(1.0f, std::round(4 * term.weight))), term.term);
    }
    std::vector<const Stretch*> ascending;
    ascending.reserve(meetings_.size());
    for (const Candidate& candidate : meetings_) ascending.push_back(candidate.stretch);
    std::ranges::sort(ascending, {}, [](const Stretch* one) { return one->meeting->first; });
    std::vector<OrdinalRange> ranges;
    ranges.reserve(ascending.size());
    for (const Stretch* one : ascending) ranges.push_back(one->range());
    const auto matches = view_.lexical->matches_in(ranges, weighted, source_->meeting->project, Level::episode);
    std::vector<float> scores(ground_.field.size());
    std::size_t at = 0;
    for (const Hit& hit : matches.hits) {
      while (hit.ordinal >= ranges[at].end) ++at;
      scores[ascending[at]->begin + hit.ordinal - ranges[at].first] = hit.score;
    }
    places_.resize(query_.terms.size());
    for (const TermOccurrences& term : matches.terms) {
      const auto number = std::ranges::find(query_.terms, term.term, &SourceTerm::term) - query_.terms.begin();
      places_[static_cast<std::size_t>(number)] = term.ordinals;
    }
    terms_.resize(scores.size());
    for (const auto& [stretch, common] : meetings_) {
      spread(EpisodeField::part(std::span<const float>(scores), *stretch), p_.term_reach,
             EpisodeField::part(std::span(terms_), *stretch));
    }
  }

  // Over the meetings looked into.
  Moments moments(std::span<const float> values) const {
    std::size_t count = 0;
    double sum = 0, squares = 0;
    for (const auto& [stretch, common] : meetings_) {
      for (const double value : EpisodeField::part(values, *stretch)) {
        sum += value;
        squares += value * value;
      }
      count += stretch->size;
    }
    return moments_from(count, sum, squares);
  }

  void score() {
    const Standard question = moments(with_question_).standard();
    const Standard source = moments(with_source_).standard();
    const Standard terms = moments(terms_).standard();
    scores_.resize(ground_.field.size());
    for (const auto& [stretch, common] : meetings_) {
      for (std::size_t i = stretch->begin; i < stretch->begin + stretch->size; ++i) {
        scores_[i] = common + question(with_question_[i]) + p_.source * source(with_source_[i]) +
                     p_.terms * terms(terms_[i]) + p_.share * ground_.scores.share[i];
      }
    }
  }

  bool shows(Ordinal ordinal) const { return ground_.shown.shows(ordinal); }

  const MemoryId& id(std::size_t i) const { return view_.catalog->memory(ground_.field.ordinal(i)).id; }

  // By B, at most some a meeting and those not side by side; more than are shown, for the rounds.
  std::vector<std::size_t> chosen() const {
    std::vector<std::size_t> order;
    for (const auto& [stretch, common] : meetings_) {
      for (std::size_t i = stretch->begin; i < stretch->begin + stretch->size; ++i) {
        const Ordinal ordinal = stretch->meeting->first + static_cast<Ordinal>(i - stretch->begin);
        if (with_question_[i] < p_.least_question || with_source_[i] < p_.least_source) continue;
        if (!shows(ordinal)) continue;
        order.push_back(i);
      }
    }
    // A heap, for few of many are taken.
    const auto worse = [&](std::size_t a, std::size_t b) {
      return scores_[a] != scores_[b] ? scores_[a] < scores_[b] : id(a) > id(b);
    };
    std::ranges::make_heap(order, worse);
    std::vector<std::size_t> kept;
    std::map<const Stretch*, std::vector<std::size_t>> by_meeting;
    while (!order.empty() && kept.size() < query_.limit) {
      std::ranges::pop_heap(order, worse);
      const std::size_t i = order.back();
      order.pop_back();
      if (std::ranges::contains(query_.taken, ground_.field.ordinal(i))) continue;
      auto& others = by_meeting[&ground_.field.stretch_of(i)];
      const auto near = [&](std::size_t other) { return std::max(i, other) - std::min(i, other) <= p_.apart; };
      if (others.size() == p_.most_of_meeting || std::ranges::any_of(others, near)) continue;
      others.push_back(i);
      kept.push_back(i);
    }
    return kept;
  }

  // The best of each meeting first, then the second of each.
  std::vector<std::size_t> in_rounds(const std::vector<std::size_t>& kept) const {
    std::map<const Stretch*, std::size_t> taken;
    std::vector<std::pair<std::size_t, std::size_t>> rounds;  // round, index
    rounds.reserve(kept.size());
    for (const std::size_t i : kept) rounds.emplace_back(taken[&ground_.field.stretch_of(i)]++, i);
    std::ranges::stable_sort(rounds, {}, &std::pair<std::size_t, std::size_t>::first);
    std::vector<std::size_t> order;
    order.reserve(rounds.size());
    for (const auto& [round, i] : rounds) order.push_back(i);
    return order;
  }

  std::vector<Bridge> described(const std::vector<std::size_t>& order) const {
    const auto& cosine = ground_.evidence.cosine;
    const float best = cosine.empty() ? 0 : std::ranges::max(cosine);
    std::vector<Bridge> bridges;
    bridges.reserve(order.size());
    for (const std::size_t i : order) {
      auto leads_from = connecting(ground_.field.ordinal(i));
      if (leads_from.empty()) continue;  // nothing that may be shown says what it leads from
      bridges.push_back({.ordinal = ground_.field.ordinal(i),
                         .score = scores_[i],
                         .novelty = best > 0 ? 1 - std::clamp(cosine[i] / best, 0.0f, 1.0f) : 0,
                         .connection = std::clamp(with_source_[i], 0.0f, 1.0f),
                         .connecting = std::move(leads_from),
                         .shared = shared(i)});
    }
    return bridges;
  }

  // The memories of the source that may be shown and that the bridge is most like, weighted by what they are of the
  // source.
  std::vector<Ordinal> connecting(Ordinal bridge) const {
    const std::array<float, 1> whole{1};
    const auto vector = view_.vectors->weighted_sum(whole, Level::episode, {bridge, bridge + 1});
    const Ordinal first = source_->meeting->first;
    std::vector<float> likeness(passage_.size());
    if (!vector || !view_.vectors->score_range(*vector, Level::episode, source_->range(), likeness)) return {};
    std::vector<std::pair<float, Ordinal>> order;
    for (std::size_t i = 0; i < passage_.size(); ++i) {
      const Ordinal ordinal = first + static_cast<Ordinal>(i);
      const float weight = passage_[i] * likeness[i];
      if (weight > 0 && shows(ordinal)) order.emplace_back(weight, ordinal);
    }
    std::ranges::sort(order, [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    order.resize(std::min(order.size(), p_.most_connecting));
    std::vector<Ordinal> ordinals;
    ordinals.reserve(order.size());
    for (const auto& [weight, ordinal] : order) ordinals.push_back(ordinal);
    return ordinals;
  }

  // Calls use(number, ordinal) for each concept that the memories say.
  static void each_concept(const ProjectConcepts& concepts, OrdinalRange range, auto&& use) {
    for (auto at = std::ranges::lower_bound(concepts.said, range.first, {}, &ProjectConcepts::Said::ordinal);
         at != concepts.said.end() && at->ordinal < range.end; ++at)
      use(at->number, at->ordinal);
  }

  const ProjectConcepts* concepts() const {
    if (!view_.concepts) return nullptr;
    const auto project = view_.concepts->projects.find(source_->meeting->project);
    return project == view_.concepts->projects.end() ? nullptr : project->second.get();
  }

  // What the source's passage speaks of.
  void hear_source() {
    const ProjectConcepts* known = concepts();
    if (known == nullptr) return;
    const Ordinal first = source_->meeting->first;
    each_concept(*known, source_->range(), [&](std::uint32_t number, Ordinal at) {
      if (const float weight = passage_[at - first]; weight > 0) source_concepts_[number] += weight;
    });
  }

  // What the source's passage speaks of most that is said in `range` too, by name; the rarer, the better.
  std::vector<const Concept*> shared_concepts(OrdinalRange range) const {
    if (source_concepts_.empty()) return {};
    const ProjectConcepts& concepts = *this->concepts();
    std::vector<std::uint32_t> numbers;
    each_concept(concepts, range, [&](std::uint32_t number, Ordinal) { numbers.push_back(number); });
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    std::vector<std::pair<float, const Concept*>> order;
    for (const std::uint32_t number : numbers) {
      const auto said = source_concepts_.find(number);
      if (said == source_concepts_.end()) continue;
      const Concept& one = concepts.concepts[number];
      const float idf = std::log(static_cast<float>(concepts.memories) / static_cast<float>(one.mentions.size()));
      order.emplace_back(said->second * idf, &one);
    }
    std::ranges::sort(order, [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second->id < b.second->id;
    });
    std::vector<const Concept*> found;
    for (const auto& [weight, one] : order) {
      const auto within = [&](const Concept* better) {
        return std::ranges::any_of(one->terms,
                                   [&](const auto& term) { return std::ranges::contains(better->terms, term); });
      };
      if (found.size() < p_.most_concepts && std::ranges::none_of(found, within)) found.push_back(one);
    }
    return found;
  }

  std::vector<std::string> shared(std::size_t i) const {
    constexpr std::size_t kNear = 6;
    const Stretch& stretch = ground_.field.stretch_of(i);
    const std::size_t from = std::max(stretch.begin, i - std::min(i, kNear));
    const std::size_t to = std::min(stretch.begin + stretch.size, i + kNear + 1);
    const Ordinal first = stretch.meeting->first;
    const OrdinalRange near{.first = first + static_cast<Ordinal>(from - stretch.begin),
                            .end = first + static_cast<Ordinal>(to - stretch.begin)};
    const auto concepts = shared_concepts(near);
    std::vector<std::string> words;
    words.reserve(concepts.size() + query_.terms.size());
    for (const Concept* one : concepts) words.push_back(one->name);
    for (std::size_t t = 0; t < query_.terms.size(); ++t) {
      const auto at = std::ranges::lower_bound(places_[t], near.first);
      const auto said = [&](const Concept* one) { return std::ranges::contains(one->terms, query_.terms[t].term); };
      if (std::ranges::any_of(concepts, said)) continue;
      if (at != places_[t].end() && *at < near.end) words.push_back(query_.terms[t].surface);
    }
    return words;
  }

  const RecallView& view_;
  const BridgeGround& ground_;
  const BridgeQuery& query_;
  const BridgeParameters& p_;
  const Stretch* source_ = nullptr;
  std::vector<float> passage_;       // of each memory of the source's meeting its part in the source
  std::vector<float> direction_;     // of the source: L2 norm 1
  std::vector<Candidate> meetings_;  // looked into, best first
  std::unordered_map<std::uint32_t, float> source_concepts_;  // by number: how much of the passage says it, > 0
  // By index into the field, set in those meetings only.
  std::vector<float> with_question_, with_source_, terms_;
  std::vector<std::vector<Ordinal>> places_;  // of each source term, ascending
  std::vector<float> scores_;
};

}  // namespace

std::vector<Bridge> find_bridges(const RecallView& view, const BridgeGround& ground, const BridgeQuery& query,
                                 const BridgeParameters& parameters) {
  if (query.limit == 0) return {};
  return BridgeSearch(view, ground, query, parameters).found();
}

}  // namespace hebb
