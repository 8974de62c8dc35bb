// One question's way through: encode -> recall over one view -> hydrate from the store -> reply.
#include <algorithm>
#include <chrono>
#include <format>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

#include "engine/engine_impl.h"
#include "text/normalise.h"

namespace hebb {
namespace {

// "close in meaning (cosine 0.41) and shares the words: battery, price"
std::string explanation_of(const Fused& scored, const Memory& memory, const std::vector<std::string>& query_words) {
  std::string text =
      std::format("{} in meaning (cosine {:.2f})", scored.cosine >= 0.3f ? "close" : "related", scored.cosine);
  if (scored.bm25 <= 0) return text + ", no word shared";
  const auto terms = index_terms(memory.text);
  std::string shared;
  for (const std::string& word : query_words) {
    const auto stem = index_terms(word);
    if (stem.empty() || !std::ranges::contains(terms, stem.front())) continue;
    shared += (shared.empty() ? "" : ", ") + word;
  }
  return shared.empty() ? text : text + "; shares: " + shared;
}

std::optional<Instant> moment_of(const CatalogMeeting& meeting, const Memory& memory) {
  if (!meeting.started_at) return std::nullopt;
  return *meeting.started_at + memory.start.value_or(Milliseconds(0));
}

std::size_t distinct(const QueryReply& reply) {
  std::unordered_set<MemoryId> ids;
  for (const auto& list : reply.direct_results) {
    for (const auto& result : list) ids.insert(result.memory.id);
  }
  for (const auto& activated : reply.activated_memories) ids.insert(activated.result.memory.id);
  for (const auto& bridge : reply.bridge_memories) ids.insert(bridge.result.memory.id);
  return ids.size();
}

class StageClock {
 public:
  std::int64_t lap() {
    const auto now = std::chrono::steady_clock::now();
    const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(now - last_).count();
    last_ = now;
    return spent;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

Result<Engine::Impl::ByLevel> Engine::Impl::hydrate(const RecallView& view, const Recalled& recalled,
                                                    const QueryRequest& request) const {
  std::vector<MemoryId> ids;
  std::unordered_map<MemoryId, const Fused*> by_id;
  for (const auto& list : recalled.direct) {
    for (const Fused& one : list) {
      ids.push_back(view.catalog->memory(one.ordinal).id);
      by_id.emplace(ids.back(), &one);
    }
  }
  auto memories = store_->memories(ids, false);  // one erased since the view was taken is not there: not shown
  if (!memories) return std::unexpected(memories.error());
  const auto query_words = request.explain ? words_of(request.query) : std::vector<std::string>{};
  ByLevel results;
  for (Memory& memory : *memories) {
    const Fused& one = *by_id.at(memory.id);
    const CatalogMeeting& meeting = view.catalog->meeting_of(one.ordinal);
    MemoryResult result{.score = one.score, .meeting_title = meeting.title, .project = meeting.project};
    result.occurred_at = moment_of(meeting, memory);
    result.parts = {.semantic = one.semantic, .lexical = one.lexical};
    if (request.explain) result.explanation = explanation_of(one, memory, query_words);
    result.memory = std::move(memory);
    results[static_cast<std::size_t>(result.memory.level)].push_back(std::move(result));
  }
  return results;
}

Result<QueryReply> Engine::Impl::query(const QueryRequest& request) {
  const auto began = std::chrono::steady_clock::now();
  StageClock clock;
  QueryReply reply{.query = request.query};
  auto vector = encoder_->encode(request.query);
  if (!vector) return std::unexpected(vector.error());
  reply.timings["encode"] = clock.lap();

  const std::size_t limit = std::min(request.limit, options_.max_results);
  RecallQuery query{.vector = *vector, .terms = index_terms(request.query), .filter = request.filters};
  query.limits.fill(request.limit_per_level);
  constexpr auto episodes = static_cast<std::size_t>(Level::episode);
  query.limits[episodes] = std::max(limit, request.limit_per_level);
  const auto current = view();
  const Recalled recalled = recall(*current, query);
  reply.timings.insert(recalled.timings.begin(), recalled.timings.end());
  reply.degraded = recalled.degraded;
  clock.lap();

  auto results = hydrate(*current, recalled, request);
  if (!results) return std::unexpected(results.error());
  reply.results = results->at(episodes);
  reply.results.resize(std::min(limit, reply.results.size()));
  for (auto& list : *results) list.resize(std::min(list.size(), request.limit_per_level));
  reply.direct_results = std::move(*results);
  reply.timings["hydrate"] = clock.lap();
  reply.total_results = distinct(reply);
  if (request.include_dimensions) {
    reply.query_dimensions = std::move(*vector);
    reply.query_dimensions->resize(kVectorDimension);
  }
  const auto spent = std::chrono::steady_clock::now() - began;
  reply.processing_time_ms = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
  if (!request.explain) reply.timings.clear();
  return reply;
}

}  // namespace hebb
