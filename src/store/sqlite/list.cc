#include "store/sqlite/list.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "store/sqlite/columns.h"
#include "store/sqlite/rows.h"

namespace hebb::sqlite {
namespace {

constexpr std::size_t kMeetingsAtOnce = 256;

struct ListedMeeting {
  std::int64_t key = 0;
  MeetingId id;
  std::string project;
  std::string title;
  std::optional<Instant> started_at;
};

#define LISTED_COLUMNS "key, id, project, title, started_at_ms "

ListedMeeting listed_at(const Query& row) {
  ListedMeeting meeting{.key = row.integer(0),
                        .id = id_of<MeetingId>(row.blob(1)),
                        .project = std::string(row.text(2)),
                        .title = std::string(row.text(3)),
                        .started_at = instant_at(row, 4)};
  return meeting;
}

bool listed_before(const ListedMeeting& a, const ListedMeeting& b) {
  if (a.started_at != b.started_at) return a.started_at && (!b.started_at || *a.started_at > *b.started_at);
  return a.id < b.id;
}

// The meetings that may hold what a query asks for, in the order of its pages.
class MeetingWalk {
 public:
  MeetingWalk(Database& database, const MemoryFilter& filter, const std::optional<MemoryCursor>& after)
      : database_(database), filter_(filter) {
    if (after) after_ = after->meeting;
    if (after) begin_with(after->meeting.id);
    if (!filter.meetings.empty()) named();
  }

  std::optional<ListedMeeting> next() {
    while (next_ == chunk_.size()) {
      if (ended_) return std::nullopt;
      read_chunk();
    }
    return std::move(chunk_[next_++]);
  }

 private:
  bool wanted(const ListedMeeting& meeting) const {
    if (filter_.project && *filter_.project != meeting.project) return false;
    return filter_.projects.contains(meeting.project);
  }

  std::optional<ListedMeeting> find(const MeetingId& id) {
    Query row = database_.query("SELECT " LISTED_COLUMNS "FROM meetings WHERE id = ?1", id);
    if (!row.step()) return std::nullopt;
    auto meeting = listed_at(row);
    return wanted(meeting) ? std::optional(std::move(meeting)) : std::nullopt;
  }

  // The meeting of the cursor may have more memories, where it still stands where the cursor says.
  void begin_with(const MeetingId& id) {
    auto meeting = find(id);
    if (meeting && meeting->started_at == after_->started_at) chunk_.push_back(std::move(*meeting));
  }

  void named() {
    ended_ = true;
    const bool begun = !chunk_.empty();
    for (const MeetingId& id : filter_.meetings) {
      auto meeting = find(id);
      if (!meeting || std::ranges::contains(chunk_, id, &ListedMeeting::id)) continue;
      if (after_ && !comes_after(*meeting)) continue;
      chunk_.push_back(std::move(*meeting));
    }
    if (begun && !std::ranges::contains(filter_.meetings, chunk_.front().id)) chunk_.erase(chunk_.begin());
    std::ranges::sort(chunk_, listed_before);
  }

  bool comes_after(const ListedMeeting& meeting) const {
    return listed_before({.key = 0, .id = after_->id, .project = {}, .title = {}, .started_at = after_->started_at},
                         meeting);
  }

  void read_chunk() {
    chunk_.clear();
    next_ = 0;
    const auto projects = filter_.projects.asked(filter_.project);
    for (const auto& project : projects) read_after(project);
    if (projects.size() > 1) std::ranges::sort(chunk_, listed_before);
    ended_ = chunk_.size() < kMeetingsAtOnce;
    if (ended_) return;
    chunk_.resize(kMeetingsAtOnce);
    after_ = {.started_at = chunk_.back().started_at, .id = chunk_.back().id};
  }

  void read_after(const std::optional<std::string>& project) {
    static constexpr MeetingsAfter kChunk = MEETINGS_AFTER(LISTED_COLUMNS);
    Query row = meetings_after(database_, kChunk, project, after_, kMeetingsAtOnce);
    while (row.step()) chunk_.push_back(listed_at(row));
  }

