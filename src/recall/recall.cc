#include "recall/recall.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <ranges>
#include <set>
#include <unordered_map>

#include "recall/bridges.h"
#include "recall/term_matches.h"

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);
constexpr auto kContexts = static_cast<std::size_t>(Level::context);
constexpr std::size_t kUnknown = SIZE_MAX;

bool is_of(MemoryType type, Level level) {
  if (level == Level::concept_) return type == MemoryType::concept_;
  const bool of_context = type == MemoryType::topic || type == MemoryType::pattern;
  return level == Level::context ? of_context : !of_context && type != MemoryType::concept_;
}

// Whether a filter on levels or types leaves any of a level.
bool lets_through(const MemoryFilter& filter, Level level) {
  return (filter.levels.empty() || std::ranges::contains(filter.levels, level)) &&
         (filter.types.empty() || std::ranges::any_of(filter.types, [&](auto type) { return is_of(type, level); }));
}

// Contexts and concepts are found by their episodes, also where these are not asked for themselves.
MemoryFilter without_levels(MemoryFilter filter) {
  if (!lets_through(filter, Level::episode)) filter.types.clear();
  filter.levels.clear();
  return filter;
}

class Stopwatch {
 public:
  explicit Stopwatch(std::map<std::string, std::int64_t>& timings) : timings_(timings) {}
  void lap(const char* stage) {
    const auto now = std::chrono::steady_clock::now();
    timings_[stage] += std::chrono::duration_cast<std::chrono::microseconds>(now - last_).count();
    last_ = now;
  }

 private:
  std::map<std::string, std::int64_t>& timings_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// The sum of question and focus: its dot product with a memory is the sum of their cosines, so one scan serves both.
std::vector<float> cue_of(const RecallQuery& query) {
  std::vector<float> cue(query.vector.begin(), query.vector.end());
  const auto focus = query.focus.empty() ? query.vector : query.focus;
  for (std::size_t i = 0; i < cue.size(); ++i) cue[i] = (cue[i] + focus[i]) / 2;
  return cue;
}

std::vector<float> of_length_1(std::vector<float> vector) {
  double squares = 0;
  for (const double x : vector) squares += x * x;
  const double norm = std::sqrt(squares);
  if (norm > 0) {
    for (float& x : vector) x = static_cast<float>(x / norm);
  }
  return vector;
}

// Document frequencies are each project's own, so what matches is found a project at a time.
struct ProjectMatches {
  std::vector<const CatalogMeeting*> meetings;  // of the scope, ascending by ordinal
  TermMatches episodes, contexts;
  std::vector<float> meeting_bm25;  // of each
};

class Recall {
 public:
  Recall(const RecallView& view, const RecallQuery& query, const RecallOptions& options)
      : view_(view),
        query_(query),
        options_(options),
        cue_(cue_of(query)),
        of_episodes_(without_levels(query.filter)),
        watch_(out_.timings) {}

