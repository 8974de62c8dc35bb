#include "store/sqlite/rewrite.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "store/sqlite/accesses.h"
#include "store/sqlite/corrections.h"
#include "store/sqlite/erasures.h"
#include "store/sqlite/read.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/wipe.h"
#include "store/sqlite/write.h"

namespace hebb::sqlite {
namespace {

// A connection leads from one meeting into another within a project alone, and so does a pattern.
void cut_loose(Database& writer, std::int64_t meeting) {
  writer.run("DELETE FROM pattern_members WHERE memory IN (SELECT key FROM memories WHERE meeting = ?1)", meeting);
  writer.run(
      "DELETE FROM connections WHERE source IN (SELECT key FROM memories WHERE meeting = ?1) "
      "AND target NOT IN (SELECT key FROM memories WHERE meeting = ?1)",
      meeting);
  writer.run(
      "DELETE FROM connections WHERE target IN (SELECT key FROM memories WHERE meeting = ?1) "
      "AND source NOT IN (SELECT key FROM memories WHERE meeting = ?1)",
      meeting);
  writer.run(
      "UPDATE memories SET parent = NULL WHERE meeting = ?1 AND parent IS NOT NULL "
      "AND parent NOT IN (SELECT key FROM memories WHERE meeting = ?1)",
      meeting);
  writer.run(
      "UPDATE memories SET parent = NULL WHERE meeting <> ?1 "
      "AND parent IN (SELECT key FROM memories WHERE meeting = ?1)",
      meeting);
}

// The sums that are kept of a meeting, and nobody who says nothing any more and is no participant. Returns the numbers
// of those who are gone.
std::set<std::uint32_t> recount(Database& writer, std::int64_t meeting) {
  writer.run(
      "UPDATE speakers SET turns = counted.turns, memories = counted.memories FROM ("
      "SELECT s.number, coalesce(t.count, 0) AS turns, coalesce(m.count, 0) AS memories FROM speakers s "
      "LEFT JOIN (SELECT speaker, count(*) AS count FROM turns WHERE meeting = ?1 GROUP BY speaker) t "
      "ON t.speaker = s.number "
      "LEFT JOIN (SELECT speaker, count(*) AS count FROM memories WHERE meeting = ?1 GROUP BY speaker) m "
      "ON m.speaker = s.number WHERE s.meeting = ?1) AS counted "
      "WHERE speakers.meeting = ?1 AND speakers.number = counted.number",
      meeting);
  forget_owners(writer, meeting);
  std::set<std::uint32_t> gone;
  {
    Query row = writer.query(
        "SELECT number FROM speakers WHERE meeting = ?1 AND participant = 0 AND turns + memories = 0", meeting);
    while (row.step()) gone.insert(number_at<std::uint32_t>(row, 0));
  }
  writer.run("DELETE FROM speakers WHERE meeting = ?1 AND participant = 0 AND turns + memories = 0", meeting);
  writer.run(
      "UPDATE meetings SET (concepts, contexts, episodes) = (SELECT coalesce(sum(level = 0), 0), "
      "coalesce(sum(level = 1), 0), coalesce(sum(level = 2), 0) FROM memories WHERE meeting = ?1) WHERE key = ?1",
      meeting);
  return gone;
}

struct Place {
  std::int64_t key = 0;
  MeetingId meeting;
};

std::optional<Place> place_of(Database& database, const MemoryId& id) {
  Query row =
      database.query("SELECT m.key, g.id FROM memories m JOIN meetings g ON g.key = m.meeting WHERE m.id = ?1", id);
  if (!row.step()) return std::nullopt;
  return Place{.key = row.integer(0), .meeting = id_of<MeetingId>(row.blob(1))};
}

// A memory that is stored, as against what is left of its meeting.
struct Known {
  std::int64_t key = 0;
  bool same = false;  // its text is what it was
  bool kept = false;
  bool others = false;  // its words are others, and not what is left of them
};
using KnownMemories = std::unordered_map<MemoryId, Known>;

KnownMemories read_known(Database& database, std::int64_t meeting, const MeetingRecord& remains) {
  KnownMemories known;
  std::unordered_map<MemoryId, std::string> texts;
  Query row = database.query("SELECT id, key, text FROM memories WHERE meeting = ?1", meeting);
  while (row.step()) {
    const auto id = id_of<MemoryId>(row.blob(0));
    known.emplace(id, Known{.key = row.integer(1)});
    texts.emplace(id, row.text(2));
  }
  for (const Memory& memory : remains.memories) {
    const auto found = known.find(memory.id);
    if (found == known.end()) continue;
    const std::string& before = texts.at(memory.id);
    found->second.kept = true;
    found->second.same = before == memory.text;
    found->second.others = !is_what_is_left(memory.level, before, memory.text);
  }
  return known;
}

struct ErasedTurn {
  std::uint32_t number = 0;
  bool had_text = false;
};

// Those that lose text or speaker. A turn without text still says whose it was.
std::vector<ErasedTurn> read_erased_turns(Database& database, std::int64_t meeting, const MeetingRecord& remains) {
  std::vector<ErasedTurn> erased;
  Query row = database.query(
      "SELECT number, text <> '' FROM turns WHERE meeting = ?1 AND (text <> '' OR speaker IS NOT NULL) ORDER BY number",
      meeting);
  while (row.step()) {
    const ErasedTurn turn{.number = number_at<std::uint32_t>(row, 0), .had_text = row.integer(1) == 1};
    if (turn.number >= remains.turns.size() || !remains.turns[turn.number].text.empty()) continue;
    if (!turn.had_text && remains.turns[turn.number].speaker) continue;
    erased.push_back(turn);
  }
  return erased;
}

// Connections of memories that go, each once: `gone` are those that went before, with theirs.
std::uint64_t count_connections(Database& database, std::int64_t memory, const std::unordered_set<std::int64_t>& gone) {
  std::uint64_t count = 0;
  Query row = database.query("SELECT source, target FROM connections WHERE source = ?1 OR target = ?1", memory);
  while (row.step()) count += !gone.contains(row.integer(0)) && !gone.contains(row.integer(1));
  return count;
}

// One meeting on its way to what is left of it.
class Reduction {
 public:
  // `reduces`: words are erased; a correction that no memory holds any more is counted, and not refused, and the names
  // of those who are nobody any more are noted as erased.
  Reduction(Database& writer, std::int64_t meeting, const MeetingRecord& remains, EraseCounts& counts, bool reduces)
      : writer_(writer), meeting_(meeting), remains_(remains), counts_(counts), reduces_(reduces) {}

