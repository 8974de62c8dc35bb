#include "store/sqlite/consolidation.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "store/sqlite/read.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/write.h"

namespace hebb::sqlite {
namespace {

std::optional<std::int64_t> last_key(Database& database, const std::string& project) {
  Query row = database.query("SELECT max(key) FROM consolidations WHERE project = ?1", project);
  row.step();
  return row.is_null(0) ? std::nullopt : std::optional(row.integer(0));
}

// Of what was erased no project is kept: a member that is gone tells.
bool has_changed_since(Database& database, const std::string& project, Seq state) {
  if (state > read_seq(database)) return true;
  return database
      .query(
          "SELECT 1 FROM changes c LEFT JOIN meetings g ON g.id = c.meeting WHERE c.seq > ?1 AND "
          "coalesce(c.project, g.project) = ?2 LIMIT 1",
          state, project)
      .step();
}

void settle(Database& writer, std::int64_t key, Seq seq) {
  writer.run("UPDATE consolidations SET settled_seq = ?2 WHERE key = ?1", key, seq);
}

// Of a project that was consolidated more than once the last change is enough.
Seq append_consolidated(Database& writer, const std::string& project) {
  const Seq seq = append_change(writer, Change::Kind::consolidated, std::nullopt, project);
  writer.run("DELETE FROM changes WHERE kind = ?1 AND project = ?2 AND seq < ?3", Change::Kind::consolidated, project,
             seq);
  return seq;
}

std::int64_t add_row(Database& writer, const std::string& project, Instant now) {
  const auto key = writer.integer("SELECT max(key) FROM consolidations") + 1;
  writer.run("INSERT INTO consolidations (key, project, at_ms, settled_seq) VALUES (?1, ?2, ?3, 0)", key, project, now);
  return key;
}

void add_members(Database& writer, std::int64_t consolidation, const std::string& project, const Pattern& pattern) {
  std::int64_t place = 0;
  for (const MemoryId& id : pattern.members) {
    Query member = writer.query(
        "SELECT m.key FROM memories m JOIN meetings g ON g.key = m.meeting WHERE m.id = ?1 AND g.project = ?2", id,
        project);
    if (!member.step()) {
      throw Failure({ErrorCode::not_found, "memory " + id.text() + " is none of the project \"" + project + "\""});
    }
    const auto key = member.integer(0);
    writer.run("INSERT INTO pattern_members (consolidation, pattern, place, memory) VALUES (?1, ?2, ?3, ?4)",
               consolidation, pattern.id, place++, key);
  }
}

std::vector<Pattern> read_patterns(Database& database, std::int64_t consolidation) {
  std::vector<Pattern> patterns;
  Query row = database.query(
      "SELECT p.pattern, m.id FROM pattern_members p JOIN memories m ON m.key = p.memory WHERE p.consolidation = ?1 "
      "ORDER BY p.pattern, p.place",
      consolidation);
  while (row.step()) {
    const auto id = id_of<MemoryId>(row.blob(0));
    if (patterns.empty() || patterns.back().id != id) patterns.push_back({.id = id, .members = {}});
    patterns.back().members.push_back(id_of<MemoryId>(row.blob(1)));
  }
  return patterns;
}

}  // namespace

Seq put_consolidation(Database& writer, const std::string& project, std::span<const Pattern> patterns, Seq state,
                      Instant now) {
  if (has_changed_since(writer, project, state)) {
    throw Failure({ErrorCode::conflict, "the project has changed since its patterns were looked for; look again"});
  }
  if (!writer.query("SELECT 1 FROM meetings WHERE project = ?1", project).step()) {
    throw Failure({ErrorCode::not_found, "no meetings in project \"" + project + "\""});
  }
  std::vector<Pattern> by_id(patterns.begin(), patterns.end());
  std::ranges::sort(by_id, {}, &Pattern::id);
  const auto known = last_key(writer, project);
  const auto last = known ? *known : add_row(writer, project, now);  // before the first: nothing, to go back to
  if (read_patterns(writer, last) == by_id) {
    settle(writer, last, state);
    return state;
  }
  const auto key = add_row(writer, project, now);
  for (const Pattern& pattern : by_id) add_members(writer, key, project, pattern);
  writer.run(
      "DELETE FROM consolidations WHERE project = ?1 AND key NOT IN (SELECT key FROM consolidations "
      "WHERE project = ?1 ORDER BY key DESC LIMIT ?2)",
      project, kKeptConsolidations + 1);
  const Seq seq = append_consolidated(writer, project);
  settle(writer, key, seq);
  return seq;
}

Seq undo_consolidation(Database& writer, const std::string& project) {
  if (writer.integer("SELECT count(*) FROM consolidations WHERE project = ?1", project) < 2) {
    throw Failure({ErrorCode::not_found, "no consolidation of project \"" + project + "\" is left to be undone"});
  }
  writer.run("DELETE FROM consolidations WHERE key = ?1", *last_key(writer, project));
  const Seq seq = append_consolidated(writer, project);
  settle(writer, *last_key(writer, project), seq);  // so that nobody looks again before something else changes
  return seq;
}

std::optional<Consolidation> read_consolidation(Database& database, const std::string& project) {
  const auto last = last_key(database, project);
  if (!last) return std::nullopt;
  Query row = database.query("SELECT at_ms, settled_seq FROM consolidations WHERE key = ?1", *last);
  row.step();
  return Consolidation{.project = project,
                       .at = Instant(Milliseconds(row.integer(0))),
                       .seq = number_at<Seq>(row, 1),
                       .patterns = read_patterns(database, *last)};
}

std::optional<Pattern> read_pattern_of(Database& database, const MemoryId& memory) {
  std::optional<Pattern> pattern;
  Query row = database.query(
      "SELECT p.pattern, o.id FROM memories m JOIN meetings g ON g.key = m.meeting "
      "JOIN pattern_members mine ON mine.memory = m.key "
      "AND mine.consolidation = (SELECT max(key) FROM consolidations WHERE project = g.project) "
      "JOIN pattern_members p ON p.consolidation = mine.consolidation AND p.pattern = mine.pattern "
      "JOIN memories o ON o.key = p.memory WHERE m.id = ?1 ORDER BY p.place",
      memory);
  while (row.step()) {
    if (!pattern) pattern = Pattern{.id = id_of<MemoryId>(row.blob(0)), .members = {}};
    pattern->members.push_back(id_of<MemoryId>(row.blob(1)));
  }
  return pattern;
}

}  // namespace hebb::sqlite