  Recalled recalled() {
    shown_ = view_.catalog->scope(of_episodes_, Level::episode,
                                  {.open = query_.reading.open == Standing::filter,
                                   .owners = query_.reading.owners,
                                   .not_owners = query_.reading.not_owners},
                                  wanted_start());
    const auto meetings = meetings_in_scope();
    watch_.lap("scope");
    match_terms(meetings);
    watch_.lap("lexical");
    std::size_t episodes = 0;
    for (const CatalogMeeting* meeting : meetings) episodes += meeting->episodes();
    exact_ = episodes <= options_.exact_scope;
    episodes_in_scope_ = episodes;
    EpisodeField field = exact_ ? EpisodeField(meetings) : chosen(meetings);
    EpisodeEvidence evidence = gather(field);
    if (out_.degraded.empty()) evidence.persistence = persistence_in(field);
    evidence.length = lengths(field, evidence.persistence);
    Standardisation standardisation{.sample = exact_ ? 0 : sampled_};
    Moments bm25, whole_meetings;
    if (!exact_) {
      bm25 = bm25_moments();
      whole_meetings = moments_of(all_meeting_bm25());
      standardisation.bm25 = &bm25;
      standardisation.meeting_bm25 = &whole_meetings;
    }
    EpisodeScores scores = rank_episodes(field, evidence, query_.reading, options_.ranking, standardisation);
    watch_.lap("activation");
    if (lets_through(query_.filter, Level::episode)) list_episodes(field, evidence, scores);
    watch_.lap("lists");
    list_contexts(field, scores);
    watch_.lap("contexts");
    list_concepts(field, evidence, scores);
    watch_.lap("concepts");
    Grounds grounds =
        grounds_of(field, evidence, scores, shown_.everything ? episodes_in_scope_ : shown_.ordinals.size(),
                   [&](Ordinal ordinal) { return shows(ordinal); });
    grounds.vectors = out_.degraded.empty();
    // "Which actions are there?": the filter left nothing but answers.
    grounds.whole = query_.whole || std::ranges::contains(query_.reading.types, Standing::filter, &NamedType::standing);
    out_.answerable = answerable(grounds);
    watch_.lap("answerable");
    if (query_.bridges && !out_.results.empty()) {
      out_.ground = std::make_shared<BridgeGround>(BridgeGround{.field = std::move(field),
                                                                .evidence = std::move(evidence),
                                                                .scores = std::move(scores),
                                                                .cue = cue_,
                                                                .shown = std::move(shown_)});
    }
    return std::move(out_);
  }

 private:
  // A time in a question is of meetings' starts, whole ones: the filter's own cuts within them.
  StartPeriod wanted_start() const {
    const NamedTime& time = query_.reading.time;
    if (time.standing != Standing::filter) return {};
    return {.from = time.from, .to = time.to};
  }

  // Meetings of which nothing may be shown are left out; of the others all is scored, for the filter decides what is
  // shown, not what a memory's neighbourhood is.
  std::vector<const CatalogMeeting*> meetings_in_scope() const {
    auto meetings = view_.catalog->meetings_in(query_.filter);
    std::erase_if(meetings, [](const CatalogMeeting* meeting) { return meeting->episodes() == 0; });
    if (shown_.everything) return meetings;
    auto next = shown_.ordinals.begin();
    std::erase_if(meetings, [&](const CatalogMeeting* meeting) {
      next = std::lower_bound(next, shown_.ordinals.end(), meeting->first);
      return next == shown_.ordinals.end() || *next >= meeting->end();
    });
    return meetings;
  }

  bool shows(Ordinal ordinal) const { return shown_.everything || shown_.selected.contains(ordinal); }

  void match_terms(const std::vector<const CatalogMeeting*>& meetings) {
    for (const CatalogMeeting* meeting : meetings) matches_[meeting->project].meetings.push_back(meeting);
    for (auto& [project, matches] : matches_) {
      matches.episodes = term_matches(*view_.lexical, query_.terms, project, Level::episode);
      matches.meeting_bm25 = meeting_bm25(matches.meetings, matches.episodes.found.terms, options_.ranking);
    }
  }

  // found(meeting, i) for each of the ascending ordinals that lies in a meeting of the scope.
  static void each_in_scope(const ProjectMatches& matches, const auto& ordinals, auto&& found) {
    std::size_t m = 0;
    for (std::size_t i = 0; i < ordinals.size(); ++i) {
      const Ordinal ordinal = ordinals[i];
      while (m < matches.meetings.size() && matches.meetings[m]->end() <= ordinal) ++m;
      if (m == matches.meetings.size()) return;
      if (ordinal >= matches.meetings[m]->first) found(matches.meetings[m], i);
    }
  }

  // Over the scope, which may be a part of its projects.
  Moments bm25_moments() const {
    double sum = 0, squares = 0;
    for (const auto& [project, matches] : matches_) {
      const auto& hits = matches.episodes.found.hits;
      each_in_scope(matches, hits | std::views::transform(&Hit::ordinal), [&](const CatalogMeeting*, std::size_t i) {
        sum += hits[i].score;
        squares += double{hits[i].score} * hits[i].score;
      });
    }
    return moments_from(episodes_in_scope_, sum, squares);
  }

