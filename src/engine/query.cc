// One question's way through: read -> encode -> recall over one view -> hydrate from the store -> reply.
#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>

#include "base/stage_clock.h"
#include "engine/engine_impl.h"
#include "engine/explain.h"
#include "engine/question.h"
#include "recall/bridges.h"

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);

std::size_t distinct(const QueryReply& reply) {
  std::unordered_set<MemoryId> ids;
  for (const auto& list : reply.direct_results) {
    for (const auto& result : list) ids.insert(result.memory.id);
  }
  for (const auto& activated : reply.activated_memories) ids.insert(activated.result.memory.id);
  for (const auto& bridge : reply.bridge_memories) ids.insert(bridge.result.memory.id);
  return ids.size();
}

ScoreParts parts_of(const Scored& scored) {
  return {.semantic = scored.semantic,
          .lexical = scored.lexical,
          .activation = scored.activation,
          .coverage = scored.coverage,
          .speaker = scored.speaker,
          .meeting = scored.meeting,
          .type_prior = scored.type_prior,
          .exchange = scored.exchange,
          .length = scored.length};
}

// The memories of one answer, fetched in one call and made into results.
class Hydration {
 public:
  // `words`: how the question writes its terms, where results are to be explained.
  explicit Hydration(const RecallView& view, std::optional<std::vector<std::string>> words = {})
      : view_(view), words_(std::move(words)) {}

  void want(const Scored& scored) {
    want(scored.ordinal);
    if (words_ && scored.giver != scored.ordinal) want(scored.giver);
  }

  // One erased since the view was taken is not there: not shown.
  Result<void> fetch(const MemoryStore& store) {
    auto memories = store.memories(ids_, false);
    if (!memories) return std::unexpected(memories.error());
    for (Memory& memory : *memories) {
      const MemoryId id = memory.id;
      memories_.emplace(id, std::move(memory));
    }
    return {};
  }

  const Memory* memory(Ordinal ordinal) const {
    const auto found = memories_.find(view_.catalog->memory(ordinal).id);
    return found == memories_.end() ? nullptr : &found->second;
  }

  std::optional<MemoryResult> result(const Scored& scored) const {
    const Memory* memory = this->memory(scored.ordinal);
    if (memory == nullptr) return std::nullopt;
    const CatalogMeeting& meeting = view_.catalog->meeting_of(scored.ordinal);
    MemoryResult result{
        .memory = *memory, .score = scored.score, .meeting_title = meeting.title, .project = meeting.project};
    result.occurred_at = moment_of(meeting, memory->start);
    result.parts = parts_of(scored);
    if (words_) result.explanation = explanation(scored, *memory);
    return result;
  }

  std::vector<MemoryResult> results(const std::vector<Scored>& list) const {
    std::vector<MemoryResult> results;
    results.reserve(list.size());
    for (const Scored& scored : list) {
      if (auto one = result(scored)) results.push_back(std::move(*one));
    }
    return results;
  }

 private:
  void want(Ordinal ordinal) {
    const MemoryId& id = view_.catalog->memory(ordinal).id;
    if (wanted_.insert(id).second) ids_.push_back(id);
  }

  std::string explanation(const Scored& scored, const Memory& memory) const {
    std::string text = explain_direct(scored, *words_);
    if (scored.giver == scored.ordinal) return text;
    const Memory* giver = this->memory(scored.giver);
    return giver == nullptr ? text : explain_activated(memory, *giver) + "; itself " + text;
  }

  const RecallView& view_;
  std::optional<std::vector<std::string>> words_;
  std::vector<MemoryId> ids_;
  std::unordered_set<MemoryId> wanted_;
  std::unordered_map<MemoryId, Memory> memories_;
};

