#include "store/sqlite/read.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <unordered_set>

#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace hebb::sqlite {
namespace {

std::vector<std::string> read_participants(Database& database, std::int64_t meeting) {
  std::vector<std::string> names;
  std::unordered_set<std::string> known;
  Query row =
      database.query("SELECT name FROM speakers WHERE meeting = ?1 AND participant = 1 ORDER BY number", meeting);
  while (row.step()) {  // two that a rename made one are shown once
    if (known.emplace(row.text(0)).second) names.emplace_back(row.text(0));
  }
  return names;
}

struct MeetingRow {
  std::int64_t key = 0;
  MeetingSummary summary;
};

MeetingRow meeting_at(Database& database, const Query& row) {
  MeetingRow read{.key = row.integer(0), .summary = {}};
  MeetingSummary& summary = read.summary;
  Meeting& meeting = summary.meeting;
  meeting.id = id_of<MeetingId>(row.blob(1));
  summary.seq = number_at<Seq>(row, 2);
  summary.created_at = Instant(Milliseconds(row.integer(3)));
  meeting.state = number_at<MeetingState>(row, 4);
  meeting.project = row.text(5);
  meeting.title = row.text(6);
  meeting.external_id = text_at(row, 7);
  meeting.started_at = instant_at(row, 8);
  meeting.date_source = number_at<DateSource>(row, 9);
  meeting.format = row.text(10);
  meeting.source_digest = row.text(11);
  meeting.language = text_at(row, 12);
  meeting.metadata = row.text(13);
  summary.turns = number_at<std::uint32_t>(row, 14);
  summary.duration = milliseconds_at(row, 15);
  for (int level = 0; level < static_cast<int>(kLevels); ++level) {
    summary.memories[static_cast<std::size_t>(level)] = number_at<std::uint32_t>(row, 16 + level);
  }
  meeting.participants = read_participants(database, read.key);
  return read;
}

[[noreturn]] void refuse_row(const Database& database) {
  throw Failure(
      {ErrorCode::corruption, "the database " + database.file().string() +
                                  " holds a value that no Hebb writes; run `hebb doctor`, then restore a backup"});
}

MemoryType type_at(const Database& database, const Query& row, int column) {
  const auto type = row.integer(column);
  if (type < 0 || type >= static_cast<std::int64_t>(kMemoryTypes)) refuse_row(database);
  return static_cast<MemoryType>(type);
}

std::vector<Connection> connections_at(Query row) {
  std::vector<Connection> connections;
  while (row.step()) {
    connections.push_back({.from = id_of<MemoryId>(row.blob(0)),
                           .to = id_of<MemoryId>(row.blob(1)),
                           .type = number_at<ConnectionType>(row, 2),
                           .weight = static_cast<float>(row.real(3)),
                           .reason = std::string(row.text(4))});
  }
  std::ranges::sort(connections, {}, [](const Connection& c) { return std::tie(c.from, c.to, c.type); });
  return connections;
}

// In the order of a page: newest first, those without a date last; then by id.
bool comes_before(const MeetingSummary& a, const MeetingSummary& b) {
  const auto& start_a = a.meeting.started_at;
  const auto& start_b = b.meeting.started_at;
  if (start_a != start_b) return start_a && (!start_b || *start_a > *start_b);
  return a.meeting.id < b.meeting.id;
}

}  // namespace

Query meetings_after(Database& database, const MeetingsAfter& sql, const std::optional<std::string>& project,
                     const std::optional<MeetingCursor>& after, std::int64_t limit) {
  const auto id = after ? std::optional(after->id) : std::nullopt;
  const auto start = after ? after->started_at : std::nullopt;
  return database.query(project ? sql.of_project : sql.of_all, project, id, start, limit);
}

