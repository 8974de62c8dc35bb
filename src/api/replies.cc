#include "api/replies.h"

#include <rfl.hpp>

#include "api/json_reader.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

Counts widened(const std::map<std::string, std::uint32_t>& counts) {
  return {counts.begin(), counts.end()};
}

struct MemoryCounts {
  std::uint64_t total;
  Counts by_level;
  std::optional<Counts> by_type;
};

struct Ingested {
  MeetingId meeting_id;
  std::string title;
  bool created;
  std::string format;
  OrNull<Instant> started_at;
  DateSource date_source;
  OrNull<std::string> language;
  std::uint32_t turns;
  std::uint32_t turns_remembered;
  Counts dropped;
  std::uint32_t skipped_entries;
  MemoryCounts memories;
  std::uint32_t connections;
  std::vector<WarningWire> warnings;
  std::uint32_t warning_count;
  std::int64_t processing_time_ms;
};

struct MeetingWire {
  MeetingId meeting_id;
  std::string title;
  std::string project;
  OrNull<std::string> external_id;
  OrNull<Instant> started_at;
  DateSource date_source;
  OrNull<Milliseconds> duration_ms;
  std::vector<std::string> participants;
  std::string format;
  OrNull<std::string> language;
  MeetingState state;
  std::uint32_t turns;
  MemoryCounts memories;
  Instant created_at;
  StoredJson metadata;
};

struct DetailWire {
  rfl::Flatten<MeetingWire> meeting;
  std::vector<MemoryWire> contexts;
};

struct Page {
  std::vector<MeetingWire> meetings;
  OrNull<std::string> next;
};

struct TurnWire {
  std::uint32_t number;
  OrNull<std::string> speaker;
  OrNull<Milliseconds> start_ms;
  OrNull<Milliseconds> end_ms;
  std::string text;
};

struct TranscriptWire {
  MeetingId meeting_id;
  std::string title;
  std::uint32_t total_turns;
  std::vector<TurnWire> turns;
};

struct SpeakerList {
  std::vector<SpeakerSummary> speakers;
};

struct BackupWire {
  std::string file;
  std::uint64_t bytes = 0;
  std::uint64_t meetings = 0;
  std::uint64_t memories = 0;
  Seq seq = 0;
};

struct Renamed {
  std::string project;
  std::string from;
  std::string to;
  OrNull<Seq> seq;
};

struct Erased {
  bool dry_run;
  std::uint64_t meetings;
  std::uint64_t turns;
  std::uint64_t memories;
  std::uint64_t vectors;
  std::uint64_t connections;
  std::uint64_t lost_corrections;
  std::vector<MeetingId> meeting_ids;
  std::vector<MeetingId> reduced_meeting_ids;
  bool traces_remain;
  OrNull<Seq> seq;
};

struct IndexWire {
  std::uint64_t size;
  std::uint64_t bytes;
  bool folding;
  Seq applied_seq;
};

struct ModelWire {
  std::string name;
  std::string precision;
};

struct VectorCacheWire {
  std::uint64_t entries;
  std::uint64_t bytes;
  std::uint64_t hits;
  std::uint64_t misses;
};

struct CacheWire {
  std::uint64_t entries;
  std::uint64_t bytes;
  std::uint64_t max_entries;
  std::uint64_t max_bytes;
  std::uint64_t hits;
  std::uint64_t misses;
  double hit_rate;  // of all that were asked and could have been kept; 0 before the first
  std::uint64_t evictions;
  std::uint64_t expirations;
  std::uint64_t outdated;
  VectorCacheWire question_vectors;
};

struct StatsWire {
  std::uint64_t projects;
  std::uint64_t meetings;
  std::uint64_t turns;
  MemoryCounts memories;
  std::uint64_t connections;
  OrNull<Seq> seq;
  OrNull<IndexWire> index;
  ModelWire model;
  OrNull<CacheWire> cache;
};

struct Reindexed {
  Seq seq;
};

struct HealthWire {
  std::string status;
  std::string version;
  std::vector<std::string> degraded;
};

StoredJson stored_json(const std::string& text) {
  return {JsonDocument::parse(text) ? std::string_view(text) : "{}"};
}

MeetingWire wire_of(const MeetingSummary& summary) {
  const Meeting& meeting = summary.meeting;
  return {.meeting_id = meeting.id,
          .title = meeting.title,
          .project = meeting.project,
          .external_id = meeting.external_id,
          .started_at = meeting.started_at,
          .date_source = meeting.date_source,
          .duration_ms = summary.duration,
          .participants = meeting.participants,
          .format = meeting.format,
          .language = meeting.language,
          .state = meeting.state,
          .turns = summary.turns,
          .memories = {.total = sum(summary.memories), .by_level = by_level(summary.memories)},
          .created_at = summary.created_at,
          .metadata = stored_json(meeting.metadata)};
}

CacheWire wire_of(const AnswerCacheStats& answers, const QuestionVectorStats& vectors) {
  const auto asked = answers.hits + answers.misses;
  return {.entries = answers.entries,
          .bytes = answers.bytes,
          .max_entries = answers.most_entries,
          .max_bytes = answers.most_bytes,
          .hits = answers.hits,
          .misses = answers.misses,
          .hit_rate = asked == 0 ? 0 : static_cast<double>(answers.hits) / static_cast<double>(asked),
          .evictions = answers.evictions,
          .expirations = answers.expirations,
          .outdated = answers.outdated,
          .question_vectors = {
              .entries = vectors.entries, .bytes = vectors.bytes, .hits = vectors.hits, .misses = vectors.misses}};
}

