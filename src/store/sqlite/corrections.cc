#include "store/sqlite/corrections.h"

#include <utility>
#include <vector>

#include "store/sqlite/accesses.h"
#include "store/sqlite/rows.h"

namespace hebb::sqlite {
namespace {

// Makes memory and task what the correction says, and where that says nothing, what was extracted.
void show(Database& writer, std::int64_t memory) {
  writer.run(
      "UPDATE memories SET type = coalesce(c.type, c.extracted_type), "
      "type_confidence = iif(c.type IS NULL, c.extracted_type_confidence, 1.0), "
      "importance = coalesce(c.importance, c.extracted_importance), state = coalesce(c.state, c.extracted_state) "
      "FROM corrections c WHERE c.memory = memories.key AND memories.key = ?1",
      memory);
  fade_again(writer, memory);
  writer.run("DELETE FROM tasks WHERE memory = ?1 AND EXISTS (SELECT 1 FROM corrections WHERE memory = ?1)", memory);
  writer.run(
      "INSERT INTO tasks (memory, meeting, owner, due_day, status) SELECT * FROM (SELECT m.key, m.meeting, "
      "iif(c.owner_given, c.owner, c.extracted_owner) AS owner, iif(c.due_given, c.due_day, c.extracted_due_day) AS "
      "due_day, coalesce(c.status, c.extracted_status) AS status FROM corrections c JOIN memories m ON m.key = "
      "c.memory "
      "WHERE m.key = ?1) WHERE coalesce(owner, due_day, status) IS NOT NULL",
      memory);
}

bool is_corrected(Database& database, std::int64_t memory) {
  return database.query("SELECT 1 FROM corrections WHERE memory = ?1", memory).step();
}

std::optional<std::int64_t> owner_number(Database& database, std::int64_t memory, const std::string& name) {
  const auto meeting = database.integer("SELECT meeting FROM memories WHERE key = ?1", memory);
  const auto number = speaker_number(database, meeting, name);
  if (number) return number;
  throw Failure({ErrorCode::invalid_argument, "owner: must be a speaker or participant of the memory's meeting"});
}

void note_correction(Database& writer, std::int64_t memory, Instant now) {
  writer.run(
      "INSERT INTO corrections (memory, corrected_at_ms, extracted_type, extracted_type_confidence, "
      "extracted_importance, extracted_state, extracted_owner, extracted_due_day, extracted_status) "
      "SELECT m.key, ?2, m.type, m.type_confidence, m.importance, iif(a.faded_at_ms IS NULL, m.state, 0), t.owner, "
      "t.due_day, t.status FROM memories m LEFT JOIN tasks t ON t.memory = m.key LEFT JOIN accesses a ON a.memory = "
      "m.key WHERE m.key = ?1",
      memory, now);
}

}  // namespace

std::optional<std::int64_t> speaker_number(Database& database, std::int64_t meeting, const std::string& name) {
  Query row = database.query("SELECT min(number) FROM speakers WHERE meeting = ?1 AND name = ?2", meeting, name);
  row.step();
  return row.is_null(0) ? std::nullopt : std::optional(row.integer(0));
}

void write_task(Database& writer, std::int64_t memory, const std::optional<std::int64_t>& owner, const Task& task) {
  writer.run("DELETE FROM tasks WHERE memory = ?1", memory);
  if (task == Task{}) return;
  writer.run(
      "INSERT INTO tasks (memory, meeting, owner, due_day, status) SELECT key, meeting, ?2, ?3, ?4 FROM memories "
      "WHERE key = ?1",
      memory, owner, day_number_of(task.due), task.status);
}

bool correct(Database& writer, std::int64_t memory, const MemoryCorrection& correction, Instant now) {
  const bool owned = correction.owner && *correction.owner;
  const auto owner = owned ? owner_number(writer, memory, **correction.owner) : std::nullopt;
  const auto due = day_number_of(correction.due.value_or(std::nullopt));
  const bool known = is_corrected(writer, memory);
  if (!known) note_correction(writer, memory, now);
  const bool same = writer.integer(
                        "SELECT count(*) FROM corrections WHERE memory = ?1 AND (?2 IS NULL OR type IS ?2) AND "
                        "(?3 IS NULL OR importance IS ?3) AND (?4 IS NULL OR state IS ?4) AND "
                        "(NOT ?5 OR (owner_given AND owner IS ?6)) AND (NOT ?7 OR (due_given AND due_day IS ?8)) AND "
                        "(?9 IS NULL OR status IS ?9)",
                        memory, correction.type, correction.importance, correction.state, correction.owner.has_value(),
                        owner, correction.due.has_value(), due, correction.status) == 1;
  if (same) return !known;
  writer.run(
      "UPDATE corrections SET corrected_at_ms = ?2, type = coalesce(?3, type), importance = coalesce(?4, importance), "
      "state = coalesce(?5, state), owner_given = max(owner_given, ?6), owner = iif(?6, ?7, owner), "
      "due_given = max(due_given, ?8), due_day = iif(?8, ?9, due_day), status = coalesce(?10, status) "
      "WHERE memory = ?1",
      memory, now, correction.type, correction.importance, correction.state, correction.owner.has_value(), owner,
      correction.due.has_value(), due, correction.status);
  if (correction.state) forget_fading(writer, memory);  // a person's word is the later one
  show(writer, memory);
  return true;
}

bool take_back(Database& writer, std::int64_t memory) {
  if (!is_corrected(writer, memory)) return false;
  writer.run(
      "UPDATE corrections SET type = NULL, importance = NULL, state = NULL, owner_given = 0, due_given = 0, "
      "status = NULL WHERE memory = ?1",
      memory);
  show(writer, memory);
  writer.run("DELETE FROM corrections WHERE memory = ?1", memory);
  return true;
}

void correct_again(Database& writer, std::int64_t memory) {
  writer.run(
      "UPDATE corrections SET (extracted_type, extracted_type_confidence, extracted_importance, extracted_state, "
      "extracted_owner, extracted_due_day, extracted_status) = (SELECT m.type, m.type_confidence, m.importance, "
      "iif(a.faded_at_ms IS NULL, m.state, 0), t.owner, t.due_day, t.status FROM memories m LEFT JOIN tasks t ON "
      "t.memory = m.key LEFT JOIN accesses a ON a.memory = m.key WHERE m.key = ?1) WHERE memory = ?1",
      memory);
  show(writer, memory);
}

void forget_owners(Database& writer, std::int64_t meeting) {
  std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> leaving;  // with who bears the same name
  {
    Query row = writer.query(
        "SELECT number, (SELECT min(h.number) FROM speakers h WHERE h.meeting = ?1 AND h.name = s.name AND "
        "(h.participant = 1 OR h.turns + h.memories > 0)) FROM speakers s "
        "WHERE meeting = ?1 AND participant = 0 AND turns + memories = 0",
        meeting);
    while (row.step())
      leaving.emplace_back(row.integer(0), row.is_null(1) ? std::nullopt : std::optional(row.integer(1)));
  }
  for (const auto& [number, heir] : leaving) {
    writer.run(
        "UPDATE corrections SET owner_given = iif(owner IS ?2, ?3 IS NOT NULL, owner_given), "
        "owner = iif(owner IS ?2, ?3, owner), extracted_owner = iif(extracted_owner IS ?2, ?3, extracted_owner) "
        "WHERE memory IN (SELECT key FROM memories WHERE meeting = ?1)",
        meeting, number, heir);
    writer.run(
        "UPDATE tasks SET owner = coalesce(?3, (SELECT iif(c.owner_given, c.owner, c.extracted_owner) "
        "FROM corrections c WHERE c.memory = tasks.memory)) WHERE meeting = ?1 AND owner = ?2",
        meeting, number, heir);
  }
  if (leaving.empty()) return;
  writer.run("DELETE FROM tasks WHERE meeting = ?1 AND owner IS NULL AND due_day IS NULL AND status IS NULL", meeting);
}

std::optional<Extracted> read_extracted(Database& database, const MemoryId& id) {
  Query row = database.query(
      "SELECT c.extracted_type, c.extracted_type_confidence, c.extracted_importance, c.extracted_state, "
      "c.corrected_at_ms, o.name, c.extracted_due_day, c.extracted_status FROM memories m "
      "JOIN corrections c ON c.memory = m.key "
      "LEFT JOIN speakers o ON o.meeting = m.meeting AND o.number = c.extracted_owner WHERE m.id = ?1",
      id);
  if (!row.step()) return std::nullopt;
  return Extracted{.type = number_at<MemoryType>(row, 0),
                   .type_confidence = static_cast<float>(row.real(1)),
                   .importance = static_cast<float>(row.real(2)),
                   .state = number_at<MemoryState>(row, 3),
                   .task = task_at(row, 5),
                   .corrected_at = Instant(Milliseconds(row.integer(4)))};
}

std::map<MemoryId, CorrectedMemory> read_corrected(Database& database, std::int64_t meeting) {
  std::map<MemoryId, CorrectedMemory> corrected;
  Query row = database.query(
      "SELECT m.id, c.type, c.importance, c.state, c.extracted_type, c.extracted_type_confidence, "
      "c.extracted_importance, c.extracted_state, c.corrected_at_ms, o.imported_name, c.due_day, c.status, "
      "e.imported_name, c.extracted_due_day, c.extracted_status, c.owner_given, c.due_given "
      "FROM memories m JOIN corrections c ON c.memory = m.key "
      "LEFT JOIN speakers o ON o.meeting = m.meeting AND o.number = c.owner "
      "LEFT JOIN speakers e ON e.meeting = m.meeting AND e.number = c.extracted_owner WHERE m.meeting = ?1",
      meeting);
  while (row.step()) {
    CorrectedMemory& one = corrected[id_of<MemoryId>(row.blob(0))];
    if (!row.is_null(1)) one.by_hand.type = number_at<MemoryType>(row, 1);
    if (!row.is_null(2)) one.by_hand.importance = static_cast<float>(row.real(2));
    if (!row.is_null(3)) one.by_hand.state = number_at<MemoryState>(row, 3);
    Task by_hand = task_at(row, 9);
    if (row.integer(15) == 1) one.by_hand.owner = std::move(by_hand.owner);
    if (row.integer(16) == 1) one.by_hand.due = by_hand.due;
    one.by_hand.status = by_hand.status;
    one.extracted = {.type = number_at<MemoryType>(row, 4),
                     .type_confidence = static_cast<float>(row.real(5)),
                     .importance = static_cast<float>(row.real(6)),
                     .state = number_at<MemoryState>(row, 7),
                     .task = task_at(row, 12),
                     .corrected_at = Instant(Milliseconds(row.integer(8)))};
  }
  return corrected;
}

void insert_corrections(Database& writer, const std::map<MemoryId, CorrectedMemory>& corrected) {
  for (const auto& [memory, correction] : corrected) {
    const auto& [by_hand, extracted] = correction;
    writer.run(
        "INSERT INTO corrections (memory, corrected_at_ms, type, importance, state, extracted_type, "
        "extracted_type_confidence, extracted_importance, extracted_state, owner_given, owner, due_given, due_day, "
        "status, extracted_owner, extracted_due_day, extracted_status) "
        "SELECT m.key, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, o.number, ?12, ?13, ?14, e.number, ?16, ?17 "
        "FROM memories m LEFT JOIN speakers o ON o.meeting = m.meeting AND o.imported_name = ?11 "
        "LEFT JOIN speakers e ON e.meeting = m.meeting AND e.imported_name = ?15 WHERE m.id = ?1",
        memory, extracted.corrected_at, by_hand.type, by_hand.importance, by_hand.state, extracted.type,
        extracted.type_confidence, extracted.importance, extracted.state, by_hand.owner.has_value(),
        by_hand.owner.value_or(std::nullopt), by_hand.due.has_value(),
        day_number_of(by_hand.due.value_or(std::nullopt)), by_hand.status, extracted.task.owner,
        day_number_of(extracted.task.due), extracted.task.status);
  }
}

}  // namespace hebb::sqlite
