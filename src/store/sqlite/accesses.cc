#include "store/sqlite/accesses.h"

#include <algorithm>
#include <utility>

#include "store/sqlite/read.h"
#include "store/sqlite/rewrite.h"
#include "store/sqlite/rows.h"

namespace hebb::sqlite {
namespace {

MemoryAccess access_at(const Query& row) {
  return {.memory = id_of<MemoryId>(row.blob(0)),
          .count = number_at<std::uint64_t>(row, 1),
          .read_at = instant_at(row, 2),
          .at = Instant(Milliseconds(row.integer(3))),
          .strength = row.real(4),
          .faded_at = instant_at(row, 5)};
}

void put(Database& writer, const MemoryAccess& access) {
  writer.run(
      "INSERT INTO accesses (memory, readings, read_at_ms, at_ms, strength) "
      "SELECT key, ?2, ?3, ?4, ?5 FROM memories WHERE id = ?1 ON CONFLICT (memory) DO UPDATE SET "
      "readings = excluded.readings, read_at_ms = excluded.read_at_ms, at_ms = excluded.at_ms, "
      "strength = excluded.strength",
      access.memory, access.count, access.read_at, access.at, access.strength);
}

struct Row {
  std::int64_t key = 0;
  MeetingId meeting;
};

std::optional<Row> row_of(Database& database, const char* sql, const MemoryId& id) {
  Query row = database.query(sql, id);
  if (!row.step()) return std::nullopt;
  return Row{.key = row.integer(0), .meeting = id_of<MeetingId>(row.blob(1))};
}

// What a person says of a memory's state holds, so it does not fade.
constexpr const char* kMayFade =
    "SELECT m.key, g.id FROM memories m JOIN meetings g ON g.key = m.meeting LEFT JOIN corrections c ON c.memory = "
    "m.key WHERE m.id = ?1 AND m.state = 0 AND c.state IS NULL";
constexpr const char* kHasFaded =
    "SELECT m.key, g.id FROM memories m JOIN meetings g ON g.key = m.meeting JOIN accesses a ON a.memory = m.key "
    "WHERE m.id = ?1 AND a.faded_at_ms IS NOT NULL";

// Those of `accesses` that `sql` finds, each put and changed.
template <class Change>
FadeOutcome change_each(Database& writer, std::span<const MemoryAccess> accesses, const char* sql, Change&& change) {
  FadeOutcome outcome;
  for (const MemoryAccess& access : accesses) {
    const auto row = row_of(writer, sql, access.memory);
    if (!row) continue;
    put(writer, access);
    change(row->key);
    outcome.memories.push_back(access.memory);
    if (!std::ranges::contains(outcome.meetings, row->meeting)) outcome.meetings.push_back(row->meeting);
  }
  outcome.seq = read_seq(writer);
  for (const MeetingId& meeting : outcome.meetings) outcome.seq = append_changed(writer, meeting);
  return outcome;
}

}  // namespace

void put_accesses(Database& writer, std::span<const MemoryAccess> accesses) {
  for (const MemoryAccess& access : accesses) put(writer, access);
}

FadeOutcome fade(Database& writer, std::span<const MemoryAccess> accesses, Instant now) {
  return change_each(writer, accesses, kMayFade, [&](std::int64_t memory) {
    writer.run("UPDATE accesses SET faded_at_ms = ?2 WHERE memory = ?1", memory, now);
    fade_again(writer, memory);
  });
}

FadeOutcome restore_faded(Database& writer, std::span<const MemoryAccess> accesses) {
  return change_each(writer, accesses, kHasFaded, [&](std::int64_t memory) {
    forget_fading(writer, memory);
    writer.run("UPDATE memories SET state = ?2 WHERE key = ?1", memory, MemoryState::active);
  });
}

std::vector<MemoryAccess> read_accesses(Database& database, std::span<const MemoryId> ids) {
  std::vector<MemoryAccess> found;
  for (const MemoryId& id : ids) {
    Query row = database.query(
        "SELECT m.id, a.readings, a.read_at_ms, a.at_ms, a.strength, a.faded_at_ms FROM memories m JOIN accesses a ON "
        "a.memory = "
        "m.key "
        "WHERE m.id = ?1",
        id);
    if (row.step()) found.push_back(access_at(row));
  }
  return found;
}

std::optional<Instant> read_last_moment(Database& database) {
  Query row = database.query(
      "SELECT max(at_ms) FROM (SELECT max(created_at_ms) AS at_ms FROM meetings UNION ALL "
      "SELECT max(at_ms) FROM accesses)");
  row.step();
  return instant_at(row, 0);
}

std::vector<MeetingId> read_faded(Database& database, const std::string& project) {
  std::vector<MeetingId> found;
  Query row = database.query(
      "SELECT id FROM meetings g WHERE project = ?1 AND EXISTS (SELECT 1 FROM memories m JOIN accesses a ON a.memory = "
      "m.key WHERE m.meeting = g.key AND a.faded_at_ms IS NOT NULL) ORDER BY id",
      project);
  while (row.step()) found.push_back(id_of<MeetingId>(row.blob(0)));
  return found;
}

void fade_again(Database& writer, std::int64_t memory) {
  writer.run(
      "UPDATE memories SET state = ?2 WHERE key = ?1 AND EXISTS "
      "(SELECT 1 FROM accesses WHERE memory = ?1 AND faded_at_ms IS NOT NULL)",
      memory, MemoryState::archived);
}

void forget_fading(Database& writer, std::int64_t memory) {
  writer.run("UPDATE accesses SET faded_at_ms = NULL WHERE memory = ?1 AND faded_at_ms IS NOT NULL", memory);
}

}  // namespace hebb::sqlite
