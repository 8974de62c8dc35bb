#include "recall/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>

namespace hebb {
namespace {

using Stretch = EpisodeField::Stretch;

// Next to nothing: what a memory gives is its own.
constexpr Reach kItself{.forward = 0.2f, .backward = 0.1f};

// Of the meeting's speakers those that the question names, by index.
std::vector<bool> named_speakers(const QuestionReading& reading, const CatalogMeeting& meeting) {
  std::vector<bool> named(meeting.speakers.size());
  for (std::size_t i = 0; i < named.size(); ++i) {
    named[i] = std::ranges::contains(reading.speakers, meeting.speakers[i], &NamedSpeaker::name);
  }
  return named;
}

class Ranker {
 public:
  Ranker(const EpisodeField& field, const EpisodeEvidence& evidence, const QuestionReading& reading,
         const RankingParameters& parameters, const Standardisation& standardisation)
      : field_(field), evidence_(evidence), reading_(reading), p_(parameters), standardisation_(standardisation) {}

  EpisodeScores scores() {
    find_persistence();
    find_speakers();
    score_own_fit();
    score_exchanges();
    score_meetings();
    score_coverage();
    spread_activation();
    add_up();
    return std::move(out_);
  }

 private:
  // The first memories of the field that stand for the scope.
  std::span<const float> sample(std::span<const float> values) const {
    if (standardisation_.sample == 0) return values;
    const Stretch& last = field_.stretches().at(standardisation_.sample - 1);
    return values.first(last.begin + last.size);
  }

  // Of the stretches that have a part in it; of the sample, where it has any of them.
  Moments moments_where(std::span<const float> values, auto&& has_part) const {
    const auto of_first = [&](std::size_t stretches) {
      std::vector<float> taken;
      for (std::size_t s = 0; s < stretches; ++s) {
        if (!has_part(s)) continue;
        const auto of_stretch = EpisodeField::part(values, field_.stretches()[s]);
        taken.insert(taken.end(), of_stretch.begin(), of_stretch.end());
      }
      return taken;
    };
    const auto sampled = of_first(standardisation_.sample);
    return moments_of(sampled.empty() ? of_first(field_.stretches().size()) : sampled);
  }

  void find_persistence() {
    out_.jumping.assign(field_.stretches().size(), 0);
    if (!p_.persistence || evidence_.persistence.empty()) return;
    std::ranges::transform(evidence_.persistence, out_.jumping.begin(),
                           [](float persistence) { return 1 - persistence; });
  }

  float persistence(std::size_t stretch) const { return 1 - out_.jumping[stretch]; }

  float speaker_weight(std::size_t stretch) const {
    return std::lerp(p_.speaker, p_.jumping_speaker, out_.jumping[stretch]);
  }

  // Over the talk of one stretch.
  Reach reach(Reach of_meetings, std::size_t stretch, Reach least = kItself) const {
    const float times = persistence(stretch);
    return {.forward = std::max(times * of_meetings.forward, least.forward),
            .backward = std::max(times * of_meetings.backward, least.backward)};
  }

  void find_speakers() {
    speaks_.assign(field_.size(), 0);
    has_speaker_.assign(field_.stretches().size(), false);
    if (reading_.speakers.empty()) return;
    for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
      const Stretch& stretch = field_.stretches()[s];
      const auto named = named_speakers(reading_, *stretch.meeting);
      if (!std::ranges::contains(named, true)) continue;
      has_speaker_[s] = true;
      for (std::size_t i = 0; i < stretch.size; ++i) {
        const std::int32_t speaker = stretch.meeting->memories[i].speaker;
        if (speaker >= 0 && named[static_cast<std::size_t>(speaker)]) speaks_[stretch.begin + i] = 1;
      }
      if (!std::ranges::contains(reading_.types, MemoryType::action, &NamedType::type)) continue;
      for (const Assignment& one : stretch.meeting->assignments)  // who is to do it, whoever says so
        speaks_[stretch.begin + one.memory] = named[static_cast<std::size_t>(one.owner)] ? 1 : 0;
    }
  }