  std::vector<float> all_meeting_bm25() const {
    std::vector<float> all;
    for (const auto& [project, matches] : matches_) {
      all.insert(all.end(), matches.meeting_bm25.begin(), matches.meeting_bm25.end());
    }
    return all;
  }

  // Without a store that is away it is answered by words; one that refuses what it is asked shows a bug of ours.
  void note_vectors_away(const Error& error) {
    if (error.code != ErrorCode::unavailable) throw ContractViolation("recall's vectors: " + error.message);
    if (!std::ranges::contains(out_.degraded, "vector_store")) out_.degraded.push_back("vector_store");
  }

  // The sample first, then the meetings whose candidates and words promise most.
  EpisodeField chosen(const std::vector<const CatalogMeeting*>& meetings) {
    std::vector<const CatalogMeeting*> field(meetings);
    const auto sample_end =
        field.begin() + static_cast<std::ptrdiff_t>(std::min(options_.sample_meetings, field.size()));
    std::ranges::partial_sort(field, sample_end, {}, &CatalogMeeting::id);
    field.erase(sample_end, field.end());
    sampled_ = field.size();
    std::size_t episodes = 0;
    for (const auto& [promise, meeting] : promising()) {
      if (episodes > options_.chosen_episodes) break;
      episodes += meeting->episodes();
      if (!std::ranges::contains(std::span(field).first(sampled_), meeting)) field.push_back(meeting);
    }
    watch_.lap("candidates");
    return EpisodeField(field);
  }

  // Best first. As M, with what the candidates tell of h: cosine and BM25 are on the scales that h gives them, roughly.
  std::vector<std::pair<float, const CatalogMeeting*>> promising() {
    std::map<const CatalogMeeting*, std::vector<float>> fits;
    // Little effort: a memory that it misses costs nothing, for its meeting has others.
    const auto found = view_.vectors->search({.vector = of_length_1(cue_),
                                              .level = Level::episode,
                                              .k = options_.candidates,
                                              .effort = 2 * options_.candidates,
                                              .selected = shown_.selection(),
                                              .filter = &of_episodes_});
    if (found) {
      for (const Hit& hit : *found) fits[&view_.catalog->meeting_of(hit.ordinal)].push_back(hit.score);
    } else {
      note_vectors_away(found.error());
    }
    const Moments whole = moments_of(all_meeting_bm25());
    const RankingParameters& p = options_.ranking;
    std::vector<std::pair<float, const CatalogMeeting*>> promises;
    for (const auto& [project, matches] : matches_) {
      for (std::size_t m = 0; m < matches.meetings.size(); ++m) {
        const CatalogMeeting* meeting = matches.meetings[m];
        float promise = p.meeting_lexical * whole.standardise(matches.meeting_bm25[m]);
        if (const auto fit = fits.find(meeting); fit != fits.end()) {
          std::ranges::sort(fit->second, std::greater{});
          fit->second.resize(p.best_of_meeting);
          // Cosines of candidates differ by some hundredths; a tenth is about two deviations of a field's.
          for (const float cosine : fit->second) promise += 10 * cosine / static_cast<float>(p.best_of_meeting);
        }
        if (names(*meeting)) promise += p.meeting_speaker;
        promises.emplace_back(promise, meeting);
      }
    }
    std::ranges::sort(promises, [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second->id < b.second->id;
    });
    return promises;
  }

  bool names(const CatalogMeeting& meeting) const {
    return names_meeting(query_.reading, meeting) ||
           std::ranges::any_of(query_.reading.speakers,
                               [&](const auto& named) { return std::ranges::contains(meeting.speakers, named.name); });
  }