  void run() {
    erase_turns();
    known_ = read_known(writer_, meeting_, remains_);
    take_corrections();
    drop_memories();
    // So that no two ever have one place while they change places.
    writer_.run("UPDATE memories SET position = -1 - position WHERE meeting = ?1", meeting_);
    for (const Memory& memory : remains_.memories) put(memory);
    for (const Memory& memory : remains_.memories) put_parent(memory);
    give_corrections();
    connect();
    count_again();
  }

 private:
  void erase_turns() {
    for (const ErasedTurn& turn : read_erased_turns(writer_, meeting_, remains_)) {
      writer_.run("UPDATE turns SET text = '', speaker = NULL WHERE meeting = ?1 AND number = ?2", meeting_,
                  turn.number);
      note_erasure(writer_, turn_erased(remains_.meeting.id, turn.number));
      if (turn.had_text) ++counts_.turns;
    }
  }

  // Those whose memory goes on under another id, until that is there.
  void take_corrections() {
    auto corrected = read_corrected(writer_, meeting_);
    if (corrected.empty()) return;
    const auto anew = corrections_anew(corrected, read_memories_of(writer_, meeting_, false), remains_, reduces_);
    if (!reduces_ && !anew.lost.empty()) {
      throw Failure(
          {ErrorCode::conflict, "memory " + anew.lost.front().text() + ", which a person corrected, would be lost"});
    }
    counts_.lost_corrections += anew.lost.size();
    for (auto& [id, correction] : corrected) {
      const auto held = anew.held.find(id);
      if (held != anew.held.end() && held->second == id) continue;
      if (held != anew.held.end()) moved_.emplace(held->second, std::move(correction));
      writer_.run("DELETE FROM corrections WHERE memory = ?1", known_.at(id).key);
    }
  }

  void give_corrections() {
    insert_corrections(writer_, moved_);
    for (const auto& [id, correction] : moved_) correct_again(writer_, known_.at(id).key);
  }

