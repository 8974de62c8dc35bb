#include "store/sqlite/check.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "store/memory_store.h"
#include "store/sqlite/rows.h"

namespace hebb::sqlite {
namespace {

constexpr int kDeclarationsSince = 8;  // schema version

struct CountRule {
  const char* finding;  // after the number of rows that break the rule
  const char* sql;      // counts them
  int since = 1;        // the schema version that has what it names: a backup may be of an older one
};

constexpr std::array kRules = {
    CountRule{"meetings whose number of turns is not the counted one",
              "SELECT count(*) FROM meetings g WHERE turns <> (SELECT count(*) FROM turns WHERE meeting = g.key)"},
    CountRule{
        "meetings whose turns are not numbered 0, 1, 2 …",
        "SELECT count(*) FROM meetings g WHERE turns > 0 AND (SELECT min(number) <> 0 OR max(number) <> g.turns - 1 "
        "FROM turns WHERE meeting = g.key)"},
    CountRule{"meetings whose length is not that of their turns",
              "SELECT count(*) FROM meetings g WHERE duration_ms IS NOT "
              "(SELECT max(coalesce(end_ms, start_ms)) FROM turns WHERE meeting = g.key)"},
    CountRule{
        "meetings whose numbers of memories are not the counted ones",
        "SELECT count(*) FROM meetings g WHERE (concepts, contexts, episodes) <> (SELECT coalesce(sum(level = 0), 0), "
        "coalesce(sum(level = 1), 0), coalesce(sum(level = 2), 0) FROM memories WHERE meeting = g.key)"},
    CountRule{"speakers whose number of turns is not the counted one",
              "SELECT count(*) FROM speakers s WHERE turns <> "
              "(SELECT count(*) FROM turns WHERE meeting = s.meeting AND speaker = s.number)"},
    CountRule{"meetings whose speakers' numbers of memories do not add up",
              "SELECT count(*) FROM meetings g WHERE (SELECT coalesce(sum(memories), 0) FROM speakers WHERE meeting = "
              "g.key) <> (SELECT count(speaker) FROM memories WHERE meeting = g.key)"},
    CountRule{"memories without a vector",
              "SELECT count(*) FROM memories WHERE key NOT IN (SELECT memory FROM vectors)"},
    CountRule{"memories that name turns outside their meeting",
              "SELECT count(*) FROM memories m JOIN meetings g ON g.key = m.meeting "
              "WHERE first_turn > last_turn OR first_turn < 0 OR last_turn >= g.turns"},
    CountRule{"memories of an unknown type, level or state",
              "SELECT count(*) FROM memories WHERE type NOT BETWEEN 0 AND 11 OR level NOT BETWEEN 0 AND 2 OR state NOT "
              "BETWEEN 0 AND 1"},
    CountRule{"connections between two projects",
              "SELECT count(*) FROM connections c JOIN memories a ON a.key = c.source JOIN meetings ga ON ga.key = "
              "a.meeting JOIN memories b ON b.key = c.target JOIN meetings gb ON gb.key = b.meeting "
              "WHERE ga.project <> gb.project"},
    CountRule{
        "memories whose parent is in another project",
        "SELECT count(*) FROM memories m JOIN meetings g ON g.key = m.meeting JOIN memories p ON p.key = m.parent "
        "JOIN meetings gp ON gp.key = p.meeting WHERE g.project <> gp.project"},
    CountRule{"meetings that the log of changes does not know",
              "SELECT count(*) FROM meetings g WHERE NOT EXISTS "
              "(SELECT 1 FROM changes WHERE meeting = g.id AND kind = 0 AND seq <= g.seq)"},
    CountRule{"meetings in the log of changes that are not there",
              "SELECT count(*) FROM changes WHERE kind IN (0, 3) AND meeting NOT IN (SELECT id FROM meetings)"},
    CountRule{
        .finding = "corrections that their memories do not show",
        .sql =
            "SELECT count(*) FROM corrections c JOIN memories m ON m.key = c.memory WHERE coalesce(c.type, m.type) <> "
            "m.type OR coalesce(c.importance, m.importance) <> m.importance OR coalesce(c.state, m.state) <> m.state",
        .since = 3},
    CountRule{.finding = "corrections whose owner, day or status their memories do not show",
              .sql = "SELECT count(*) FROM corrections c LEFT JOIN tasks t ON t.memory = c.memory WHERE "
                     "iif(c.owner_given, c.owner, c.extracted_owner) IS NOT t.owner OR "
                     "iif(c.due_given, c.due_day, c.extracted_due_day) IS NOT t.due_day OR "
                     "coalesce(c.status, c.extracted_status) IS NOT t.status",
              .since = 5},
    CountRule{.finding = "tasks of an unknown status, or of another meeting than their memory",
              .sql = "SELECT count(*) FROM tasks t JOIN memories m ON m.key = t.memory "
                     "WHERE t.status NOT BETWEEN 0 AND 2 OR t.meeting <> m.meeting",
              .since = 5},
    CountRule{.finding = "members of a pattern that are not of its project",
              .sql = "SELECT count(*) FROM pattern_members p JOIN consolidations c ON c.key = p.consolidation JOIN "
                     "memories m ON m.key = p.memory JOIN meetings g ON g.key = m.meeting WHERE g.project <> c.project",
              .since = 6},
    CountRule{.finding = "memories that have faded and are not archived, or whose state a person gave",
              .sql = "SELECT count(*) FROM accesses a JOIN memories m ON m.key = a.memory LEFT JOIN corrections c ON "
                     "c.memory = m.key WHERE a.faded_at_ms IS NOT NULL AND (m.state <> 1 OR c.state IS NOT NULL)",
              .since = 7},
    CountRule{.finding = "declared things without a name, or not numbered 0, 1, 2 …",
              .sql = "SELECT count(*) FROM declarations d WHERE trim(name) = '' OR place <> (SELECT count(*) FROM "
                     "declarations b WHERE b.project = d.project AND b.kind = d.kind AND b.place < d.place)",
              .since = kDeclarationsSince},
    CountRule{"ids that are no UUID of version 8",
              "SELECT count(*) FROM (SELECT id FROM meetings UNION ALL SELECT id FROM memories) "
              "WHERE length(id) <> 16 OR substr(hex(id), 13, 1) <> '8'"},
};

void report(std::vector<std::string>& findings, std::int64_t count, const char* finding) {
  if (count > 0) findings.push_back(std::to_string(count) + " " + finding);
}

void check_structure(Database& database, std::vector<std::string>& findings) {
  Query integrity = database.query("PRAGMA integrity_check(100)");
  while (integrity.step()) {
    if (integrity.text(0) != "ok") findings.push_back("SQLite: " + std::string(integrity.text(0)));
  }
  Query keys = database.query("PRAGMA foreign_key_check");
  while (keys.step()) {
    findings.push_back("a row of " + std::string(keys.text(0)) + " refers to one of " + std::string(keys.text(2)) +
                       " that is not there");
  }
}

void check_vectors(Database& database, std::vector<std::string>& findings) {
  std::int64_t bad = 0;
  Query row = database.query("SELECT vector FROM vectors");
  while (row.step()) {
    const auto vector = floats_of(row.blob(0));
    const bool sound =
        vector.size() == kVectorDimension && std::ranges::all_of(vector, [](float x) { return std::isfinite(x); });
    if (!sound) ++bad;
  }
  report(findings, bad, "vectors that are not 400 finite numbers");
}

// `sql` gives a column of words in a row, `finding` what stands in it.
void check_words(Database& database, const char* sql, const char* finding, std::vector<std::string>& findings) {
  std::int64_t bad = 0;
  Query row = database.query(sql);
  while (row.step()) {
    if (!can_decode_words(row.text(0))) ++bad;
  }
  report(findings, bad, finding);
}

}  // namespace

std::vector<std::string> check_database(Database& database) {
  std::vector<std::string> findings;
  check_structure(database, findings);
  if (!findings.empty()) return findings;  // what follows would only repeat it
  const auto version = database.integer("PRAGMA user_version");
  for (const CountRule& rule : kRules) {
    if (rule.since <= version) report(findings, database.integer(rule.sql), rule.finding);
  }
  check_vectors(database, findings);
  check_words(database, "SELECT keywords FROM memories", "memories whose keywords cannot be read", findings);
  if (version >= kDeclarationsSince) {
    check_words(database, "SELECT also FROM declarations", "declared things whose other names cannot be read",
                findings);
  }
  return findings;
}

}  // namespace hebb::sqlite