Memory memory_at(const Database& database, const Query& row, bool with_vectors) {
  Memory memory;
  memory.id = id_of<MemoryId>(row.blob(0));
  memory.meeting = id_of<MeetingId>(row.blob(1));
  memory.level = number_at<Level>(row, 2);
  memory.position = number_at<std::uint32_t>(row, 3);
  memory.type = type_at(database, row, 4);
  memory.state = number_at<MemoryState>(row, 5);
  memory.first_turn = number_at<std::uint32_t>(row, 6);
  memory.last_turn = number_at<std::uint32_t>(row, 7);
  memory.speaker = text_at(row, 8);
  memory.start = milliseconds_at(row, 9);
  memory.end = milliseconds_at(row, 10);
  memory.importance = static_cast<float>(row.real(11));
  memory.type_confidence = static_cast<float>(row.real(12));
  if (!row.is_null(13)) memory.parent = id_of<MemoryId>(row.blob(13));
  memory.keywords = decode_words(row.text(14), database.file());
  memory.text = row.text(15);
  memory.task = task_at(row, 16);
  if (!with_vectors) return memory;
  memory.vector = floats_of(row.blob(kVectorColumn));
  if (memory.vector.size() != kVectorDimension) refuse_row(database);
  return memory;
}

Seq read_seq(Database& database) {
  return static_cast<Seq>(database.integer("SELECT max(seq) FROM changes"));
}

std::optional<EncoderProbe> read_probe(Database& database) {
  Query row = database.query("SELECT model, vectors FROM encoder_probe");
  if (!row.step()) return std::nullopt;
  return EncoderProbe{.model = std::string(row.text(0)), .vectors = floats_of(row.blob(1))};
}

std::optional<UuidBytes> read_snapshot_name(Database& database) {
  Query row = database.query("SELECT name FROM index_snapshot");
  return row.step() ? std::optional(id_of<MeetingId>(row.blob(0)).bytes()) : std::nullopt;
}

std::optional<std::int64_t> meeting_key(Database& database, const MeetingId& id) {
  Query row = database.query("SELECT key FROM meetings WHERE id = ?1", id);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::optional<std::string> read_project_of(Database& database, const MeetingId& id) {
  Query row = database.query("SELECT project FROM meetings WHERE id = ?1", id);
  return row.step() ? std::optional(std::string(row.text(0))) : std::nullopt;
}

std::optional<MeetingSummary> read_meeting(Database& database, const MeetingId& id) {
  Query row = database.query("SELECT " MEETING_COLUMNS "FROM meetings WHERE id = ?1", id);
  return row.step() ? std::optional(meeting_at(database, row).summary) : std::nullopt;
}

MeetingPage read_page(Database& database, const MeetingQuery& query, const std::optional<MeetingCursor>& after) {
  const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kMeetingPageLimit);
  MeetingPage page;
  // Of several projects, a page of each, so that a project among many others is found by its index.
  const auto projects = query.projects.asked(query.project);
  for (const auto& project : projects) {
    static constexpr MeetingsAfter kPage = MEETINGS_AFTER(MEETING_COLUMNS);
    Query row = meetings_after(database, kPage, project, after, static_cast<std::int64_t>(limit) + 1);
    while (row.step()) page.meetings.push_back(meeting_at(database, row).summary);
  }
  if (projects.size() > 1) std::ranges::sort(page.meetings, comes_before);
  if (page.meetings.size() > limit) {
    page.meetings.resize(limit);
    const Meeting& last = page.meetings.back().meeting;
    page.next = MeetingCursor{.started_at = last.started_at, .id = last.id}.text();
  }
  return page;
}

std::vector<Turn> read_turns(Database& database, const MeetingId& id, std::uint32_t first, std::uint32_t last) {
  std::vector<Turn> turns;
  Query row = database.query(
      "SELECT t.number, s.name, t.start_ms, t.end_ms, t.text FROM meetings g JOIN turns t ON t.meeting = g.key "
      "LEFT JOIN speakers s ON s.meeting = t.meeting AND s.number = t.speaker "
      "WHERE g.id = ?1 AND t.number BETWEEN ?2 AND ?3 ORDER BY t.number",
      id, first, last);
  while (row.step()) {
    turns.push_back({.number = number_at<std::uint32_t>(row, 0),
                     .speaker = text_at(row, 1),
                     .start = milliseconds_at(row, 2),
                     .end = milliseconds_at(row, 3),
                     .text = std::string(row.text(4))});
  }
  return turns;
}

