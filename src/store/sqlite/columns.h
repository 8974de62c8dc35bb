// Column lists shared by several statements, so that one function decodes each. Private to store/sqlite/.
#pragma once

#include "model/domain.h"
#include "store/sqlite/database.h"

#define MEETING_COLUMNS                                                                                   \
  "key, id, seq, created_at_ms, state, project, title, external_id, started_at_ms, date_source, format, " \
  "source_digest, language, metadata, turns, duration_ms, concepts, contexts, episodes "
#define MEMORY_COLUMNS                                                                                          \
  "m.id, g.id, m.level, m.position, m.type, m.state, m.first_turn, m.last_turn, s.name, m.start_ms, m.end_ms, " \
  "m.importance, m.type_confidence, p.id, m.keywords, m.text "
#define MEMORY_TABLES                                                                              \
  "FROM memories m JOIN meetings g ON g.key = m.meeting LEFT JOIN memories p ON p.key = m.parent " \
  "LEFT JOIN speakers s ON s.meeting = m.meeting AND s.number = m.speaker "
#define CONNECTION_COLUMNS "a.id, b.id, c.type, c.weight, c.reason "
#define CONNECTION_ENDS "JOIN memories a ON a.key = c.source JOIN memories b ON b.key = c.target "

namespace hebb::sqlite {

inline constexpr int kVectorColumn = 16;  // after MEMORY_COLUMNS

// Of a row of MEMORY_COLUMNS, and of the vector in kVectorColumn. Throws Failure (corruption).
Memory memory_at(const Database& database, const Query& row, bool with_vectors);

}  // namespace hebb::sqlite
