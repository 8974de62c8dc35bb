// Column lists and orders shared by several statements, so that one function decodes each. Private to store/sqlite/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

#define MEETING_COLUMNS                                                                                   \
  "key, id, seq, created_at_ms, state, project, title, external_id, started_at_ms, date_source, format, " \
  "source_digest, language, metadata, turns, duration_ms, concepts, contexts, episodes "
#define TASK_TABLES                        \
  "LEFT JOIN tasks t ON t.memory = m.key " \
  "LEFT JOIN speakers o ON o.meeting = t.meeting AND o.number = t.owner "
#define MEMORY_COLUMNS                                                                                          \
  "m.id, g.id, m.level, m.position, m.type, m.state, m.first_turn, m.last_turn, s.name, m.start_ms, m.end_ms, " \
  "m.importance, m.type_confidence, p.id, m.keywords, m.text, o.name, t.due_day, t.status "
#define MEMORY_TABLES                                                                              \
  "FROM memories m JOIN meetings g ON g.key = m.meeting LEFT JOIN memories p ON p.key = m.parent " \
  "LEFT JOIN speakers s ON s.meeting = m.meeting AND s.number = m.speaker " TASK_TABLES
#define CONNECTION_COLUMNS "a.id, b.id, c.type, c.weight, c.reason "
#define CONNECTION_ENDS "JOIN memories a ON a.key = c.source JOIN memories b ON b.key = c.target "

// Meetings in the order of their pages, of all projects or of ?1, after a cursor: ?2 is its id (NULL: from the
// beginning), ?3 its start (NULL: within those without a date, which come last); at most ?4.
#define MEETINGS_AFTER_CURSOR                                                                                        \
  "(?2 IS NULL OR (started_at_ms IS ?3 AND id > ?2) OR (?3 IS NOT NULL AND (started_at_ms < ?3 OR started_at_ms IS " \
  "NULL))) ORDER BY started_at_ms DESC, id LIMIT ?4"
#define MEETINGS_AFTER(columns)                                                             \
  {.of_all = "SELECT " columns "FROM meetings WHERE ?1 IS NULL AND " MEETINGS_AFTER_CURSOR, \
   .of_project = "SELECT " columns "FROM meetings WHERE project = ?1 AND " MEETINGS_AFTER_CURSOR}

namespace hebb::sqlite {

struct MeetingsAfter {  // MEETINGS_AFTER(columns)
  const char* of_all;
  const char* of_project;
};
Query meetings_after(Database& database, const MeetingsAfter& sql, const std::optional<std::string>& project,
                     const std::optional<MeetingCursor>& after, std::int64_t limit);

inline constexpr int kVectorColumn = 19;  // after MEMORY_COLUMNS

// Of a row of MEMORY_COLUMNS, and of the vector in kVectorColumn. Throws Failure (corruption).
Memory memory_at(const Database& database, const Query& row, bool with_vectors);

}  // namespace hebb::sqlite