std::vector<MemoryWire> wire_of(std::span<const Memory> memories, const Meeting& meeting) {
  std::vector<MemoryWire> wire;
  wire.reserve(memories.size());
  for (const Memory& memory : memories) {
    wire.push_back(api::wire_of(memory, meeting.title, meeting.project, meeting.started_at));
  }
  return wire;
}

}  // namespace

std::string json_of(const IngestReply& reply) {
  const Ingested wire{.meeting_id = reply.meeting_id,
                      .title = reply.title,
                      .created = reply.created,
                      .format = reply.format,
                      .started_at = reply.started_at,
                      .date_source = reply.date_source,
                      .language = reply.language,
                      .turns = reply.turns,
                      .turns_remembered = reply.turns_remembered,
                      .dropped = widened(reply.dropped),
                      .skipped_entries = reply.skipped_entries,
                      .memories = {.total = sum(reply.memories),
                                   .by_level = by_level(reply.memories),
                                   .by_type = widened(reply.by_type)},
                      .connections = reply.connections,
                      .warnings = wire_of(reply.warnings),
                      .warning_count = reply.warning_count,
                      .processing_time_ms = reply.processing_time_ms};
  return reply_text_of(wire);
}

std::string json_of(const MeetingPage& page) {
  Page wire{.next = page.next};
  for (const auto& summary : page.meetings) wire.meetings.push_back(wire_of(summary));
  return reply_text_of(wire);
}

std::string json_of(const MeetingDetail& detail) {
  MeetingWire meeting = wire_of(detail.summary);
  meeting.memories.by_type = widened(detail.by_type);
  return reply_text_of(
      DetailWire{.meeting = std::move(meeting), .contexts = wire_of(detail.contexts, detail.summary.meeting)});
}

std::string transcript_json(const MeetingSummary& meeting, std::span<const Turn> turns) {
  TranscriptWire wire{.meeting_id = meeting.meeting.id, .title = meeting.meeting.title, .total_turns = meeting.turns};
  wire.turns.reserve(turns.size());
  for (const Turn& turn : turns) {
    wire.turns.push_back({.number = turn.number,
                          .speaker = turn.speaker,
                          .start_ms = turn.start,
                          .end_ms = turn.end,
                          .text = turn.text});
  }
  return reply_text_of(wire);
}

std::string json_of(std::span<const SpeakerSummary> speakers) {
  return reply_text_of(SpeakerList{.speakers = {speakers.begin(), speakers.end()}});
}

std::string json_of(const RenameRequest& renamed, std::optional<Seq> seq) {
  return reply_text_of(Renamed{.project = renamed.project, .from = renamed.from, .to = renamed.to, .seq = seq});
}

std::string json_of(const EraseCounts& counts, bool dry_run, std::optional<Seq> seq) {
  return reply_text_of(Erased{.dry_run = dry_run,
                              .meetings = counts.meetings,
                              .turns = counts.turns,
                              .memories = counts.memories,
                              .vectors = counts.vectors,
                              .connections = counts.connections,
                              .lost_corrections = counts.lost_corrections,
                              .meeting_ids = counts.erased,
                              .reduced_meeting_ids = counts.reduced,
                              .traces_remain = counts.traces_remain,
                              .seq = seq});
}

std::string json_of(const EngineStats& stats) {
  const std::optional<Seq> seq = stats.whole ? std::optional(stats.seq) : std::nullopt;
  std::optional<IndexWire> index;
  std::optional<CacheWire> cache;
  if (stats.whole) {
    cache = wire_of(stats.answers, stats.question_vectors);
    index = {
        .size = stats.indexed, .bytes = stats.index_bytes, .folding = stats.folding, .applied_seq = stats.applied_seq};
  }
  return reply_text_of(StatsWire{.projects = stats.store.projects,
                                 .meetings = stats.store.meetings,
                                 .turns = stats.store.turns,
                                 .memories = {.total = sum(stats.store.memories),
                                              .by_level = by_level(stats.store.memories),
                                              .by_type = stats.store.by_type},
                                 .connections = stats.store.connections,
                                 .seq = seq,
                                 .index = index,
                                 .model = {.name = stats.model, .precision = stats.precision},
                                 .cache = std::move(cache)});
}

std::string reindexed_json(Seq seq) {
  return reply_text_of(Reindexed{.seq = seq});
}

std::string json_of(const BackupFacts& backup) {
  return reply_text_of(BackupWire{.file = backup.file.string(),
                                  .bytes = backup.bytes,
                                  .meetings = backup.meetings,
                                  .memories = sum(backup.memories),
                                  .seq = backup.seq});
}

std::string json_of(const Health& health) {
  const bool whole = health.healthy && health.degraded.empty();
  return reply_text_of(HealthWire{.status = whole            ? "healthy"
                                            : health.healthy ? "degraded"
                                                             : "unhealthy",
                                  .version = health.version,
                                  .degraded = health.degraded});
}

void describe_ingested(JsonNode schema) {
  describe<Ingested>(schema);
}
void describe_meetings(JsonNode schema) {
  describe<Page>(schema);
}
void describe_meeting(JsonNode schema) {
  describe<DetailWire>(schema);
}
void describe_transcript(JsonNode schema) {
  describe<TranscriptWire>(schema);
}
void describe_speakers(JsonNode schema) {
  describe<SpeakerList>(schema);
}
void describe_renamed(JsonNode schema) {
  describe<Renamed>(schema);
}
void describe_erased(JsonNode schema) {
  describe<Erased>(schema);
}
void describe_stats(JsonNode schema) {
  describe<StatsWire>(schema);
}
void describe_backup(JsonNode schema) {
  describe<BackupWire>(schema);
}
void describe_reindexed(JsonNode schema) {
  describe<Reindexed>(schema);
}
void describe_health(JsonNode schema) {
  describe<HealthWire>(schema);
}

}  // namespace hebb::api
