// A whole meeting as it was put: what an archive carries. In one read transaction of the caller.
#include "store/sqlite/columns.h"
#include "store/sqlite/corrections.h"
#include "store/sqlite/read.h"
#include "store/sqlite/rows.h"

namespace hebb::sqlite {
namespace {

// Fading is of this store and of who reads here: elsewhere nothing has faded.
void restore_states(Database& database, std::int64_t meeting, StoredRecord& stored) {
  Query faded = database.query(
      "SELECT a.faded_at_ms IS NOT NULL FROM memories m LEFT JOIN accesses a ON a.memory = m.key WHERE m.meeting = ?1 "
      "ORDER BY m.level DESC, m.position",
      meeting);
  for (Memory& memory : stored.record.memories) {
    if (faded.step() && faded.integer(0) == 1) memory.state = MemoryState::active;
  }
}

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
      "SELECT s.imported_name, o.imported_name FROM memories m "
      "LEFT JOIN speakers s ON s.meeting = m.meeting AND s.number = m.speaker " TASK_TABLES
      "WHERE m.meeting = ?1 ORDER BY m.level DESC, m.position",
      meeting);
  for (Memory& memory : stored.record.memories) {
    if (!memories.step()) continue;
    memory.speaker = text_at(memories, 0);
    memory.task.owner = text_at(memories, 1);
  }
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
  restore_states(database, *key, stored);
  return stored;
}

}  // namespace hebb::sqlite
