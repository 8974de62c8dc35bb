// What goes into the engine and what comes out: plain structs, named as in spec/api.md. api/ gives them their JSON.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/answer_cache.h"
#include "engine/question_vectors.h"
#include "model/domain.h"
#include "model/selection.h"
#include "store/memory_store.h"
#include "text/transcript.h"

namespace hebb {

// When the derived indexes are written to a file for the next start (engine/index_snapshot.h).
struct SnapshotPlan {
  std::filesystem::path file;  // empty: none is kept
  // Fewer memories are indexed sooner than a file is worth; it is written again when so many, or this part of all,
  // changed since.
  std::size_t least_memories = 4096;
  double changed_part = 0.25;
};

struct IngestRequest {
  std::variant<std::string, std::vector<Turn>> transcript;  // bytes of any known format, or turns as values
  std::optional<std::string> title;                         // else the file's own, its name, or "Untitled meeting"
  std::vector<std::string> participants;
  std::optional<Instant> started_at;
  std::string project{kDefaultProject};
  std::optional<std::string> external_id;
  std::optional<std::string> format;
  std::optional<std::string> language;
  std::string file_name;        // without folders; empty where there is none
  std::string metadata = "{}";  // a JSON object
};

struct IngestReply {
  MeetingId meeting_id;
  std::string title;
  bool created = false;
  std::string format;
  std::optional<Instant> started_at;
  DateSource date_source = DateSource::none;
  std::optional<std::string> language;
  std::uint32_t turns = 0;
  std::uint32_t turns_remembered = 0;
  std::array<std::uint32_t, kLevels> memories{};  // by level
  std::map<std::string, std::uint32_t> by_type;   // memory type name -> memories
  std::map<std::string, std::uint32_t> dropped;   // reason -> turns that gave no memory
  std::uint32_t connections = 0;
  std::uint32_t skipped_entries = 0;
  std::vector<TranscriptWarning> warnings;
  std::uint32_t warning_count = 0;
  std::int64_t processing_time_ms = 0;
};

struct SpeakerRename {
  std::string project;
  std::string from;
  std::string to;               // where somebody has that name, the two become one
  std::optional<bool> merge{};  // whether somebody must have it; else either will do
};

struct QueryRequest {
  std::string query;  // 1..1000 characters
  std::size_t limit_per_level = 10;
  bool enable_activation = true;
  bool enable_bridges = true;
  std::size_t max_activations = 50;
  MemoryFilter filters;
  std::size_t limit = 20;
  bool include_dimensions = false;
  bool explain = false;
  std::optional<Instant> now;  // what "last week" is counted from; else what the machine's wall clock shows
};

// The parts of a score, weighted: a direct score is the sum of semantic, lexical, speaker, meeting, type prior,
// exchange and length; one in `results` that of activation, coverage, speaker, meeting, type prior, exchange and length
// (recall/ranking.h).
struct ScoreParts {
  float semantic = 0;
  float lexical = 0;
  float activation = 0;
  float coverage = 0;
  float speaker = 0;
  float meeting = 0;
  float type_prior = 0;
  float exchange = 0;
  float length = 0;
};

// Of a concept (L0), which is no memory of one meeting.
struct ConceptMentions {
  std::uint32_t mentions = 0;  // that the filters let through, as are the next
  std::uint32_t meetings = 0;
  struct Mention {
    MemoryId memory;
    MeetingId meeting;
  };
  std::vector<Mention> foremost;  // those nearest to the question first; not all where there are many
};

struct MemoryResult {
  Memory memory;  // without its vector; of a concept id, level, type and name alone
  float score = 0;
  std::string meeting_title;
  std::string project;
  std::optional<Instant> occurred_at;  // meeting start + memory start; the start alone where there are no times
  ScoreParts parts;
  std::optional<std::string> explanation;   // with QueryRequest::explain
  std::optional<ConceptMentions> mentions;  // of a concept
};

struct ActivatedResult {
  MemoryResult result;
  float activation_strength = 0;  // [0,1]
  std::uint32_t depth = 0;
  std::vector<MemoryId> path;  // from a seed to this one
  std::string classification;  // core | contextual | peripheral
};

struct BridgeResult {
  MemoryResult result;
  float novelty_score = 0;
  float connection_score = 0;
  std::vector<MemoryId> connecting_memories;
  std::string explanation;
};

struct QueryReply {
  std::string query;
  std::array<std::vector<MemoryResult>, kLevels> direct_results;
  std::vector<ActivatedResult> activated_memories;
  std::vector<BridgeResult> bridge_memories;
  std::vector<MemoryResult> results;
  float answerable = 0;  // [0,1]: does what the filters leave hold anything on the question? (recall/answerable.h)
  // With QueryRequest::explain: what the question was taken to be about, and how its names, times and types were read.
  std::optional<std::string> focus;
  std::vector<std::string> reading;
  std::int64_t processing_time_ms = 0;
  std::size_t total_results = 0;  // distinct memories of the three groups
  // kVectorDimension numbers of the question itself: its vector, then its features (extract/extract.h).
  std::optional<std::vector<float>> query_dimensions;
  std::vector<std::string> degraded;
  bool cached = false;
  Seq state = 0;                                // of what it was answered from, for AnswerCache::put
  std::map<std::string, std::int64_t> timings;  // stage -> microseconds, with explain
};

struct ContextRequest {
  std::string query;         // 1..1000 characters
  std::size_t words = 1000;  // budget, 50..20000: of what was said, as count_words (text/normalise.h) counts
  MemoryFilter filters;
  std::optional<Instant> now;  // as QueryRequest::now
};

// What one speaker says without a break in a passage.
struct PassageLine {
  std::optional<std::string> speaker;
  std::string text;