  void score_own_fit() {
    RankingMoments& moments = out_.moments;
    moments.cosine = moments_of(sample(evidence_.cosine));
    moments.context = moments_of(sample(evidence_.context));
    moments.bm25 = standardisation_.bm25 ? *standardisation_.bm25 : moments_of(sample(evidence_.bm25));
    find_types();
    find_lengths();
    out_.h.resize(field_.size());
    const float semantic = 1 - p_.lexical;
    const Standard cosine = moments.cosine.standard();
    const Standard context = moments.context.standard();
    const Standard bm25 = moments.bm25.standard();
    for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
      const Stretch& stretch = field_.stretches()[s];
      const float common = has_speaker_[s] ? p_.meeting_of_speaker : 0;
      const float lexical = lexical_weight(p_, out_.jumping[s]);
      const float speaker = speaker_weight(s);
      for (std::size_t i = stretch.begin; i < stretch.begin + stretch.size; ++i) {
        out_.h[i] =
            semantic * ((1 - p_.context) * cosine(evidence_.cosine[i]) + p_.context * context(evidence_.context[i])) +
            lexical * bm25(evidence_.bm25[i]) + speaker * speaks_[i] + common + out_.type[i] + out_.length[i];
      }
    }
  }

  // A question holds the words that are asked for, and its answer none of them.
  void score_exchanges() {
    out_.exchange.assign(field_.size(), 0);
    if (std::ranges::contains(reading_.types, MemoryType::question, &NamedType::type)) return;
    for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
      const Stretch& stretch = field_.stretches()[s];
      if (out_.jumping[s] == 0) continue;
      const auto& memories = stretch.meeting->memories;
      const auto exchange = EpisodeField::part(std::span(out_.exchange), stretch);
      const auto h = EpisodeField::part(std::span(out_.h), stretch);
      for (std::size_t i = 0; i < stretch.size; ++i) {
        if (memories[i].type == MemoryType::question) exchange[i] -= out_.jumping[s] * p_.asking;
        if (answers(memories, i)) exchange[i] += out_.jumping[s] * p_.answering * std::max(0.0f, h[i - 1]);
      }
      for (std::size_t i = 0; i < stretch.size; ++i) h[i] += exchange[i];
    }
  }

  static bool answers(const std::vector<CatalogMemory>& memories, std::size_t i) {
    return i > 0 && memories[i - 1].type == MemoryType::question && memories[i].speaker != memories[i - 1].speaker;
  }

  void find_types() {
    out_.type.assign(field_.size(), 0);
    if (reading_.types.empty() && reading_.facts == 0) return;
    const float named = reading_.lists ? p_.listed_type : p_.type;
    for (const Stretch& stretch : field_.stretches()) {
      for (std::size_t i = 0; i < stretch.size; ++i) {
        const MemoryType type = stretch.meeting->memories[i].type;
        float& prior = out_.type[stretch.begin + i];
        if (std::ranges::contains(reading_.types, type, &NamedType::type)) prior += named;
        if ((stretch.meeting->facts[i] & reading_.facts) != 0) prior += p_.fact;
      }
    }
  }

  // Who tells something needs words for it, where each statement stands for itself.
  void find_lengths() {
    out_.length.assign(field_.size(), 0);
    if (evidence_.length.empty()) return;
    out_.moments.length = moments_where(evidence_.length, [&](std::size_t s) { return out_.jumping[s] > 0; });
    const Standard length = out_.moments.length.standard();
    for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
      const Stretch& stretch = field_.stretches()[s];
      const float weight = out_.jumping[s] * p_.length;
      for (std::size_t i = stretch.begin; i < stretch.begin + stretch.size; ++i)
        out_.length[i] = weight * length(evidence_.length[i]);
    }
  }

  float mean_of_best(const Stretch& stretch) const {
    const auto h = EpisodeField::part(std::span<const float>(out_.h), stretch);
    std::vector<float> best(std::min(p_.best_of_meeting, h.size()));
    std::ranges::partial_sort_copy(h, best, std::ranges::greater{});
    float sum = 0;
    for (const float value : best) sum += value;
    return best.empty() ? 0 : sum / static_cast<float>(best.size());
  }

  void score_meetings() {
    const auto& stretches = field_.stretches();
    std::vector<float> best(stretches.size());
    for (std::size_t s = 0; s < stretches.size(); ++s) best[s] = mean_of_best(stretches[s]);
    const std::size_t sampled = standardisation_.sample == 0 ? best.size() : standardisation_.sample;
    out_.moments.best = moments_of(std::span(best).first(sampled));
    out_.moments.meeting_bm25 =
        standardisation_.meeting_bm25 ? *standardisation_.meeting_bm25 : moments_of(evidence_.meeting_bm25);
    out_.meeting.resize(stretches.size());
    float most = std::numeric_limits<float>::lowest();
    for (std::size_t s = 0; s < stretches.size(); ++s) {
      const float whole =
          p_.best * out_.moments.best.standardise(best[s], p_.least_best) +
          p_.meeting_lexical * out_.moments.meeting_bm25.standardise(evidence_.meeting_bm25[s], p_.least_meeting_bm25);
      out_.meeting[s] = persistence(s) * whole;
      most = std::max(most, out_.meeting[s]);
    }
    // Some meeting stands out for every question: talk of which the whole tells nothing stands beside the best.
    for (std::size_t s = 0; s < stretches.size(); ++s) {
      out_.meeting[s] += out_.jumping[s] * most + (has_speaker_[s] ? p_.meeting_speaker : 0) +
                         weight_of_naming(p_, reading_, *stretches[s].meeting);
    }
  }

  void score_coverage() {
    out_.covered.assign(field_.size(), 0);
    out_.coverage.assign(field_.size(), 0);
    std::vector<float> said, reached;
    const auto add = [&](const Stretch& stretch, Reach reach, float weight, std::vector<float>& sum) {
      reached.resize(stretch.size);
      spread(said, reach, reached);
      for (std::size_t i = 0; i < stretch.size; ++i) sum[stretch.begin + i] += weight * std::min(1.0f, reached[i]);
    };
    for (const EpisodeEvidence::Term& term : evidence_.terms) {
      auto at = term.at.begin();
      for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
        const Stretch& stretch = field_.stretches()[s];
        const auto end = std::lower_bound(at, term.at.end(), stretch.begin + stretch.size);
        if (at == end) continue;
        said.assign(stretch.size, 0);
        for (; at != end; ++at) said[*at - stretch.begin] = 1;
        add(stretch, p_.coverage, term.share, out_.covered);
        if (out_.jumping[s] > 0) add(stretch, reach(p_.coverage, s, p_.jumping_coverage), term.share, out_.coverage);
      }
    }
  }

  void spread_activation() {
    const float most = out_.h.empty() ? 0 : std::ranges::max(out_.h);
    out_.own.resize(field_.size());
    for (std::size_t i = 0; i < out_.own.size(); ++i) out_.own[i] = std::exp(out_.h[i] - most);
    out_.active.resize(field_.size());
    gist_.resize(field_.size());
    out_.speaker.assign(field_.size(), 0);
    out_.share.assign(field_.size(), 0);
    std::vector<float> around;
    for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
      const Stretch& stretch = field_.stretches()[s];
      const auto own = EpisodeField::part(std::span<const float>(out_.own), stretch);
      out_.discussion.push_back(reach(p_.discussion, s, p_.jumping_discussion));
      spread(own, out_.discussion.back(), EpisodeField::part(std::span(out_.active), stretch));
      spread(own, reach(p_.gist, s), EpisodeField::part(std::span(gist_), stretch));
      if (!has_speaker_[s]) continue;
      const auto speaks = EpisodeField::part(std::span<const float>(speaks_), stretch);
      const auto speaker = EpisodeField::part(std::span(out_.speaker), stretch);
      const auto shares = EpisodeField::part(std::span(out_.share), stretch);
      share(speaks, reach(p_.share, s), shares);
      around.resize(stretch.size);
      spread(speaks, reach(p_.near, s), around);
      for (std::size_t i = 0; i < stretch.size; ++i) {
        speaker[i] = p_.share_weight * shares[i] + p_.near_weight * around[i];
      }
    }
  }

  void add_up() {
    // A seed far below the best vanishes in its exponential; the smallest number keeps the logarithm finite.
    constexpr float kLeast = std::numeric_limits<float>::min();
    std::vector<float> discussion(field_.size()), could;
    for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
      const Stretch& stretch = field_.stretches()[s];
      const float own = persistence(s) * static_cast<float>(reading_.own_weight);  // where talk jumps, h tells it
      // What reaches far gathers more, in whatever meeting: it is told by how much it could have gathered.
      could.assign(stretch.size, most_spread(out_.discussion[s]));
      if (out_.jumping[s] > 0) {  // there what stands at an end, or alone, is worth no less for it
        const float most = could.front();
        spread(std::vector<float>(stretch.size, 1), out_.discussion[s], could);
        for (float& one : could) one = std::lerp(most, one, out_.jumping[s]);
      }
      const float could_gist = most_spread(reach(p_.gist, s));
      for (std::size_t k = 0; k < stretch.size; ++k) {
        const std::size_t i = stretch.begin + k;
        discussion[i] = std::log((out_.active[i] + own * out_.own[i]) / (could[k] + own) + kLeast);
        gist_[i] = std::log(gist_[i] / could_gist + kLeast);
        out_.active[i] /= could[k];
      }
    }
    out_.moments.discussion = moments_of(sample(discussion));
    out_.moments.gist = moments_where(gist_, [&](std::size_t s) { return persistence(s) > 0; });
    const Standard of_discussion = out_.moments.discussion.standard();
    const Standard of_gist = out_.moments.gist.standard();
    out_.activation.resize(field_.size());
    out_.rank.resize(field_.size());
    for (std::size_t s = 0; s < field_.stretches().size(); ++s) {
      const Stretch& stretch = field_.stretches()[s];
      const float around = persistence(s), jumping = out_.jumping[s];
      const std::vector<float>& coverage = jumping > 0 ? out_.coverage : out_.covered;
      const float discussion_weight = std::lerp(p_.discussion_weight, p_.jumping_discussion_weight, jumping);
      const float coverage_weight = std::lerp(p_.coverage_weight, p_.jumping_coverage_weight, jumping);
      const float common = has_speaker_[s] ? p_.meeting_of_speaker : 0;
      for (std::size_t i = stretch.begin; i < stretch.begin + stretch.size; ++i) {
        const float speaker = speaker_weight(s) * speaks_[i] + common;
        const float fit = out_.h[i] - speaker - out_.type[i] - out_.exchange[i] - out_.length[i];
        out_.activation[i] = discussion_weight * of_discussion(discussion[i]) +
                             around * p_.gist_weight * of_gist(gist_[i]) + jumping * fit;
        out_.coverage[i] = coverage_weight * coverage[i];
        out_.speaker[i] = around * out_.speaker[i] + jumping * speaker;
        out_.rank[i] = out_.activation[i] + out_.coverage[i] + out_.speaker[i] + out_.meeting[s] + out_.type[i] +
                       jumping * (out_.exchange[i] + out_.length[i]);
      }
    }
  }

  const EpisodeField& field_;
  const EpisodeEvidence& evidence_;
  const QuestionReading& reading_;
  const RankingParameters& p_;
  const Standardisation& standardisation_;
  std::vector<float> speaks_;      // 1 where a named speaker speaks
  std::vector<bool> has_speaker_;  // of each stretch
  std::vector<float> gist_;
  EpisodeScores out_;
};

}  // namespace