  void drop_memories() {
    for (const auto& [id, known] : known_) {
      if (!known.same) ++counts_.memories, ++counts_.vectors;
      if (!known.same && known.kept) writer_.run("DELETE FROM pattern_members WHERE memory = ?1", known.key);
      if (known.others) writer_.run("DELETE FROM accesses WHERE memory = ?1", known.key);
      if (known.kept) continue;
      counts_.connections += static_cast<std::uint64_t>(
          writer_.integer("SELECT count(*) FROM connections WHERE source = ?1 OR target = ?1", known.key));
      writer_.run("DELETE FROM memories WHERE key = ?1", known.key);
    }
  }

  std::optional<std::int64_t> number_of(const std::optional<std::string>& name) {
    if (!name) return std::nullopt;
    const auto number = speaker_number(writer_, meeting_, *name);
    if (number) return number;
    throw Failure({ErrorCode::conflict, "a memory's speaker or owner is nobody in its meeting"});
  }

  void put(const Memory& memory) {
    const auto speaker = number_of(memory.speaker);
    const auto known = known_.find(memory.id);
    known == known_.end() ? insert(memory, speaker) : update(known->second.key, memory, speaker);
  }

  void insert(const Memory& memory, const std::optional<std::int64_t>& speaker) {
    if (place_of(writer_, memory.id)) {
      throw Failure({ErrorCode::conflict, "memory " + memory.id.text() + " belongs to another meeting"});
    }
    const auto key = writer_.integer("SELECT max(key) FROM memories") + 1;
    writer_.run(
        "INSERT INTO memories (key, id, meeting, level, position, type, state, first_turn, last_turn, speaker, "
        "start_ms, end_ms, importance, type_confidence, parent, keywords, text) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, NULL, ?15, ?16)",
        key, memory.id, meeting_, memory.level, memory.position, memory.type, memory.state, memory.first_turn,
        memory.last_turn, speaker, memory.start, memory.end, memory.importance, memory.type_confidence,
        encode_words(memory.keywords), memory.text);
    writer_.run("INSERT INTO vectors (memory, vector) VALUES (?1, ?2)", key, bytes_of(memory.vector));
    write_task(writer_, key, number_of(memory.task.owner), memory.task);
    known_.emplace(memory.id, Known{.key = key, .same = true, .kept = true});
  }

  // What a person corrected, and what has faded, stays so; beside it stands what is extracted now.
  void update(std::int64_t key, const Memory& memory, const std::optional<std::int64_t>& speaker) {
    writer_.run(
        "UPDATE memories SET level = ?2, position = ?3, type = ?4, state = ?5, first_turn = ?6, last_turn = ?7, "
        "speaker = ?8, start_ms = ?9, end_ms = ?10, importance = ?11, type_confidence = ?12, keywords = ?13, "
        "text = ?14 WHERE key = ?1",
        key, memory.level, memory.position, memory.type, memory.state, memory.first_turn, memory.last_turn, speaker,
        memory.start, memory.end, memory.importance, memory.type_confidence, encode_words(memory.keywords),
        memory.text);
    write_task(writer_, key, number_of(memory.task.owner), memory.task);
    const auto moved = moved_.find(memory.id);
    const bool said = moved != moved_.end() && moved->second.by_hand.state;  // by a person, whose word holds
    if (memory.state == MemoryState::archived || said) forget_fading(writer_, key);
    fade_again(writer_, key);
    correct_again(writer_, key);
    writer_.run("UPDATE vectors SET vector = ?2 WHERE memory = ?1 AND vector <> ?2", key, bytes_of(memory.vector));
  }

  std::int64_t key_of(const MemoryId& id) {
    const auto known = known_.find(id);
    if (known != known_.end() && known->second.kept) return known->second.key;
    const auto elsewhere = place_of(writer_, id);
    if (elsewhere && writer_.integer("SELECT count(DISTINCT project) FROM meetings WHERE key = ?1 OR id = ?2", meeting_,
                                     elsewhere->meeting) == 1) {
      return elsewhere->key;
    }
    throw Failure({ErrorCode::conflict, "memory " + id.text() + " is neither in the meeting nor in its project"});
  }

  void put_parent(const Memory& memory) {
    const auto parent = memory.parent ? std::optional(key_of(*memory.parent)) : std::nullopt;
    writer_.run("UPDATE memories SET parent = ?2 WHERE key = ?1 AND parent IS NOT ?2", key_of(memory.id), parent);
  }

