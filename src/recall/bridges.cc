#include "recall/bridges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <ranges>
#include <string_view>
#include <unordered_map>

#include "text/normalise.h"

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
    const Ordinal first = source_->meeting->first;
    auto direction =
        view_.vectors->weighted_sum(passage_, Level::episode, {first, first + static_cast<Ordinal>(passage_.size())});
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
    std::vector<float> to_source;
    for (const Candidate& candidate : meetings_) {
      const Stretch& stretch = *candidate.stretch;
      to_source.resize(stretch.size);
      const Ordinal first = stretch.meeting->first;
      const OrdinalRange range{.first = first, .end = first + static_cast<Ordinal>(stretch.size)};
      if (!view_.vectors->score_range(direction_, Level::episode, range, to_source)) return false;
      for (float& value : to_source) value = std::isnan(value) ? 0 : value;
      const auto source = EpisodeField::part(std::span(with_source_), stretch);
      spread(to_source, kContextReach, source);
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
    const auto matches = view_.lexical->matches(weighted, source_->meeting->project, Level::episode);
    std::vector<float> scores(ground_.field.size());
    places_.resize(query_.terms.size());
    for (const Candidate& candidate : meetings_) {
      const Stretch& stretch = *candidate.stretch;
      const auto in_stretch = [&](Ordinal ordinal) { return ordinal < stretch.meeting->first + stretch.size; };
      for (auto hit = std::ranges::lower_bound(matches.hits, stretch.meeting->first, {}, &Hit::ordinal);
           hit != matches.hits.end() && in_stretch(hit->ordinal); ++hit) {
        scores[stretch.begin + hit->ordinal - stretch.meeting->first] = hit->score;
      }
      for (const TermOccurrences& term : matches.terms) {
        const auto number = std::ranges::find(query_.terms, term.term, &SourceTerm::term) - query_.terms.begin();
        for (auto at = std::ranges::lower_bound(term.ordinals, stretch.meeting->first);
             at != term.ordinals.end() && in_stretch(*at); ++at) {
          places_[static_cast<std::size_t>(number)].push_back(stretch.begin + *at - stretch.meeting->first);
        }
      }
    }
    for (auto& places : places_) std::ranges::sort(places);
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
    const Moments question = moments(with_question_);
    const Moments source = moments(with_source_);
    const Moments terms = moments(terms_);
    scores_.resize(ground_.field.size());
    for (const auto& [stretch, common] : meetings_) {
      for (std::size_t i = stretch->begin; i < stretch->begin + stretch->size; ++i) {
        scores_[i] = common + question.standardise(with_question_[i]) +
                     p_.source * source.standardise(with_source_[i]) + p_.terms * terms.standardise(terms_[i]) +
                     p_.share * ground_.scores.share[i];
      }
    }
  }

  const MemoryId& id(std::size_t i) const { return view_.catalog->memory(ground_.field.ordinal(i)).id; }

  // By B, at most some a meeting and those not side by side; more than are shown, for the rounds.
  std::vector<std::size_t> chosen() const {
    std::vector<std::size_t> order;
    for (const auto& [stretch, common] : meetings_) {
      for (std::size_t i = stretch->begin; i < stretch->begin + stretch->size; ++i) {
        const Ordinal ordinal = stretch->meeting->first + static_cast<Ordinal>(i - stretch->begin);
        if (with_question_[i] < p_.least_question || with_source_[i] < p_.least_source) continue;
        if (!ground_.shown.everything && !ground_.shown.selected.contains(ordinal)) continue;
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
      bridges.push_back({.ordinal = ground_.field.ordinal(i),
                         .score = scores_[i],
                         .novelty = best > 0 ? 1 - std::clamp(cosine[i] / best, 0.0f, 1.0f) : 0,
                         .connection = std::clamp(with_source_[i], 0.0f, 1.0f),
                         .connecting = connecting(ground_.field.ordinal(i)),
                         .shared = shared(i)});
    }
    return bridges;
  }

  // The memories of the source that the bridge is most like, weighted by what they are of the source.
  std::vector<Ordinal> connecting(Ordinal bridge) const {
    const std::array<float, 1> whole{1};
    const auto vector = view_.vectors->weighted_sum(whole, Level::episode, {bridge, bridge + 1});
    const Ordinal first = source_->meeting->first;
    std::vector<float> likeness(passage_.size());
    const OrdinalRange range{.first = first, .end = first + static_cast<Ordinal>(passage_.size())};
    if (!vector || !view_.vectors->score_range(*vector, Level::episode, range, likeness)) return {};
    std::vector<std::pair<float, Ordinal>> order;
    for (std::size_t i = 0; i < passage_.size(); ++i) {
      if (const float weight = passage_[i] * likeness[i]; weight > 0) {
        order.emplace_back(weight, first + static_cast<Ordinal>(i));
      }
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

  // What the source's passage speaks of most that is said in `range` too, by name; the rarer, the better.
  std::vector<const Concept*> shared_concepts(OrdinalRange range) const {
    if (!view_.concepts) return {};
    const auto project = view_.concepts->projects.find(source_->meeting->project);
    if (project == view_.concepts->projects.end()) return {};
    const ProjectConcepts& concepts = *project->second;
    std::map<std::uint32_t, float> weights;
    each_concept(concepts, range, [&](std::uint32_t number, Ordinal) { weights.emplace(number, 0.0f); });
    const Ordinal first = source_->meeting->first;
    each_concept(concepts, {first, first + static_cast<Ordinal>(passage_.size())},
                 [&](std::uint32_t number, Ordinal at) {
                   if (const auto weight = weights.find(number); weight != weights.end())
                     weight->second += passage_[at - first];
                 });
    std::vector<std::pair<float, const Concept*>> order;
    for (const auto& [number, said] : weights) {
      const Concept& one = concepts.concepts[number];
      const float idf = std::log(static_cast<float>(concepts.memories) / static_cast<float>(one.mentions.size()));
      if (said > 0) order.emplace_back(said * idf, &one);
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
    const auto concepts = shared_concepts({ground_.field.ordinal(from), ground_.field.ordinal(to - 1) + 1});
    std::vector<std::string> words;
    words.reserve(concepts.size() + query_.terms.size());
    for (const Concept* one : concepts) words.push_back(one->name);
    for (std::size_t t = 0; t < query_.terms.size(); ++t) {
      const auto at = std::ranges::lower_bound(places_[t], from);
      const auto said = [&](const Concept* one) { return std::ranges::contains(one->terms, query_.terms[t].term); };
      if (std::ranges::any_of(concepts, said)) continue;
      if (at != places_[t].end() && *at < to) words.push_back(query_.terms[t].surface);
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
  // By index into the field, set in those meetings only.
  std::vector<float> with_question_, with_source_, terms_;
  std::vector<std::vector<std::size_t>> places_;  // of each source term, indices into the field, ascending
  std::vector<float> scores_;
};

// What a term is counted by, and the word that stands for it.
struct Stem {
  double frequency = 0;
  int most = 0;  // how often its most frequent word is written
  std::string_view surface;
};

}  // namespace

std::vector<SourceTerm> source_terms(const LexicalView& lexical, std::string_view project,
                                     const std::vector<std::string>& texts, std::size_t most) {
  std::unordered_map<std::string, int> words;  // results repeat theirs, so each is stemmed once
  for (const std::string& text : texts) {
    for (std::string& word : words_of(text)) ++words[std::move(word)];
  }
  std::map<std::string, Stem, std::less<>> stems;
  for (const auto& [word, count] : words) {
    auto terms = index_terms(word);
    const bool alone = terms.size() == 1;
    for (std::string& term : terms) {
      Stem& stem = stems[std::move(term)];
      stem.frequency += count;
      if (!alone || count < stem.most || (count == stem.most && word >= stem.surface)) continue;
      stem.most = count;
      stem.surface = word;
    }
  }
  const auto count = static_cast<double>(lexical.documents(project, Level::episode));
  constexpr std::size_t kShortest = 3;  // letters and clitics that transcription left tell nothing
  std::vector<std::pair<double, std::string_view>> order;
  for (const auto& [term, stem] : stems) {
    if (term.size() < kShortest) continue;
    const auto df = static_cast<double>(lexical.document_frequency(project, Level::episode, term));
    order.emplace_back(stem.frequency * std::log(1 + (count - df + 0.5) / (df + 0.5)), term);
  }
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), most));
  std::ranges::partial_sort(order, end, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  order.erase(end, order.end());
  std::vector<SourceTerm> terms;
  terms.reserve(order.size());
  for (const auto& [weight, term] : order) {
    const Stem& stem = stems.find(term)->second;
    terms.push_back({.term = std::string(term),
                     .surface = std::string(stem.surface.empty() ? term : stem.surface),
                     .weight = static_cast<float>(weight / order.front().first)});
  }
  return terms;
}

std::vector<Bridge> find_bridges(const RecallView& view, const BridgeGround& ground, const BridgeQuery& query,
                                 const BridgeParameters& parameters) {
  if (query.limit == 0) return {};
  return BridgeSearch(view, ground, query, parameters).found();
}

}  // namespace hebb