  Database& database_;
  const MemoryFilter& filter_;
  std::optional<MeetingCursor> after_;  // where the next chunk begins
  std::vector<ListedMeeting> chunk_;
  std::size_t next_ = 0;
  bool ended_ = false;
};

// A set of small numbers as bits; all of them where the filter names none.
template <class Number>
std::int64_t bits_of(const std::vector<Number>& numbers) {
  std::int64_t bits = numbers.empty() ? -1 : 0;
  for (const Number number : numbers) bits |= std::int64_t{1} << static_cast<int>(number);
  return bits;
}

// What has a task is an action; what has no answer is a question.
std::int64_t types_of(const MemoryQuery& query) {
  auto types = bits_of(query.filter.types);
  if (query.task.is_set()) types &= bits_of(std::vector{MemoryType::action});
  if (query.unanswered) types &= bits_of(std::vector{MemoryType::question});
  return types;
}

// ",3,17,": the numbers in this meeting of who bears one of the names; nothing where none does.
std::optional<std::string> numbers_of(Database& database, std::int64_t meeting, const std::vector<std::string>& names) {
  std::string numbers;
  Query row = database.query("SELECT number, name FROM speakers WHERE meeting = ?1", meeting);
  while (row.step()) {
    if (std::ranges::contains(names, row.text(1))) numbers += std::to_string(row.integer(0)) + ",";
  }
  return numbers.empty() ? std::nullopt : std::optional("," + numbers);
}

// The memories of one meeting that the filter lets through, after a place of it, at most `limit`.
void read_from(Database& database, const ListedMeeting& meeting, const MemoryQuery& query,
               const std::optional<MemoryCursor>& after, std::size_t limit, std::vector<ListedMemory>& out) {
  const MemoryFilter& filter = query.filter;
  const bool timed = filter.since || filter.until;
  if (timed && !meeting.started_at) return;
  std::optional<std::string> speakers;
  if (!filter.speakers.empty()) {
    speakers = numbers_of(database, meeting.key, filter.speakers);
    if (!speakers) return;
  }
  std::optional<std::string> owners;
  if (!query.task.owners.empty()) {
    owners = numbers_of(database, meeting.key, query.task.owners);
    if (!owners) return;
  }
  const auto level = after ? std::optional(after->level) : std::nullopt;
  const auto position = after ? after->position : 0;
  Query row = database.query(
      "SELECT " MEMORY_COLUMNS
      "FROM memories m INDEXED BY memories_by_filter JOIN meetings g ON g.key = m.meeting "
      "LEFT JOIN memories p ON p.key = m.parent LEFT JOIN speakers s ON s.meeting = m.meeting AND s.number = "
      "m.speaker " TASK_TABLES
      "WHERE m.meeting = ?1 AND (?2 IS NULL OR m.level < ?2 OR (m.level = ?2 AND m.position > ?3)) "
      "AND (?4 >> m.type) & 1 AND (?5 >> m.level) & 1 AND (?6 OR m.state = 0) AND (?7 IS NULL OR m.importance >= ?7) "
      "AND (?8 IS NULL OR instr(?8, ',' || m.speaker || ',') > 0) "
      "AND (?9 IS NULL OR ?11 + max(coalesce(m.start_ms, 0), 0) >= ?9) "
      "AND (?10 IS NULL OR ?11 + max(coalesce(m.start_ms, 0), 0) < ?10) "
      "AND (?13 IS NULL OR coalesce(t.status, 0) = ?13) AND (?14 IS NULL OR instr(?14, ',' || t.owner || ',') > 0) "
      "AND (NOT ?15 OR t.owner IS NULL) AND (?16 IS NULL OR t.due_day <= ?16) "
      "AND (NOT ?17 OR ((instr(m.text, ' — ') = 0 OR m.first_turn = m.last_turn) AND NOT EXISTS "
      "(SELECT 1 FROM connections r WHERE r.target = m.key AND r.type = ?18))) "
      "ORDER BY m.level DESC, m.position LIMIT ?12",
      meeting.key, level, position, types_of(query), bits_of(filter.levels), filter.include_archived,
      filter.min_importance, speakers, filter.since, filter.until, meeting.started_at, limit, query.task.status, owners,
      query.task.unassigned, day_number_of(query.task.due_by), query.unanswered, ConnectionType::response);
  while (row.step()) {
    out.push_back({.memory = memory_at(database, row, false),
                   .meeting_title = meeting.title,
                   .project = meeting.project,
                   .started_at = meeting.started_at});
  }
}

}  // namespace

MemoryPage read_memory_page(Database& database, const MemoryQuery& query, const std::optional<MemoryCursor>& after) {
  const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kMemoryPageLimit);
  MemoryPage page;
  MeetingWalk walk(database, query.filter, after);
  while (page.memories.size() <= limit) {
    const auto meeting = walk.next();
    if (!meeting) return page;
    const bool within = after && after->meeting.id == meeting->id && after->meeting.started_at == meeting->started_at;
    read_from(database, *meeting, query, within ? after : std::nullopt, limit + 1 - page.memories.size(),
              page.memories);
  }
  page.memories.resize(limit);
  page.next = cursor_after(page.memories.back()).text();
  return page;
}

