#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct Explanation {
  std::string text;
  ScoreParts parts;
};

struct ResultWire {
  MemoryId memory_id;
  std::string_view content;
  MemoryType memory_type;
  float score;
  int level;
  MemoryMetadata metadata;
  std::optional<Explanation> explanation;  // with `explain`
};

struct Activated {
  rfl::Flatten<ResultWire> result;
  float activation_strength;
  std::uint32_t depth;
  std::span<const MemoryId> path;
  std::string_view classification;
};

struct Bridge {
  MemoryId memory_id;
  std::string_view content;
  MemoryType memory_type;
  float score;
  int level;
  MemoryMetadata metadata;
  float novelty_score;
  float connection_score;
  std::span<const MemoryId> connecting_memories;
  std::string_view explanation;
};

struct WireQuery {
  std::string query;
  std::map<std::string, std::vector<ResultWire>> direct_results;
  std::vector<Activated> activated_memories;
  std::vector<Bridge> bridge_memories;
  std::vector<ResultWire> results;
  float answerable;
  std::int64_t processing_time_ms;
  std::uint64_t total_results;
  OrNull<std::vector<float>> query_dimensions;
  std::vector<std::string> degraded;
  bool cached;
  std::optional<std::map<std::string, std::int64_t>> timings;  // with `explain`, as are the next
  std::optional<std::string> focus;
  std::optional<std::vector<std::string>> reading;
};

MemoryMetadata metadata_of(const MemoryResult& one) {
  auto metadata = api::metadata_of(one.memory, one.meeting_title, one.project, one.occurred_at);
  if (!one.mentions) return metadata;
  metadata.turns = std::nullopt;
  if (one.mentions->meetings > 1) {
    metadata.meeting_id = std::nullopt;
    metadata.meeting_title = std::nullopt;
  }
  metadata.mention_count = one.mentions->mentions;
  metadata.meeting_count = one.mentions->meetings;
  auto& mentions = metadata.mentions.emplace();
  for (const auto& mention : one.mentions->foremost)
    mentions.push_back({.memory_id = mention.memory, .meeting_id = mention.meeting});
  return metadata;
}

ResultWire wire_of(const MemoryResult& one, bool explain) {
  ResultWire wire{.memory_id = one.memory.id,
                  .content = one.memory.text,
                  .memory_type = one.memory.type,
                  .score = one.score,
                  .level = static_cast<int>(one.memory.level),
                  .metadata = metadata_of(one)};
  if (explain) wire.explanation = Explanation{.text = one.explanation.value_or(""), .parts = one.parts};
  return wire;
}

std::vector<ResultWire> wire_of(const std::vector<MemoryResult>& results, bool explain) {
  std::vector<ResultWire> wire;
  wire.reserve(results.size());
  for (const MemoryResult& one : results) wire.push_back(wire_of(one, explain));
  return wire;
}

Activated wire_of(const ActivatedResult& one, bool explain) {
  return {.result = wire_of(one.result, explain),
          .activation_strength = one.activation_strength,
          .depth = one.depth,
          .path = one.path,
          .classification = one.classification};
}

// A bridge's explanation is a sentence and always there, so it takes the place of the parts of a score.
Bridge wire_of(const BridgeResult& one) {
  ResultWire result = wire_of(one.result, false);
  return {.memory_id = result.memory_id,
          .content = result.content,
          .memory_type = result.memory_type,
          .score = result.score,
          .level = result.level,
          .metadata = std::move(result.metadata),
          .novelty_score = one.novelty_score,
          .connection_score = one.connection_score,
          .connecting_memories = one.connecting_memories,
          .explanation = one.explanation};
}

}  // namespace

std::string json_of(const QueryReply& reply, bool explain) {
  WireQuery wire{.query = reply.query,
                 .results = wire_of(reply.results, explain),
                 .answerable = reply.answerable,
                 .processing_time_ms = reply.processing_time_ms,
                 .total_results = reply.total_results,
                 .query_dimensions = reply.query_dimensions,
                 .degraded = reply.degraded,
                 .cached = reply.cached};
  for (std::size_t i = 0; i < kLevels; ++i) {
    wire.direct_results[std::to_string(i)] = wire_of(reply.direct_results[i], explain);
  }
  wire.activated_memories.reserve(reply.activated_memories.size());
  for (const auto& one : reply.activated_memories) wire.activated_memories.push_back(wire_of(one, explain));
  for (const auto& one : reply.bridge_memories) wire.bridge_memories.push_back(wire_of(one));
  if (explain) {
    wire.timings = reply.timings;
    wire.focus = reply.focus;
    wire.reading = reply.reading;
  }
  return reply_text_of(wire);
}

void describe_query_reply(JsonNode schema) {
  describe<WireQuery>(schema);
}

}  // namespace hebb::api
