#include "store/sqlite/write.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "store/sqlite/corrections.h"
#include "store/sqlite/declarations.h"
#include "store/sqlite/erasures.h"
#include "store/sqlite/read.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/wipe.h"

namespace hebb::sqlite {
namespace {

struct Speaker {
  std::string_view name;
  std::uint32_t number = 0;
  bool participant = false;
  std::uint32_t turns = 0;
  std::uint32_t memories = 0;
};

// The names of one meeting: the participants, each once, then whoever else speaks.
class SpeakerList {
 public:
  explicit SpeakerList(const MeetingRecord& record, const std::set<std::uint32_t>& left_out = {}) {
    for (const std::string& name : record.meeting.participants) speakers_[add(name)].participant = true;
    for (const Turn& turn : record.turns) {
      if (turn.speaker) ++speakers_[add(*turn.speaker)].turns;
    }
    for (const Memory& memory : record.memories) {
      if (memory.speaker) ++speakers_[add(*memory.speaker)].memories;
    }
    std::uint32_t number = 0;
    for (Speaker& speaker : speakers_) {
      while (left_out.contains(number)) ++number;
      speaker.number = number++;
    }
  }

  const std::vector<Speaker>& speakers() const { return speakers_; }
  std::optional<std::uint32_t> number_of(const std::optional<std::string>& name) const {
    return name ? std::optional(speakers_[places_.at(*name)].number) : std::nullopt;
  }

 private:
  std::size_t add(const std::string& name) {
    const auto [entry, added] = places_.emplace(name, speakers_.size());
    if (added) speakers_.push_back({.name = name});
    return entry->second;
  }

  std::vector<Speaker> speakers_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

// Memory id -> key, of the record's own memories and, looked up as asked, of the store's in the same project.
class KeyFinder {
 public:
  KeyFinder(Database& database, const MeetingRecord& record, const std::vector<const Memory*>& in_order)
      : database_(database), project_(record.meeting.project) {
    auto key = database.integer("SELECT max(key) FROM memories");
    for (const Memory* memory : in_order) keys_.emplace(memory->id, ++key);
  }

  std::int64_t key_of(const MemoryId& id, const char* role) {
    const auto known = keys_.find(id);
    if (known != keys_.end()) return known->second;
    Query row = database_.query(
        "SELECT m.key, g.project FROM memories m JOIN meetings g ON g.key = m.meeting WHERE m.id = ?1", id);
    if (!row.step() || row.text(1) != project_) {
      throw Failure(
          {ErrorCode::conflict, std::string(role) + " " + id.text() + " is neither in the meeting nor in its project"});
    }
    return keys_.emplace(id, row.integer(0)).first->second;
  }