std::vector<Memory> read_neighbours(Database& database, const MemoryId& id, std::size_t each) {
  constexpr const char* kBefore = "SELECT " MEMORY_COLUMNS MEMORY_TABLES
                                  "WHERE m.meeting = ?1 AND m.level = ?2 AND m.position < ?3 "
                                  "ORDER BY m.position DESC LIMIT ?4";
  constexpr const char* kAfter = "SELECT " MEMORY_COLUMNS MEMORY_TABLES
                                 "WHERE m.meeting = ?1 AND m.level = ?2 AND m.position > ?3 "
                                 "ORDER BY m.position LIMIT ?4";
  std::vector<Memory> neighbours;
  std::int64_t meeting = 0, level = 0, position = 0;
  {
    Query place = database.query("SELECT meeting, level, position FROM memories WHERE id = ?1", id);
    if (!place.step()) return neighbours;
    meeting = place.integer(0), level = place.integer(1), position = place.integer(2);
  }
  Query before = database.query(kBefore, meeting, level, position, each);
  while (before.step()) neighbours.push_back(memory_at(database, before, false));
  std::ranges::reverse(neighbours);
  Query behind = database.query(kAfter, meeting, level, position, each);
  while (behind.step()) neighbours.push_back(memory_at(database, behind, false));
  return neighbours;
}

ProjectPage read_projects(Database& database, const ProjectQuery& query) {
  constexpr const char* kProjects =
      "SELECT project, count(*), sum(turns), sum(concepts), sum(contexts), sum(episodes), min(started_at_ms), "
      "max(started_at_ms) FROM meetings WHERE (?1 IS NULL OR project > ?1) AND (?2 IS NULL OR project = ?2) "
      "GROUP BY project ORDER BY project LIMIT ?3";
  constexpr const char* kSpeakers =
      "SELECT count(DISTINCT s.name) FROM meetings g JOIN speakers s ON s.meeting = g.key "
      "WHERE g.project = ?1 AND s.turns + s.memories > 0";
  const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kProjectPageLimit);
  ProjectPage page;
  for (const auto& project : query.projects.asked(std::nullopt)) {
    if (page.projects.size() > limit) break;
    Query row = database.query(kProjects, query.cursor, project, limit + 1 - page.projects.size());
    while (row.step()) {
      ProjectSummary summary{.project = std::string(row.text(0)),
                             .meetings = number_at<std::uint64_t>(row, 1),
                             .turns = number_at<std::uint64_t>(row, 2)};
      for (int level = 0; level < static_cast<int>(kLevels); ++level) {
        summary.memories[static_cast<std::size_t>(level)] = number_at<std::uint64_t>(row, 3 + level);
      }
      summary.first_started_at = instant_at(row, 6);
      summary.last_started_at = instant_at(row, 7);
      page.projects.push_back(std::move(summary));
    }
  }
  if (page.projects.size() > limit) {
    page.projects.resize(limit);
    page.next = page.projects.back().project;
  }
  for (ProjectSummary& summary : page.projects) {
    summary.speakers = static_cast<std::uint64_t>(database.integer(kSpeakers, summary.project));
  }
  return page;
}

}  // namespace hebb::sqlite
