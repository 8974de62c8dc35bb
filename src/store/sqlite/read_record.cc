// A whole meeting as it was put: what an archive carries. In one read transaction of the caller.
#include "store/sqlite/columns.h"
#include "store/sqlite/read.h"
#include "store/sqlite/rows.h"

namespace hebb::sqlite {
namespace {

// Turns, memories and participants with the names that they were imported with, not those that are shown.
void restore_names(Database& database, std::int64_t meeting, StoredRecord& stored) {
  Query names = database.query(
      "SELECT imported_name, name, participant FROM speakers WHERE meeting = ?1 ORDER BY number", meeting);
  stored.record.meeting.participants.clear();
  while (names.step()) {
    const std::string imported(names.text(0));
    if (names.integer(2) == 1) stored.record.meeting.participants.push_back(imported);
    if (names.text(1) != imported) stored.renamed[imported] = names.text(1);
  }
  Query turns = database.query(
      "SELECT s.imported_name FROM turns t LEFT JOIN speakers s ON s.meeting = t.meeting AND s.number = t.speaker "
      "WHERE t.meeting = ?1 ORDER BY t.number",
      meeting);
  for (Turn& turn : stored.record.turns) {
    if (turns.step()) turn.speaker = text_at(turns, 0);
  }
  Query memories = database.query(
      "SELECT s.imported_name FROM memories m LEFT JOIN speakers s ON s.meeting = m.meeting AND s.number = m.speaker "
      "WHERE m.meeting = ?1 ORDER BY m.level DESC, m.position",
      meeting);
  for (Memory& memory : stored.record.memories) {
    if (memories.step()) memory.speaker = text_at(memories, 0);
  }
}

std::map<MemoryId, CorrectedMemory> read_corrected(Database& database, std::int64_t meeting) {
  std::map<MemoryId, CorrectedMemory> corrected;
  Query row = database.query(
      "SELECT m.id, c.type, c.importance, c.state, c.extracted_type, c.extracted_type_confidence, "
      "c.extracted_importance, c.extracted_state, c.corrected_at_ms "
      "FROM memories m JOIN corrections c ON c.memory = m.key WHERE m.meeting = ?1",
      meeting);
  while (row.step()) {
    CorrectedMemory& one = corrected[id_of<MemoryId>(row.blob(0))];
    if (!row.is_null(1)) one.by_hand.type = number_at<MemoryType>(row, 1);
    if (!row.is_null(2)) one.by_hand.importance = static_cast<float>(row.real(2));
    if (!row.is_null(3)) one.by_hand.state = number_at<MemoryState>(row, 3);
    one.extracted = {.type = number_at<MemoryType>(row, 4),
                     .type_confidence = static_cast<float>(row.real(5)),
                     .importance = static_cast<float>(row.real(6)),
                     .state = number_at<MemoryState>(row, 7),
                     .corrected_at = Instant(Milliseconds(row.integer(8)))};
  }
  return corrected;
}

}  // namespace

std::optional<StoredRecord> read_record(Database& database, const MeetingId& id) {
  const auto key = meeting_key(database, id);
  auto summary = read_meeting(database, id);
  if (!key || !summary) return std::nullopt;
  StoredRecord stored{.record = {.meeting = std::move(summary->meeting),
                                 .turns = read_turns(database, id, 0, UINT32_MAX),
                                 .memories = read_memories_of(database, *key, true),
                                 .connections = read_connections_from(database, *key)},
                      .renamed = {},
                      .corrected = read_corrected(database, *key),
                      .created_at = summary->created_at};
  restore_names(database, *key, stored);
  return stored;
}

}  // namespace hebb::sqlite