  friend bool operator==(const PassageLine&, const PassageLine&) = default;
};

// A stretch of one meeting: memories that touch, in order.
struct Passage {
  MeetingId meeting;
  std::string meeting_title;
  std::string project;
  std::optional<Instant> occurred_at;  // as MemoryResult::occurred_at, of the first memory
  std::optional<Milliseconds> start;
  std::optional<Milliseconds> end;
  std::uint32_t first_turn = 0;
  std::uint32_t last_turn = 0;
  std::vector<std::string> speakers;  // in order of first word
  std::vector<PassageLine> lines;     // never empty
  std::vector<MemoryId> memories;     // never empty
  std::size_t words = 0;              // of its lines
  float score = 0;                    // of its best memory
};

// A passage is cited by its number in the list, from 1.
struct ContextReply {
  std::string query;
  std::size_t budget = 0;
  std::size_t words = 0;          // of all passages, <= budget
  std::vector<Passage> passages;  // by the meeting's start, undated meetings last and by title; then by time
  float answerable = 0;           // as QueryReply::answerable
  std::vector<std::string> degraded;
  Seq state = 0;  // as QueryReply::state
};

struct MeetingDetail {
  MeetingSummary summary;
  std::vector<Memory> contexts;  // the L1 segments, in order, without vectors
  std::map<std::string, std::uint32_t> by_type;
};

struct Health {
  bool healthy = false;
  std::string version;
  std::vector<std::string> degraded;
};

// What the engine's threads are given; each kind has threads and a queue of its own, so that none waits for another.
enum class Work : std::uint8_t {
  probe,     // health and the like: a millisecond
  question,  // what somebody waits for: questions, lists
  change,    // of what is there: mostly waits for the writer
  erasure,   // of what a person said: one at a time, for each keeps a core busy before it writes
  batch,     // many questions at once
  bulk,      // imports and what else takes long
};
inline constexpr std::size_t kWorks = 6;

struct LaneStats {
  std::string name;
  std::size_t threads = 0;
  std::size_t queue_limit = 0;
  std::size_t waiting = 0;
  std::size_t running = 0;
  std::uint64_t done = 0;
  std::uint64_t refused = 0;
};

enum class ComponentState : std::uint8_t { healthy, degraded, unhealthy };

// One part of what answers, looked at for real; what does not bear on it has no value.
struct ComponentHealth {
  ComponentState state = ComponentState::healthy;
  std::optional<std::string> error;  // what, where and what next
  std::optional<std::chrono::microseconds> response_time;
  std::optional<std::uint64_t> size;  // memories, answers
  std::optional<std::uint64_t> bytes;
  std::optional<std::uint64_t> free_bytes;
  std::optional<double> hit_rate;
  std::optional<Seq> seq;  // of the last change that it has
  std::optional<std::string> name;
};

struct HealthReport {
  // Unhealthy: the database is; degraded: any other is not healthy.
  ComponentState state = ComponentState::healthy;
  std::string version;
  std::chrono::seconds uptime{};
  std::map<std::string, ComponentHealth> components;  // database, writes, vector_store, lexical_index, model, cache …
};

// Of those projects that are seen. Where these are not all, what is counted over all is left out: seq, applied_seq,
// index_bytes, indexed, folding, answers and question_vectors.
struct EngineStats {
  bool whole = true;
  StoreCounts store;
  Seq seq = 0;
  Seq applied_seq = 0;
  std::size_t index_bytes = 0;
  std::size_t indexed = 0;
  bool folding = false;
  std::string model;
  std::string precision;
  AnswerCacheStats answers;
  QuestionVectorStats question_vectors;
};

}  // namespace hebb