  EpisodeEvidence gather(const EpisodeField& field) {
    EpisodeEvidence evidence;
    evidence.cosine.resize(field.size());
    evidence.context.resize(field.size());
    evidence.bm25.resize(field.size());
    const auto scored = view_.vectors->score_ranges(cue_, Level::episode, field.ranges(), evidence.cosine);
    if (!scored) note_vectors_away(scored.error());
    for (float& value : evidence.cosine) value = std::isnan(value) ? 0 : value;
    for (const auto& stretch : field.stretches()) {
      const auto cosine = EpisodeField::part(std::span<const float>(evidence.cosine), stretch);
      const auto context = EpisodeField::part(std::span(evidence.context), stretch);
      spread(cosine, kContextReach, context);
      for (std::size_t i = 0; i < stretch.size; ++i) {
        const float norm = stretch.meeting->context_norms[i];
        context[i] = norm > 0 ? context[i] / norm : 0;
      }
    }
    watch_.lap("vector");
    gather_words(field, evidence);
    watch_.lap("lexical");
    return evidence;
  }

  void gather_words(const EpisodeField& field, EpisodeEvidence& evidence) {
    std::unordered_map<const CatalogMeeting*, std::size_t> begins;
    for (const auto& stretch : field.stretches()) begins.emplace(stretch.meeting, stretch.begin);
    std::unordered_map<const CatalogMeeting*, float> whole;
    std::map<std::string_view, float> known;
    for (const auto& [project, matches] : matches_) {
      for (std::size_t m = 0; m < matches.meetings.size(); ++m) whole[matches.meetings[m]] = matches.meeting_bm25[m];
      const auto place = [&](const auto& ordinals, auto&& found) {
        const CatalogMeeting* last = nullptr;
        auto begin = begins.end();
        each_in_scope(matches, ordinals, [&](const CatalogMeeting* meeting, std::size_t i) {
          if (meeting != last) begin = begins.find(meeting);
          last = meeting;
          if (begin != begins.end()) found(begin->second + ordinals[i] - meeting->first, i);
        });
      };
      const auto& hits = matches.episodes.found.hits;
      place(hits | std::views::transform(&Hit::ordinal),
            [&](std::size_t at, std::size_t i) { evidence.bm25[at] = hits[i].score; });
      double idf = 0;
      for (const TermOccurrences& term : matches.episodes.found.terms) idf += term.idf;
      known[project] = static_cast<float>(known_share(idf, matches.episodes.found.terms.size(), project));
      for (const TermOccurrences& term : matches.episodes.found.terms) {
        EpisodeEvidence::Term one{.share = static_cast<float>(term.idf / idf)};
        place(term.ordinals, [&](std::size_t at, std::size_t) { one.at.push_back(at); });
        std::ranges::sort(one.at);  // stretches need not be in the order of ordinals
        evidence.terms.push_back(std::move(one));
      }
    }
    for (const auto& stretch : field.stretches()) {
      evidence.meeting_bm25.push_back(whole[stretch.meeting]);
      evidence.known.push_back(known[stretch.meeting->project]);
    }
  }

  // Of the idf of all terms of the focus that of the `terms` which occur in the project.
  double known_share(double idf, std::size_t terms, std::string_view project) const {
    if (terms == 0) return 0;
    const std::set<std::string_view> all(query_.terms.begin(), query_.terms.end());
    const auto documents = static_cast<double>(view_.lexical->documents(project, Level::episode));
    const double rarest = std::log(1 + (documents + 0.5) / 0.5);
    return idf / (idf + static_cast<double>(all.size() - terms) * rarest);
  }

  // Of each memory of talk that jumps: log(1 + its index terms). Empty where none does.
  std::vector<float> lengths(const EpisodeField& field, std::span<const float> persistence) const {
    std::vector<float> lengths;
    std::vector<std::uint32_t> terms;
    for (std::size_t s = 0; s < persistence.size(); ++s) {
      if (persistence[s] >= 1) continue;
      const auto& stretch = field.stretches()[s];
      lengths.resize(field.size());
      terms.resize(stretch.size);
      view_.lexical->lengths(stretch.range(), stretch.meeting->project, Level::episode, terms);
      std::ranges::transform(terms, lengths.begin() + static_cast<std::ptrdiff_t>(stretch.begin),
                             [](std::uint32_t count) { return std::log1p(static_cast<float>(count)); });
    }
    return lengths;
  }