float lexical_weight(const RankingParameters& parameters, float jumping) {
  return std::lerp(parameters.lexical, parameters.jumping_lexical, jumping);
}

float weight_of_naming(const RankingParameters& parameters, const QuestionReading& reading,
                       const CatalogMeeting& meeting) {
  const NamedTime& time = reading.time;
  const bool named = std::ranges::contains(reading.meetings, meeting.id, &NamedMeeting::id);
  const bool then = time.standing != Standing::none && StartPeriod{.from = time.from, .to = time.to}.holds(meeting);
  if (named && reading.by_title_alone) return parameters.meeting_titled + (then ? parameters.meeting_named : 0);
  return named || then ? parameters.meeting_named : 0;
}

EpisodeField::EpisodeField(const std::vector<const CatalogMeeting*>& meetings) {
  stretches_.reserve(meetings.size());
  for (const CatalogMeeting* meeting : meetings) {
    if (meeting->episodes() == 0) continue;
    stretches_.push_back({.meeting = meeting, .begin = size_, .size = meeting->episodes()});
    size_ += meeting->episodes();
  }
}

std::size_t EpisodeField::stretch_number(std::size_t index) const {
  const auto behind = std::ranges::upper_bound(stretches_, index, {}, &Stretch::begin);
  return static_cast<std::size_t>(behind - stretches_.begin()) - 1;
}