std::vector<Memory> read_memories(Database& database, std::span<const MemoryId> ids, bool with_vectors) {
  constexpr const char* kWithout = "SELECT " MEMORY_COLUMNS MEMORY_TABLES "WHERE m.id = ?1";
  constexpr const char* kWith =
      "SELECT " MEMORY_COLUMNS ", v.vector " MEMORY_TABLES "JOIN vectors v ON v.memory = m.key WHERE m.id = ?1";
  std::vector<Memory> memories;
  for (const MemoryId& id : ids) {
    Query row = database.query(with_vectors ? kWith : kWithout, id);
    if (row.step()) memories.push_back(memory_at(database, row, with_vectors));
  }
  return memories;
}

std::vector<Memory> read_memories_of(Database& database, std::int64_t meeting, bool with_vectors) {
  constexpr const char* kWithout =
      "SELECT " MEMORY_COLUMNS MEMORY_TABLES "WHERE m.meeting = ?1 ORDER BY m.level DESC, m.position";
  constexpr const char* kWith = "SELECT " MEMORY_COLUMNS ", v.vector " MEMORY_TABLES
                                "JOIN vectors v ON v.memory = m.key WHERE m.meeting = ?1 "
                                "ORDER BY m.level DESC, m.position";
  std::vector<Memory> memories;
  Query row = database.query(with_vectors ? kWith : kWithout, meeting);
  while (row.step()) memories.push_back(memory_at(database, row, with_vectors));
  return memories;
}

std::vector<Connection> read_connections_of(Database& database, const MemoryId& id) {
  return connections_at(database.query(
      "SELECT " CONNECTION_COLUMNS "FROM memories m JOIN connections c ON c.source = m.key " CONNECTION_ENDS
      "WHERE m.id = ?1 UNION SELECT " CONNECTION_COLUMNS
      "FROM memories m JOIN connections c ON c.target = m.key " CONNECTION_ENDS "WHERE m.id = ?1",
      id));
}

std::vector<Connection> read_connections_from(Database& database, std::int64_t meeting) {
  return connections_at(database.query("SELECT " CONNECTION_COLUMNS
                                       "FROM memories a JOIN connections c ON c.source = a.key "
                                       "JOIN memories b ON b.key = c.target WHERE a.meeting = ?1",
                                       meeting));
}

std::vector<SpeakerSummary> read_speakers(Database& database, const std::optional<std::string>& project) {
  constexpr const char* kSpeakers =
      "SELECT g.project, s.name, count(DISTINCT s.meeting), sum(s.turns), sum(s.memories) "
      "FROM speakers s JOIN meetings g ON g.key = s.meeting "
      "WHERE s.turns + s.memories > 0 AND (?1 IS NULL OR g.project = ?1) "
      "GROUP BY g.project, s.name ORDER BY g.project, s.name";
  std::vector<SpeakerSummary> speakers;
  Query row = database.query(kSpeakers, project);
  while (row.step()) {
    speakers.push_back({.project = std::string(row.text(0)),
                        .name = std::string(row.text(1)),
                        .meetings = number_at<std::uint32_t>(row, 2),
                        .turns = number_at<std::uint32_t>(row, 3),
                        .memories = number_at<std::uint32_t>(row, 4)});
  }
  return speakers;
}

