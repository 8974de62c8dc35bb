#include "recall/recall.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <ranges>

#include "base/stage_clock.h"
#include "recall/bridges.h"
#include "recall/episode_lists.h"
#include "recall/scope_words.h"

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);
constexpr auto kContexts = static_cast<std::size_t>(Level::context);

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

class Recall {
 public:
  Recall(const RecallView& view, const RecallQuery& query, const RecallOptions& options)
      : view_(view),
        query_(query),
        options_(options),
        cue_(cue_of(query)),
        of_episodes_(without_levels(query.filter)) {}

  Recalled recalled() {
    shown_ = view_.catalog->scope(of_episodes_, Level::episode,
                                  {.open = query_.reading.open == Standing::filter,
                                   .owners = query_.reading.owners,
                                   .not_owners = query_.reading.not_owners},
                                  wanted_start());
    const auto meetings = meetings_in_scope();
    lap("scope");
    words_.emplace(*view_.lexical, query_.terms, meetings, options_.ranking);
    lap("lexical");
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
      bm25 = words_->bm25_moments(episodes_in_scope_);
      whole_meetings = moments_of(words_->meeting_bm25());
      standardisation.bm25 = &bm25;
      standardisation.meeting_bm25 = &whole_meetings;
    }
    EpisodeScores scores = rank_episodes(field, evidence, query_.reading, options_.ranking, standardisation);
    lap("activation");
    if (lets_through(query_.filter, Level::episode)) list_episodes(field, evidence, scores);
    lap("lists");
    list_contexts(field, scores);
    lap("contexts");
    list_concepts(field, evidence, scores);
    lap("concepts");
    Grounds grounds =
        grounds_of(field, evidence, scores, shown_.everything ? episodes_in_scope_ : shown_.ordinals.size(),
                   [&](Ordinal ordinal) { return shown_.shows(ordinal); });
    grounds.vectors = out_.degraded.empty();
    // "Which actions are there?": the filter left nothing but answers.
    grounds.whole = query_.whole || std::ranges::contains(query_.reading.types, Standing::filter, &NamedType::standing);
    out_.answerable = answerable(grounds);
    lap("answerable");
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
  void lap(const char* stage) { out_.timings[stage] += clock_.lap(); }

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
    lap("candidates");
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
    const Moments whole = moments_of(words_->meeting_bm25());
    const RankingParameters& p = options_.ranking;
    std::vector<std::pair<float, const CatalogMeeting*>> promises;
    for (const auto& [project, words] : words_->projects()) {
      for (std::size_t m = 0; m < words.meetings.size(); ++m) {
        const CatalogMeeting* meeting = words.meetings[m];
        float promise = p.meeting_lexical * whole.standardise(words.meeting_bm25[m]);
        if (const auto fit = fits.find(meeting); fit != fits.end()) {
          std::ranges::sort(fit->second, std::greater{});
          fit->second.resize(p.best_of_meeting);
          // Cosines of candidates differ by some hundredths; a tenth is about two deviations of a field's.
          for (const float cosine : fit->second) promise += 10 * cosine / static_cast<float>(p.best_of_meeting);
        }
        const float naming = weight_of_naming(p, query_.reading, *meeting);
        if (naming > 0 || has_named_speaker(*meeting)) promise += std::max(naming, p.meeting_speaker);
        promises.emplace_back(promise, meeting);
      }
    }
    std::ranges::sort(promises, [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second->id < b.second->id;
    });
    return promises;
  }

  bool has_named_speaker(const CatalogMeeting& meeting) const {
    return std::ranges::any_of(query_.reading.speakers,
                               [&](const auto& named) { return std::ranges::contains(meeting.speakers, named.name); });
  }

  EpisodeEvidence gather(const EpisodeField& field) {
    EpisodeEvidence evidence;
    evidence.cosine.resize(field.size());
    evidence.context.resize(field.size());
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
    lap("vector");
    words_->gather(field, evidence);
    lap("lexical");
    return evidence;
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
    for (const auto& [project, words] : words_->projects()) talk.emplace(project, TopicPersistence{});
    for (const auto& meeting : view_.catalog->meetings()) {
      if (const auto of = talk.find(meeting->project); of != talk.end()) of->second += meeting->persistence;
    }
    std::vector<float> persistence;
    for (const auto& stretch : field.stretches())
      persistence.push_back(persistence_of(talk.at(stretch.meeting->project)));
    return persistence;
  }

  void list_episodes(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores) {
    EpisodeLists lists({.field = field,
                        .evidence = evidence,
                        .scores = scores,
                        .words = *words_,
                        .shown = shown_,
                        .parameters = options_.ranking,
                        .wordless = query_.reading.wordless});
    out_.direct[kEpisodes] = lists.direct(query_.limits[kEpisodes]);
    out_.results = query_.activation ? lists.ranked(query_.results) : lists.direct(query_.results);
    if (query_.activation) out_.activated = lists.activated(query_.max_activations, options_.thresholds);
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
      one.shared = words_->shared(view_.catalog->meeting_of(one.ordinal), one.ordinal, Level::context);
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
    const std::vector<Hit> hits = words_->match_contexts();
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
  StageClock clock_;
  Scope shown_;  // episodes that may be shown
  std::optional<ScopeWords> words_;
  bool exact_ = true;
  std::size_t episodes_in_scope_ = 0;
  std::size_t sampled_ = 0;  // stretches of the field that stand for the scope
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