  void connect() {
    // The + keeps the primary key from being sought by every source with every target.
    writer_.run(
        "DELETE FROM connections WHERE source IN (SELECT key FROM memories WHERE meeting = ?1) "
        "AND +target IN (SELECT key FROM memories WHERE meeting = ?1)",
        meeting_);
    for (const Connection& connection : remains_.connections) {
      writer_.run(
          "INSERT INTO connections (source, target, type, weight, reason) VALUES (?1, ?2, ?3, ?4, ?5) "
          "ON CONFLICT DO NOTHING",
          key_of(connection.from), key_of(connection.to), connection.type, connection.weight, connection.reason);
    }
  }

  void count_again() {
    std::set<std::uint32_t> absent;
    const auto& participants = remains_.meeting.participants;
    const std::unordered_set<std::string_view> present(participants.begin(), participants.end());
    {
      Query row = writer_.query("SELECT number, name FROM speakers WHERE meeting = ?1 AND participant = 1", meeting_);
      while (row.step()) {
        if (!present.contains(row.text(1))) absent.insert(number_at<std::uint32_t>(row, 0));
      }
    }
    for (const auto number : absent) {
      writer_.run("UPDATE speakers SET participant = 0 WHERE meeting = ?1 AND number = ?2", meeting_, number);
    }
    absent.merge(recount(writer_, meeting_));
    if (!reduces_) return;
    const auto left = writer_.integer("SELECT count(*) FROM speakers WHERE meeting = ?1", meeting_);
    for (const auto number : absent) {
      note_erasure(writer_, speaker_erased(remains_.meeting.id, number, static_cast<std::uint32_t>(left)));
    }
  }