std::vector<MeetingId> read_meetings_with(Database& database, const std::string& name) {
  constexpr const char* kMeetings =
      "SELECT DISTINCT g.id FROM speakers s JOIN meetings g ON g.key = s.meeting WHERE s.name = ?1 ORDER BY g.id";
  std::vector<MeetingId> meetings;
  Query row = database.query(kMeetings, name);
  while (row.step()) meetings.push_back(id_of<MeetingId>(row.blob(0)));
  return meetings;
}

StoreCounts read_counts(Database& database, const std::optional<std::string>& project) {
#define MEETING_COUNTS \
  "SELECT count(DISTINCT project), count(*), sum(turns), sum(concepts), sum(contexts), sum(episodes) "
  constexpr const char* kAllMeetings = MEETING_COUNTS "FROM meetings WHERE ?1 IS NULL";
  constexpr const char* kMeetings = MEETING_COUNTS "FROM meetings WHERE project = ?1";
#undef MEETING_COUNTS
  constexpr const char* kAllConnections = "SELECT count(*) FROM connections WHERE ?1 IS NULL";
  constexpr const char* kConnections =
      "SELECT count(*) FROM meetings g JOIN memories m ON m.meeting = g.key JOIN connections c ON c.source = m.key "
      "WHERE g.project = ?1";
  constexpr const char* kAllTypes = "SELECT type, count(*) FROM memories WHERE ?1 IS NULL GROUP BY type";
  constexpr const char* kTypes =
      "SELECT m.type, count(*) FROM meetings g JOIN memories m ON m.meeting = g.key WHERE g.project = ?1 "
      "GROUP BY m.type";
  StoreCounts counts;
  Query meetings = database.query(project ? kMeetings : kAllMeetings, project);
  meetings.step();
  counts.projects = number_at<std::uint64_t>(meetings, 0);
  counts.meetings = number_at<std::uint64_t>(meetings, 1);
  counts.turns = number_at<std::uint64_t>(meetings, 2);
  for (int level = 0; level < static_cast<int>(kLevels); ++level) {
    counts.memories[static_cast<std::size_t>(level)] = number_at<std::uint64_t>(meetings, 3 + level);
  }
  Query connections = database.query(project ? kConnections : kAllConnections, project);
  connections.step();
  counts.connections = number_at<std::uint64_t>(connections, 0);
  Query types = database.query(project ? kTypes : kAllTypes, project);
  while (types.step()) {
    counts.by_type[std::string(to_string(type_at(database, types, 0)))] = number_at<std::uint64_t>(types, 1);
  }
  return counts;
}

std::vector<Change> read_changes(Database& database, Seq after, std::size_t limit) {
  constexpr Seq kLast = std::numeric_limits<std::int64_t>::max();
  std::vector<Change> changes;
  Query row = database.query(
      "SELECT c.seq, c.kind, c.meeting, coalesce(c.project, g.project) FROM changes c "
      "LEFT JOIN meetings g ON g.id = c.meeting AND c.kind IN (0, 3) WHERE c.seq > ?1 ORDER BY c.seq LIMIT ?2",
      std::min(after, kLast), std::min<std::uint64_t>(limit, kLast));
  while (row.step()) {
    changes.push_back({.seq = number_at<Seq>(row, 0),
                       .kind = number_at<Change::Kind>(row, 1),
                       .meeting = id_of<MeetingId>(row.blob(2)),
                       .project = std::string(row.text(3))});
  }
  return changes;
}

Result<Seq> scan(Database& database, const ScanParts& parts, const MemoryStore::Visitor& visit) {
  Query row = database.query("SELECT " MEETING_COLUMNS "FROM meetings ORDER BY seq");
  while (row.step()) {
    auto [key, summary] = meeting_at(database, row);
    StoredMeeting stored{
        .summary = std::move(summary), .memories = read_memories_of(database, key, parts.vectors), .connections = {}};
    if (parts.connections) stored.connections = read_connections_from(database, key);
    if (auto visited = visit(std::move(stored)); !visited) return std::unexpected(visited.error());
  }
  return read_seq(database);
}

}  // namespace hebb::sqlite