 private:
  Database& database_;
  std::string_view project_;
  std::unordered_map<MemoryId, std::int64_t> keys_;
};

std::array<std::uint32_t, kLevels> count_levels(const std::vector<Memory>& memories) {
  std::array<std::uint32_t, kLevels> counts{};
  for (const Memory& memory : memories) ++counts.at(static_cast<std::size_t>(memory.level));
  return counts;
}

void insert_meeting_row(Database& writer, std::int64_t key, const MeetingRecord& record, Seq seq, Instant now) {
  const Meeting& meeting = record.meeting;
  const auto levels = count_levels(record.memories);
  writer.run(
      "INSERT INTO meetings (key, id, seq, created_at_ms, state, project, title, external_id, started_at_ms, "
      "date_source, format, source_digest, language, metadata, turns, duration_ms, concepts, contexts, episodes) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
      key, meeting.id, seq, now, meeting.state, meeting.project, meeting.title, meeting.external_id, meeting.started_at,
      meeting.date_source, meeting.format, meeting.source_digest, meeting.language, meeting.metadata,
      record.turns.size(), duration_of(record.turns), levels[0], levels[1], levels[2]);
}

void insert_speakers_and_turns(Database& writer, std::int64_t meeting, const MeetingRecord& record,
                               const SpeakerList& names) {
  for (const Speaker& speaker : names.speakers()) {
    writer.run(
        "INSERT INTO speakers (meeting, number, name, imported_name, participant, turns, memories) "
        "VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6)",
        meeting, speaker.number, speaker.name, speaker.participant, speaker.turns, speaker.memories);
  }
  for (const Turn& turn : record.turns) {
    writer.run("INSERT INTO turns (meeting, number, speaker, start_ms, end_ms, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
               meeting, turn.number, names.number_of(turn.speaker), turn.start, turn.end, turn.text);
  }
}

void insert_memory(Database& writer, std::int64_t meeting, const Memory& memory, const SpeakerList& names,
                   KeyFinder& keys) {
  const auto key = keys.key_of(memory.id, "memory");
  const auto parent = memory.parent ? std::optional(keys.key_of(*memory.parent, "parent")) : std::nullopt;
  if (writer.query("SELECT 1 FROM memories WHERE id = ?1", memory.id).step()) {
    throw Failure({ErrorCode::conflict, "memory " + memory.id.text() + " belongs to another meeting"});
  }
  writer.run(
      "INSERT INTO memories (key, id, meeting, level, position, type, state, first_turn, last_turn, speaker, start_ms, "
      "end_ms, importance, type_confidence, parent, keywords, text) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
      key, memory.id, meeting, memory.level, memory.position, memory.type, memory.state, memory.first_turn,
      memory.last_turn, names.number_of(memory.speaker), memory.start, memory.end, memory.importance,
      memory.type_confidence, parent, encode_words(memory.keywords), memory.text);
  writer.run("INSERT INTO vectors (memory, vector) VALUES (?1, ?2)", key, bytes_of(memory.vector));
  write_task(writer, key, names.number_of(memory.task.owner), memory.task);
}

}  // namespace

Seq append_change(Database& writer, Change::Kind kind, const std::optional<MeetingId>& meeting,
                  const std::optional<std::string>& project) {
  const Seq seq = read_seq(writer) + 1;
  writer.run("INSERT INTO changes (seq, kind, meeting, project) VALUES (?1, ?2, ?3, ?4)", seq, kind, meeting, project);
  return seq;
}

std::size_t count_names(const MeetingRecord& record) {
  return SpeakerList(record).speakers().size();
}

Seq insert_meeting(Database& writer, const MeetingRecord& record, Instant now,
                   const std::set<std::uint32_t>& left_out) {
  const SpeakerList names(record, left_out);
  std::vector<const Memory*> in_order;  // as they are read, so that reading walks the tables from front to back
  in_order.reserve(record.memories.size());
  for (const Memory& memory : record.memories) in_order.push_back(&memory);
  std::ranges::sort(in_order, {}, [](const Memory* m) { return std::tuple(-static_cast<int>(m->level), m->position); });

  const auto meeting = writer.integer("SELECT max(key) FROM meetings") + 1;
  const Seq seq = append_change(writer, Change::Kind::meeting_added, record.meeting.id, std::nullopt);
  insert_meeting_row(writer, meeting, record, seq, now);
  insert_speakers_and_turns(writer, meeting, record, names);
  KeyFinder keys(writer, record, in_order);
  for (const Memory* memory : in_order) insert_memory(writer, meeting, *memory, names, keys);
  for (const Connection& connection : record.connections) {
    writer.run(
        "INSERT INTO connections (source, target, type, weight, reason) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT DO NOTHING",
        keys.key_of(connection.from, "a connection's source"), keys.key_of(connection.to, "a connection's target"),
        connection.type, connection.weight, connection.reason);
  }
  return seq;
}

void set_shown_names(Database& writer, const MeetingId& meeting, const std::map<std::string, std::string>& renamed) {
  for (const auto& [imported, shown] : renamed) {
    writer.run(
        "UPDATE speakers SET name = ?3 WHERE imported_name = ?2 AND meeting = (SELECT key FROM meetings WHERE id = ?1)",
        meeting, imported, shown);
  }
}

void forget_empty_projects(Database& writer) {
  writer.run("DELETE FROM changes WHERE project IS NOT NULL AND project NOT IN (SELECT project FROM meetings)");
  writer.run("DELETE FROM consolidations WHERE project NOT IN (SELECT project FROM meetings)");
}

EraseCounts count_erasure(Database& database, std::span<const MeetingId> meetings) {
  EraseCounts counts;
  std::unordered_map<std::int64_t, MeetingId> erased;
  for (const MeetingId& id : meetings) {
    const auto key = meeting_key(database, id);
    if (key && erased.emplace(*key, id).second) counts.erased.push_back(id);
  }
  for (const auto& [key, id] : erased) {
    Query row = database.query("SELECT turns, concepts + contexts + episodes FROM meetings WHERE key = ?1", key);
    row.step();
    ++counts.meetings;
    counts.turns += static_cast<std::uint64_t>(row.integer(0));
    counts.memories += static_cast<std::uint64_t>(row.integer(1));
    counts.vectors += static_cast<std::uint64_t>(database.integer(
        "SELECT count(*) FROM memories m JOIN vectors v ON v.memory = m.key WHERE m.meeting = ?1", key));
    counts.connections += static_cast<std::uint64_t>(database.integer(
        "SELECT count(*) FROM memories m JOIN connections c ON c.source = m.key WHERE m.meeting = ?1", key));
    Query incoming = database.query(
        "SELECT a.meeting, count(*) FROM memories b JOIN connections c ON c.target = b.key "
        "JOIN memories a ON a.key = c.source WHERE b.meeting = ?1 GROUP BY a.meeting",
        key);
    while (incoming.step()) {  // those from an erased meeting are counted where they start
      if (!erased.contains(incoming.integer(0))) counts.connections += static_cast<std::uint64_t>(incoming.integer(1));
    }
  }
  return counts;
}

Seq delete_meetings(Database& writer, std::span<const MeetingId> meetings) {
  Seq seq = read_seq(writer);
  std::set<std::string> projects;
  for (const MeetingId& id : meetings) {
    if (auto project = read_project_of(writer, id)) projects.insert(std::move(*project));
    writer.run("DELETE FROM meetings WHERE id = ?1", id);  // the rest cascades
    seq = append_change(writer, Change::Kind::meeting_erased, id, std::nullopt);
    writer.run("DELETE FROM changes WHERE meeting = ?1 AND seq < ?2", id, seq);
    note_erasure(writer, meeting_erased(id));
  }
  if (!meetings.empty()) set_wipe_pending(writer, true);
  forget_empty_projects(writer);
  forget_declarations(writer, projects);
  return seq;
}

Seq rename_speaker(Database& writer, const std::string& project, const std::string& from, const std::string& to) {
  if (to.empty()) throw Failure({ErrorCode::invalid_argument, "to: the new name of a speaker must not be empty"});
  Query known =
      writer.query("SELECT 1 FROM speakers s JOIN meetings g ON g.key = s.meeting WHERE s.name = ?1 AND g.project = ?2",
                   from, project);
  if (!known.step()) {
    throw Failure({ErrorCode::not_found, "no speaker of that name in this project; `hebb speakers` lists them"});
  }
  if (from == to) return read_seq(writer);
  writer.run(
      "UPDATE speakers SET name = ?3 WHERE name = ?1 AND meeting IN (SELECT key FROM meetings WHERE project = ?2)",
      from, project, to);
  return append_change(writer, Change::Kind::speaker_renamed, std::nullopt, project);
}

// Deleted first: SQLite writes no page for an update that changes nothing, and put_probe() promises to write.
void write_probe(Database& writer, const EncoderProbe& probe) {
  writer.run("DELETE FROM encoder_probe");
  writer.run("INSERT INTO encoder_probe (only, model, vectors) VALUES (1, ?1, ?2)", probe.model,
             bytes_of(probe.vectors));
}

void write_snapshot_name(Database& writer, const UuidBytes& name) {
  writer.run("INSERT OR REPLACE INTO index_snapshot (only, name) VALUES (1, ?1)", std::as_bytes(std::span(name)));
}

}  // namespace hebb::sqlite