  // Of each stretch that of its whole project, whatever of it is in scope: one meeting is little to go by.
  std::vector<float> persistence_in(const EpisodeField& field) const {
    std::map<std::string_view, TopicPersistence> talk;
    for (const auto& [project, matches] : matches_) talk.emplace(project, TopicPersistence{});
    for (const auto& meeting : view_.catalog->meetings()) {
      if (const auto of = talk.find(meeting->project); of != talk.end()) of->second += meeting->persistence;
    }
    std::vector<float> persistence;
    for (const auto& stretch : field.stretches())
      persistence.push_back(persistence_of(talk.at(stretch.meeting->project)));
    return persistence;
  }

  // Of the memory at index i, among those that may be shown, since its words are quoted. Found for all of its meeting,
  // for few meetings have a memory that is asked for.
  std::size_t giver(const EpisodeField& field, const EpisodeScores& scores, std::size_t i) const {
    if (giver_[i] == kUnknown) {
      const std::size_t s = field.stretch_number(i);
      const auto& stretch = field.stretches()[s];
      std::vector<std::uint32_t> givers(stretch.size);
      const auto own = EpisodeField::part(std::span(scores.own), stretch);
      std::vector<float> seeds(own.begin(), own.end());
      for (std::size_t k = 0; k < stretch.size; ++k) {
        if (!shows(stretch.meeting->first + static_cast<Ordinal>(k))) seeds[k] = 0;
      }
      strongest_givers(seeds, scores.discussion[s], givers);
      for (std::size_t k = 0; k < stretch.size; ++k) giver_[stretch.begin + k] = stretch.begin + givers[k];
    }
    return giver_[i];
  }

