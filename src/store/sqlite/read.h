// The reading half of the port, on one connection. Each function requires a transaction that holds the state still
// where more than one of them must agree. All throw Failure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

Seq read_seq(Database& database);
std::optional<EncoderProbe> read_probe(Database& database);
std::optional<UuidBytes> read_snapshot_name(Database& database);
std::optional<std::int64_t> meeting_key(Database& database, const MeetingId& id);
std::optional<std::string> read_project_of(Database& database, const MeetingId& id);
std::optional<MeetingSummary> read_meeting(Database& database, const MeetingId& id);
MeetingPage read_page(Database& database, const MeetingQuery& query, const std::optional<MeetingCursor>& after);
std::optional<StoredRecord> read_record(Database& database, const MeetingId& id);
std::vector<Turn> read_turns(Database& database, const MeetingId& id, std::uint32_t first, std::uint32_t last);
std::vector<Memory> read_memories(Database& database, std::span<const MemoryId> ids, bool with_vectors);
std::vector<Memory> read_memories_of(Database& database, std::int64_t meeting, bool with_vectors);
std::vector<Connection> read_connections_of(Database& database, const MemoryId& id);
std::vector<Connection> read_connections_from(Database& database, std::int64_t meeting);
std::vector<SpeakerSummary> read_speakers(Database& database, const std::optional<std::string>& project);
std::vector<MeetingId> read_meetings_with(Database& database, const std::string& name);
StoreCounts read_counts(Database& database, const std::optional<std::string>& project);
std::vector<Change> read_changes(Database& database, Seq after, std::size_t limit);
Result<Seq> scan(Database& database, const ScanParts& parts, const MemoryStore::Visitor& visit);

}  // namespace hebb::sqlite