  Database& writer_;
  const std::int64_t meeting_;
  const MeetingRecord& remains_;
  EraseCounts& counts_;
  const bool reduces_;
  KnownMemories known_;
  std::map<MemoryId, CorrectedMemory> moved_;  // by the id that holds them from now on
};

// What is stored of a meeting, with the memories that are found in it now.
MeetingRecord found_anew(Database& database, std::int64_t key, const MeetingId& id, const FindAnew& find_anew) {
  MeetingRecord remains{.meeting = read_meeting(database, id)->meeting,
                        .turns = read_turns(database, id, 0, std::numeric_limits<std::uint32_t>::max())};
  if (std::ranges::all_of(remains.turns, [](const Turn& turn) { return turn.text.empty(); })) return remains;
  const auto known = read_memories_of(database, key, true);
  if (auto found = find_anew(remains, known); !found) throw Failure(found.error());
  check_record(remains);
  return remains;
}

[[noreturn]] void no_meeting(const MeetingId& id) {
  throw Failure({ErrorCode::not_found, "no meeting " + id.text()});
}

}  // namespace

// Of a meeting that changed more than once the last change is enough.
Seq append_changed(Database& writer, const MeetingId& meeting) {
  const Seq seq = append_change(writer, Change::Kind::meeting_changed, meeting, std::nullopt);
  writer.run("DELETE FROM changes WHERE meeting = ?1 AND kind = ?2 AND seq < ?3", meeting,
             Change::Kind::meeting_changed, seq);
  return seq;
}

Seq edit_meeting(Database& writer, const MeetingId& id, const MeetingEdit& edit) {
  if (edit.title == "" || edit.project == "") {
    throw Failure({ErrorCode::invalid_argument, "the new title or project of a meeting must not be empty"});
  }
  std::int64_t key = 0;
  bool renamed = false, moved = false, dated = false;
  {
    Query row = writer.query("SELECT key, title, project, started_at_ms FROM meetings WHERE id = ?1", id);
    if (!row.step()) no_meeting(id);
    key = row.integer(0);
    renamed = edit.title && row.text(1) != *edit.title;
    moved = edit.project && row.text(2) != *edit.project;
    dated = edit.started_at && instant_at(row, 3) != edit.started_at;
  }
  if (renamed) writer.run("UPDATE meetings SET title = ?2 WHERE key = ?1", key, *edit.title);
  if (moved) {
    cut_loose(writer, key);
    writer.run("UPDATE meetings SET project = ?2 WHERE key = ?1", key, *edit.project);
  }
  if (dated)
    writer.run("UPDATE meetings SET started_at_ms = ?2, date_source = ?3 WHERE key = ?1", key, *edit.started_at,
               DateSource::given);
  if (!renamed && !moved && !dated) return read_seq(writer);
  const Seq seq = append_changed(writer, id);
  if (moved)
    forget_empty_projects(writer);  // last: the newest change may go with its project, and its seq be given again
  return seq;
}

Seq correct_memory(Database& writer, const MemoryId& id, const MemoryCorrection& correction, Instant now) {
  const auto place = place_of(writer, id);
  if (!place) throw Failure({ErrorCode::not_found, "no memory " + id.text()});
  const bool reverted = correction.revert && take_back(writer, place->key);
  const bool corrected = correction.says_anything() && correct(writer, place->key, correction, now);
  return reverted || corrected ? append_changed(writer, place->meeting) : read_seq(writer);
}

void reduce_meeting(Database& writer, const MeetingRecord& remains, EraseCounts& counts) {
  const auto key = meeting_key(writer, remains.meeting.id);
  if (!key) return;
  const auto turns = writer.integer("SELECT turns FROM meetings WHERE key = ?1", *key);
  HEBB_CHECK(turns == static_cast<std::int64_t>(remains.turns.size()));
  Reduction(writer, *key, remains, counts, true).run();
  counts.reduced.push_back(remains.meeting.id);
  counts.seq = append_changed(writer, remains.meeting.id);
  set_wipe_pending(writer, true);
}

EraseCounts count_reduction(Database& database, std::span<const MeetingRecord> remains) {
  EraseCounts counts{.seq = read_seq(database)};
  std::unordered_set<std::int64_t> gone;
  for (const MeetingRecord& record : remains) {
    const auto key = meeting_key(database, record.meeting.id);
    if (!key) continue;
    counts.reduced.push_back(record.meeting.id);
    counts.turns += static_cast<std::uint64_t>(
        std::ranges::count_if(read_erased_turns(database, *key, record), &ErasedTurn::had_text));
    for (const auto& [id, known] : read_known(database, *key, record)) {
      if (!known.same) ++counts.memories, ++counts.vectors;
      if (known.kept) continue;
      counts.connections += count_connections(database, known.key, gone);
      gone.insert(known.key);
    }
    const auto corrected = read_corrected(database, *key);
    if (corrected.empty()) continue;
    const auto before = read_memories_of(database, *key, false);
    counts.lost_corrections += corrections_anew(corrected, before, record, true).lost.size();
  }
  return counts;
}

Seq renew_meeting(Database& writer, const MeetingRecord& anew) {
  const auto key = meeting_key(writer, anew.meeting.id);
  if (!key) no_meeting(anew.meeting.id);
  EraseCounts counts;
  Reduction(writer, *key, anew, counts, false).run();
  HEBB_CHECK(counts.turns == 0);
  return append_changed(writer, anew.meeting.id);
}

void forget_parts(Database& writer, const MeetingId& id, const MeetingParts& parts, const FindAnew& find_anew) {
  const auto key = meeting_key(writer, id);
  if (!key) return;
  for (const auto number : parts.turns) {
    writer.run("UPDATE turns SET text = '', speaker = NULL WHERE meeting = ?1 AND number = ?2", *key, number);
  }
  for (const auto number : parts.speakers) {
    writer.run(
        "UPDATE speakers SET participant = 0 WHERE meeting = ?1 AND number = ?2 AND NOT EXISTS ("
        "SELECT 1 FROM turns WHERE meeting = ?1 AND speaker = ?2)",
        *key, number);
  }
  if (find_anew) {
    const auto remains = found_anew(writer, *key, id, find_anew);
    EraseCounts counts;
    Reduction(writer, *key, remains, counts, true).run();
  } else {
    for (const auto number : parts.turns) {
      writer.run("DELETE FROM memories WHERE meeting = ?1 AND first_turn <= ?2 AND last_turn >= ?2", *key, number);
    }
    for (const auto number : parts.speakers) {
      writer.run(
          "DELETE FROM memories WHERE meeting = ?1 AND speaker = ?2 AND NOT EXISTS ("
          "SELECT 1 FROM turns WHERE meeting = ?1 AND speaker = ?2)",
          *key, number);
    }
    recount(writer, *key);
  }
  append_changed(writer, id);
  set_wipe_pending(writer, true);
}

}  // namespace hebb::sqlite