// A concept's name is all its text, so nothing of it is in the store.
std::vector<MemoryResult> concept_results(const RecallView& view, const std::vector<ListedConcept>& list,
                                          bool explains) {
  std::vector<MemoryResult> results;
  for (const ListedConcept& listed : list) {
    MemoryResult result{.score = listed.score, .project = *listed.project};
    result.memory.id = listed.concept_->id;
    result.memory.level = Level::concept_;
    result.memory.type = MemoryType::concept_;
    result.memory.text = listed.concept_->name;
    result.parts = {.semantic = listed.meaning, .lexical = listed.words, .activation = listed.activation};
    ConceptMentions mentions{.mentions = listed.mentions, .meetings = listed.meetings};
    for (const Ordinal ordinal : listed.foremost) {
      const CatalogMemory& memory = view.catalog->memory(ordinal);
      mentions.foremost.push_back({.memory = memory.id, .meeting = view.catalog->meeting_of(ordinal).id});
      result.memory.importance = std::max(result.memory.importance, memory.importance);
    }
    if (listed.meetings == 1) {
      const CatalogMeeting& meeting = view.catalog->meeting_of(listed.foremost.front());
      result.memory.meeting = meeting.id;
      result.meeting_title = meeting.title;
    }
    result.mentions = std::move(mentions);
    if (explains) result.explanation = explain_concept(listed);
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<ActivatedResult> activated_results(const RecallView& view, const Hydration& hydration,
                                               const std::vector<Activated>& list) {
  std::vector<ActivatedResult> results;
  for (const Activated& activated : list) {
    auto result = hydration.result(activated.memory);
    if (!result) continue;
    const MemoryId id = result->memory.id;
    results.push_back({.result = std::move(*result),
                       .activation_strength = activated.strength,
                       .depth = 1,  // a run along the meeting is one hop
                       .path = {view.catalog->memory(activated.memory.giver).id, id},
                       .classification = std::string(to_string(activated.classification))});
  }
  return results;
}

std::vector<std::string> texts_of(const std::vector<MemoryResult>& results) {
  std::vector<std::string> texts;
  texts.reserve(results.size());
  for (const MemoryResult& one : results) texts.push_back(one.memory.text);
  return texts;
}

BridgeQuery bridge_query(const RecallView& view, const Recalled& recalled, const std::vector<std::string>& texts,
                         std::size_t limit) {
  const Ordinal source = recalled.results.front().ordinal;
  BridgeQuery query{.source = source, .limit = limit};
  query.terms =
      source_terms(*view.lexical, view.catalog->meeting_of(source).project, texts, BridgeParameters{}.most_terms);
  for (const Scored& one : recalled.results) query.taken.push_back(one.ordinal);
  for (const Scored& one : recalled.direct[kEpisodes]) query.taken.push_back(one.ordinal);
  return query;
}

std::vector<BridgeResult> bridge_results(const RecallView& view, const Hydration& hydration,
                                         const std::vector<Bridge>& bridges) {
  std::vector<BridgeResult> results;
  for (const Bridge& bridge : bridges) {
    auto result = hydration.result({.ordinal = bridge.ordinal, .score = bridge.score, .giver = bridge.ordinal});
    if (!result || bridge.connecting.empty()) continue;
    BridgeResult one{.novelty_score = bridge.novelty, .connection_score = bridge.connection};
    for (const Ordinal ordinal : bridge.connecting) {
      one.connecting_memories.push_back(view.catalog->memory(ordinal).id);
    }
    const Ordinal nearest = bridge.connecting.front();
    const auto source = hydration.result({.ordinal = nearest, .giver = nearest});
    if (!source) continue;
    one.explanation = explain_bridge(*result, *source, bridge.shared);
    one.result = std::move(*result);
    results.push_back(std::move(one));
  }
  return results;
}

}  // namespace

Result<std::vector<BridgeResult>> Engine::Impl::bridges(const RecallView& view, const Recalled& recalled,
                                                        const std::vector<MemoryResult>& results) const {
  if (!recalled.ground || recalled.results.empty()) return std::vector<BridgeResult>{};
  const auto texts = texts_of(results);
  const auto found = find_bridges(view, *recalled.ground, bridge_query(view, recalled, texts, options_.max_bridges));
  Hydration hydration(view);  // a bridge's sentence is its own
  for (const Bridge& bridge : found) {
    hydration.want({.ordinal = bridge.ordinal, .giver = bridge.ordinal});
    if (!bridge.connecting.empty()) hydration.want({.ordinal = bridge.connecting.front()});
  }
  if (auto fetched = hydration.fetch(*store_); !fetched) return std::unexpected(fetched.error());
  return bridge_results(view, hydration, found);
}

Result<QueryReply> Engine::Impl::query(const QueryRequest& request, const Budget& budget) {
  const auto began = std::chrono::steady_clock::now();
  QueryReply reply{.query = request.query};
  const auto current = view();
  auto question = encoded_question(*current, vectors_of_questions_, request.query, request.filters, request.now);
  if (!question) return std::unexpected(question.error());
  if (auto spent = budget.check(); !spent) return std::unexpected(spent.error());
  RecallQuery& query = question->query;
  reply.timings = std::move(question->timings);
  query.limits.fill(request.limit_per_level);
  query.results = std::min(request.limit, options_.max_results);
  query.activation = request.enable_activation && options_.max_activation_depth > 0;
  query.max_activations = query.activation ? request.max_activations : 0;
  query.bridges = request.enable_bridges && options_.max_bridges > 0;
  Recalled recalled = recall(*current, query, options_.recall);
  if (!query.reading.by_title_alone) shorten(recalled, query.terms.empty(), options_.recall.little);
  if (auto spent = budget.check(); !spent) return std::unexpected(spent.error());
  reply.timings.insert(recalled.timings.begin(), recalled.timings.end());
  reply.degraded = recalled.degraded;
  reply.state = current->applied_seq;
  reply.answerable = recalled.answerable;
  StageClock clock;

  std::optional<std::vector<std::string>> words;
  if (request.explain) words = words_for(query.terms, request.query);
  Hydration hydration(*current, std::move(words));
  for (const auto& list : recalled.direct) std::ranges::for_each(list, [&](const Scored& one) { hydration.want(one); });
  for (const Scored& one : recalled.results) hydration.want(one);
  for (const Activated& one : recalled.activated) hydration.want(one.memory);
  if (auto fetched = hydration.fetch(*store_); !fetched) return std::unexpected(fetched.error());
  for (std::size_t i = 0; i < kLevels; ++i) reply.direct_results[i] = hydration.results(recalled.direct[i]);
  reply.direct_results[static_cast<std::size_t>(Level::concept_)] =
      concept_results(*current, recalled.concepts, request.explain);
  reply.results = hydration.results(recalled.results);
  reply.activated_memories = activated_results(*current, hydration, recalled.activated);
  reply.timings["hydrate"] = clock.lap();
  if (auto spent = budget.check(); !spent) return std::unexpected(spent.error());
  auto bridges = this->bridges(*current, recalled, reply.results);
  if (!bridges) return std::unexpected(bridges.error());
  reply.bridge_memories = std::move(*bridges);
  reply.timings["bridges"] = clock.lap();
  note_stages(reply.timings);
  reply.total_results = distinct(reply);
  if (request.include_dimensions) {
    question->vectors.resize(kSemanticDimension);
    reply.query_dimensions = std::move(question->vectors);
  }
  if (request.explain) {
    reply.focus = query.reading.focus;
    reply.reading = query.reading.notes;
  } else {
    reply.timings.clear();
  }
  const auto spent = std::chrono::steady_clock::now() - began;
  reply.processing_time_ms = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
  return reply;
}

}  // namespace hebb