std::vector<OrdinalRange> EpisodeField::ranges() const {
  std::vector<OrdinalRange> ranges;
  ranges.reserve(stretches_.size());
  for (const Stretch& stretch : stretches_) ranges.push_back(stretch.range());
  return ranges;
}

Ordinal EpisodeField::ordinal(std::size_t index) const {
  const Stretch& stretch = stretch_of(index);
  return stretch.meeting->first + static_cast<Ordinal>(index - stretch.begin);
}

EpisodeScores rank_episodes(const EpisodeField& field, const EpisodeEvidence& evidence, const QuestionReading& reading,
                            const RankingParameters& parameters, const Standardisation& standardisation) {
  return Ranker(field, evidence, reading, parameters, standardisation).scores();
}

std::vector<float> meeting_bm25(std::span<const CatalogMeeting* const> meetings, std::span<const TermOccurrences> terms,
                                const RankingParameters& parameters) {
  std::vector<float> scores(meetings.size());
  double length = 0;
  for (const CatalogMeeting* meeting : meetings) length += static_cast<double>(meeting->terms);
  if (length == 0) return scores;
  const auto count = static_cast<double>(meetings.size());
  const double average = length / count;
  const double k1 = parameters.meeting_k1;
  const double b = parameters.meeting_b;
  std::vector<double> frequencies(meetings.size());
  for (const TermOccurrences& term : terms) {
    std::ranges::fill(frequencies, 0);
    double holders = 0;
    std::size_t m = 0;
    for (std::size_t i = 0; i < term.ordinals.size(); ++i) {
      while (m < meetings.size() && meetings[m]->end() <= term.ordinals[i]) ++m;
      if (m == meetings.size()) break;
      if (term.ordinals[i] < meetings[m]->first) continue;  // of a meeting outside the scope
      holders += frequencies[m] == 0 ? 1 : 0;
      frequencies[m] += term.frequencies[i];
    }
    const double idf = std::log(1 + (count - holders + 0.5) / (holders + 0.5));
    for (m = 0; m < meetings.size(); ++m) {
      if (frequencies[m] == 0) continue;
      const double norm = k1 * (1 - b + b * static_cast<double>(meetings[m]->terms) / average);
      scores[m] += static_cast<float>(idf * frequencies[m] * (k1 + 1) / (frequencies[m] + norm));
    }
  }
  return scores;
}

}  // namespace hebb
