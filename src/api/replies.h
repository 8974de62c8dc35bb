// The engine's replies as JSON, field for field as spec/api.md and docs/api.md name them. Private to api/.
// Invariants: (1) a field that the contract lists is always there; one without a value is null, unless the contract
// says that it comes only on request. (2) The same reply gives the same bytes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "api/json_builder.h"
#include "api/requests.h"
#include "engine/collection.h"
#include "engine/decisions.h"
#include "engine/declared.h"
#include "engine/fading.h"
#include "engine/patterns.h"
#include "engine/types.h"

namespace hebb::api {

std::string json_of(const IngestReply& reply);
std::string json_of(const QueryReply& reply, bool explain);
std::string json_of(const ContextReply& reply, bool markdown);  // `markdown`: with that field
std::string json_of(const MeetingPage& page);
std::string json_of(const MeetingDetail& detail);
std::string transcript_json(const MeetingSummary& meeting, std::span<const Turn> turns);
std::string json_of(const MemoryPage& page);
std::string json_of(const MemoryDetail& detail);
std::string json_of(const NoteReply& reply);
std::string json_of(const ConceptPage& page);
std::string json_of(const DecisionPage& page);
std::string json_of(const ProjectPage& page);
std::string json_of(const PatternPage& page);
std::string json_of(std::span<const ConsolidationReport> reports, bool dry_run);
std::string json_of(const FadeReport& report, bool dry_run);
std::string json_of(const UnfadeReport& report);
std::string json_of(const DeclaredProject& declared);
std::string json_of(const std::string& project, const DeclarationChange& change);
std::string mentions_json(const MemoryPage& page);
std::string undone_json(const std::string& project);
// `replies`: of single queries, as JSON.
std::string batch_json(std::span<const std::string> replies, std::int64_t processing_time_ms);
std::string json_of(std::span<const SpeakerSummary> speakers);
// Nothing for `seq` is null: it counts what the caller may not see.
std::string json_of(const RenameRequest& renamed, std::optional<Seq> seq);
std::string json_of(const EraseCounts& counts, bool dry_run, std::optional<Seq> seq);
std::string json_of(const EngineStats& stats);
std::string json_of(const MeetingId& meeting, const Reextraction& done);
std::string reindexed_json(Seq seq);
std::string json_of(const BackupFacts& backup);
std::string json_of(const Health& health);
std::string json_of(const HealthReport& report, Instant now);

// The JSON Schema of each, for OpenAPI.
void describe_ingested(JsonNode schema);
void describe_query_reply(JsonNode schema);
void describe_context_reply(JsonNode schema);
void describe_meetings(JsonNode schema);
void describe_meeting(JsonNode schema);
void describe_transcript(JsonNode schema);
void describe_memories(JsonNode schema);
void describe_memory(JsonNode schema);
void describe_note(JsonNode schema);
void describe_concepts(JsonNode schema);
void describe_decisions(JsonNode schema);
void describe_projects(JsonNode schema);
void describe_patterns(JsonNode schema);
void describe_consolidated(JsonNode schema);
void describe_faded(JsonNode schema);
void describe_unfaded(JsonNode schema);
void describe_undone(JsonNode schema);
void describe_declared(JsonNode schema);
void describe_declaration_change(JsonNode schema);
void describe_mentions(JsonNode schema);
void describe_batch(JsonNode schema);
void describe_speakers(JsonNode schema);
void describe_renamed(JsonNode schema);
void describe_erased(JsonNode schema);
void describe_stats(JsonNode schema);
void describe_reextracted(JsonNode schema);
void describe_reindexed(JsonNode schema);
void describe_backup(JsonNode schema);
void describe_health(JsonNode schema);
void describe_health_report(JsonNode schema);
void describe_problem(JsonNode schema);

}  // namespace hebb::api