  // The best `limit` of the field's indices by `score`, larger first, that may be shown and pass `take`.
  std::vector<std::size_t> best(const EpisodeField& field, std::size_t limit, std::span<const float> score,
                                const auto& take) const {
    const auto id = [&](std::size_t i) {
      const auto& stretch = field.stretch_of(i);
      return stretch.meeting->memories[i - stretch.begin].id;
    };
    const auto better = [&](std::size_t a, std::size_t b) {
      return score[a] != score[b] ? score[a] > score[b] : id(a) < id(b);
    };
    std::vector<std::size_t> kept;  // a heap with the worst in front once there are `limit`
    if (limit == 0) return kept;
    for (const auto& stretch : field.stretches()) {
      for (std::size_t i = stretch.begin; i < stretch.begin + stretch.size; ++i) {
        if (kept.size() == limit && score[i] < score[kept.front()]) continue;
        if (!shows(stretch.meeting->first + static_cast<Ordinal>(i - stretch.begin)) || !take(i)) continue;
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

  Scored scored(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores,
                std::size_t i) const {
    const RankingParameters& p = options_.ranking;
    const std::size_t s = field.stretch_number(i);
    const auto& stretch = field.stretches()[s];
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
            .giver = answered(field, scores, i),
            .shared = matches_.at(stretch.meeting->project).episodes.shared(field.ordinal(i))};
  }

  // With the score and the parts of F.
  Scored ranked(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores,
                std::size_t i) const {
    Scored one = scored(field, evidence, scores, i);
    one.score = scores.rank[i];
    one.activation = scores.activation[i];
    one.coverage = scores.coverage[i];
    one.speaker = scores.speaker[i];
    const float jumping = scores.jumping[field.stretch_number(i)];
    one.exchange *= jumping;
    one.length *= jumping;
    // Of a question it answers is said that it does, whatever else stands beside it.
    if (one.giver == one.ordinal) one.giver = field.ordinal(giver(field, scores, i));
    return one;
  }

  // The question that the memory at index i is taken to answer, if it may be shown; else the memory itself.
  Ordinal answered(const EpisodeField& field, const EpisodeScores& scores, std::size_t i) const {
    const Ordinal ordinal = field.ordinal(i);
    constexpr float kWorthTelling = 0.05f;  // less of a score is no reason for it
    return scores.exchange[i] >= kWorthTelling && shows(ordinal - 1) ? ordinal - 1 : ordinal;
  }

  void list_episodes(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores) {
    giver_.assign(field.size(), kUnknown);
    std::vector<float> direct(scores.h);
    for (std::size_t s = 0; s < field.stretches().size(); ++s) {
      const auto& stretch = field.stretches()[s];
      for (std::size_t i = 0; i < stretch.size; ++i) direct[stretch.begin + i] += scores.meeting[s];
    }
    // Neither near in meaning nor sharing a word: not an answer, however the rest of the scope scores.
    const auto related = [&](std::size_t i) { return evidence.cosine[i] > 0 || evidence.bm25[i] > 0; };
    const std::size_t direct_limit = query_.limits[kEpisodes];
    const auto fill_direct = [&](std::size_t limit) {
      std::vector<Scored> list;
      for (const std::size_t i : best(field, limit, direct, related)) {
        list.push_back(scored(field, evidence, scores, i));
        list.back().score = direct[i];
        list.back().speaker = direct[i] - list.back().semantic - list.back().lexical - list.back().meeting -
                              list.back().type_prior - list.back().exchange - list.back().length;
      }
      return list;
    };
    out_.direct[kEpisodes] = fill_direct(direct_limit);
    if (!query_.activation) {
      out_.results = fill_direct(query_.results);
      return;
    }
    const bool any = std::ranges::any_of(std::views::iota(std::size_t{0}, field.size()), related);
    for (const std::size_t i : best(field, any ? query_.results : 0, scores.rank, [](std::size_t) { return true; })) {
      out_.results.push_back(ranked(field, evidence, scores, i));
    }
    if (any) list_activated(field, evidence, scores);
  }

  void list_activated(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores) {
    const float most = scores.active.empty() ? 0 : std::ranges::max(scores.active);
    const ActivationThresholds& thresholds = options_.thresholds;
    const auto reached = [&](std::size_t i) {
      return scores.active[i] >= thresholds.peripheral * most && giver(field, scores, i) != i;
    };
    for (const std::size_t i : best(field, query_.max_activations, scores.active, reached)) {
      const float strength = scores.active[i] / most;
      Activated one{.memory = ranked(field, evidence, scores, i), .strength = strength};
      one.memory.giver = field.ordinal(giver(field, scores, i));
      one.classification = strength >= thresholds.core         ? ActivationClass::core
                           : strength >= thresholds.contextual ? ActivationClass::contextual
                                                               : ActivationClass::peripheral;
      out_.activated.push_back(one);
    }
  }

  // A context ranks by its own text and by how well its episodes rank.
  void list_contexts(const EpisodeField& field, const EpisodeScores& scores) {
    const std::size_t limit = query_.limits[kContexts];
    const Scope shown = limit == 0 ? Scope{} : view_.catalog->scope(query_.filter, Level::context, {}, wanted_start());
    if (limit == 0 || (!shown.everything && shown.ordinals.empty())) return;
    std::vector<Fused> contexts;
    std::vector<float> episodes;  // mean rank of each one's
    std::vector<OrdinalRange> ranges;
    for (const auto& stretch : field.stretches()) {
      const auto& meeting = *stretch.meeting;
      const Ordinal first = meeting.first + meeting.episodes();
      ranges.push_back({.first = first, .end = first + static_cast<Ordinal>(meeting.runs.size())});
      for (const EpisodeRun& run : meeting.runs) {
        contexts.push_back({.ordinal = first + static_cast<Ordinal>(&run - meeting.runs.data())});
        double sum = 0;
        for (std::uint32_t i = run.first; i < run.end; ++i) sum += scores.rank[stretch.begin + i];
        episodes.push_back(run.end > run.first ? static_cast<float>(sum / (run.end - run.first)) : 0);
      }
    }
    std::vector<float> cosines(contexts.size()), bm25;
    const auto scored = view_.vectors->score_ranges(cue_, Level::context, ranges, cosines);
    if (!scored) note_vectors_away(scored.error());
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      if (std::isnan(cosines[c])) cosines[c] = 0;
      contexts[c].cosine = cosines[c];
    }
    match_contexts(contexts);
    for (const Fused& one : contexts) bm25.push_back(one.bm25);
    fuse(contexts, moments_of(cosines), moments_of(bm25), {});
    std::vector<Scored> list;
    for (std::size_t c = 0; c < contexts.size(); ++c) {
      const Fused& one = contexts[c];
      if (!shown.everything && !shown.selected.contains(one.ordinal)) continue;
      if (one.cosine <= 0 && one.bm25 <= 0) continue;
      const float activation = query_.activation ? episodes[c] : 0;
      const FusionWeights weights;
      list.push_back({.ordinal = one.ordinal,
                      .score = one.score + activation,
                      .cosine = one.cosine,
                      .bm25 = one.bm25,
                      .semantic = weights.semantic * one.semantic,
                      .lexical = weights.lexical * one.lexical,
                      .activation = activation,
                      .giver = one.ordinal});
    }
    keep_best(list, limit);
    for (Scored& one : list) {
      one.shared = matches_.at(view_.catalog->meeting_of(one.ordinal).project).contexts.shared(one.ordinal);
    }
    out_.direct[kContexts] = std::move(list);
  }

  void list_concepts(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores) {
    const std::size_t limit = query_.limits[static_cast<std::size_t>(Level::concept_)];
    if (!view_.concepts || limit == 0 || !lets_through(query_.filter, Level::concept_)) return;
    const auto& active = query_.activation ? scores.active : scores.own;
    out_.concepts = concepts_of({.view = *view_.concepts,
                                 .catalog = *view_.catalog,
                                 .field = field,
                                 .cosine = evidence.cosine,
                                 .active = active,
                                 .terms = query_.terms,
                                 .shown = shown_},
                                limit);
  }

  void match_contexts(std::vector<Fused>& contexts) {
    std::vector<Hit> hits;
    for (auto& [project, matches] : matches_) {
      matches.contexts = term_matches(*view_.lexical, query_.terms, project, Level::context);
      hits.insert(hits.end(), matches.contexts.found.hits.begin(), matches.contexts.found.hits.end());
    }
    std::ranges::sort(hits, {}, &Hit::ordinal);
    for (Fused& one : contexts) {
      const auto hit = std::ranges::lower_bound(hits, one.ordinal, {}, &Hit::ordinal);
      if (hit != hits.end() && hit->ordinal == one.ordinal) one.bm25 = hit->score;
    }
  }

  void keep_best(std::vector<Scored>& list, std::size_t limit) const {
    const auto better = [&](const Scored& a, const Scored& b) {
      if (a.score != b.score) return a.score > b.score;
      return view_.catalog->memory(a.ordinal).id < view_.catalog->memory(b.ordinal).id;
    };
    const auto end = list.begin() + static_cast<std::ptrdiff_t>(std::min(limit, list.size()));
    std::ranges::partial_sort(list, end, better);
    list.erase(end, list.end());
  }

  const RecallView& view_;
  const RecallQuery& query_;
  const RecallOptions& options_;
  const std::vector<float> cue_;
  const MemoryFilter of_episodes_;
  Recalled out_;
  Stopwatch watch_;
  Scope shown_;  // episodes that may be shown
  std::map<std::string, ProjectMatches> matches_;
  bool exact_ = true;
  std::size_t episodes_in_scope_ = 0;
  std::size_t sampled_ = 0;                 // stretches of the field that stand for the scope
  mutable std::vector<std::size_t> giver_;  // by index into the field; kUnknown until asked for
};

}  // namespace

std::string_view to_string(ActivationClass activation) {
  switch (activation) {
    case ActivationClass::core:
      return "core";
    case ActivationClass::contextual:
      return "contextual";
    case ActivationClass::peripheral:
      return "peripheral";
  }
  return "";
}

Recalled recall(const RecallView& view, const RecallQuery& query, const RecallOptions& options) {
  return Recall(view, query, options).recalled();
}

}  // namespace hebb
