// MemoryStore: the truth. Text, vectors, connections and a monotone `seq`. One of the two ports (design.md).
// It does not search; indexes are built from its scans.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/domain.h"
#include "model/project_set.h"
#include "store/backup.h"

namespace hebb {

using Seq = std::uint64_t;  // follows commit order; 0 before the first write

struct MeetingSummary {
  Meeting meeting;
  std::uint32_t turns = 0;
  std::array<std::uint32_t, kLevels> memories{};
  std::optional<Milliseconds> duration;  // the greatest end (or start, where there is no end) of its turns
  Instant created_at{};
  Seq seq = 0;

  friend bool operator==(const MeetingSummary&, const MeetingSummary&) = default;
};

struct MeetingQuery {
  std::optional<std::string> project;
  std::size_t limit = 100;            // clipped to 1..kMeetingPageLimit
  std::optional<std::string> cursor;  // of the page before
  ProjectSet projects{};
};
inline constexpr std::size_t kMeetingPageLimit = 1000;

struct MeetingPage {
  std::vector<MeetingSummary> meetings;  // newest start first, those without a date last; then by id
  std::optional<std::string> next;
};

struct SpeakerSummary {
  std::string project;
  std::string name;
  std::uint32_t meetings = 0;  // in which they have turns or memories
  std::uint32_t turns = 0;
  std::uint32_t memories = 0;

  friend bool operator==(const SpeakerSummary&, const SpeakerSummary&) = default;
};

struct PutOutcome {
  bool created = false;  // false: the meeting was there already and nothing was changed
  Seq seq = 0;           // of the write that stored it
};

// A meeting as it was put, and what it is called by now: what an archive carries.
struct StoredRecord {
  MeetingRecord record;                        // names of speakers as imported
  std::map<std::string, std::string> renamed;  // such a name -> the one that is shown, where they differ
  Instant created_at{};
};

struct EraseCounts {
  std::uint64_t meetings = 0, turns = 0, memories = 0, vectors = 0, connections = 0;
  std::vector<MeetingId> erased;  // whole meetings that are gone, in the order asked for
  Seq seq = 0;
  // True: the erasure is durable, but a reader of the state before it still pins old bytes in the backend's log, or it
  // could not be recorded for restored backups yet. The next write, or closing or opening the store, makes it good.
  bool traces_remain = false;
};

struct StoreCounts {
  std::uint64_t projects = 0, meetings = 0, turns = 0, connections = 0;
  std::array<std::uint64_t, kLevels> memories{};
  std::map<std::string, std::uint64_t> by_type;
};

// What changed at one seq, for replay into the derived indexes.
struct Change {
  enum class Kind : std::uint8_t { meeting_added = 0, meeting_erased = 1, speaker_renamed = 2 };
  Seq seq = 0;
  Kind kind = Kind::meeting_added;
  MeetingId meeting;    // all zero for speaker_renamed
  std::string project;  // empty for meeting_erased: nothing of an erased meeting is kept but its id

  friend bool operator==(const Change&, const Change&) = default;
};

// One meeting as a scan delivers it.
struct StoredMeeting {
  MeetingSummary summary;
  std::vector<Memory> memories;         // L2 first, by position
  std::vector<Connection> connections;  // those that start in this meeting, by (from, to, type)
};
// What a scan reads beside the memories' text; what is left out stays empty.
struct ScanParts {
  bool vectors = true;
  bool connections = true;
};

// Thread safety: reads from any thread, concurrently with one writing thread; writes from one thread at a time.
// A read sees one consistent state. Errors of every call: unavailable (locked, retry), resource_exhausted (disk full),
// corruption, internal; a failed write leaves nothing behind.
class MemoryStore {
 public:
  virtual ~MemoryStore() = default;

  // One transaction, durable when it returns. Requires: check_record(record).
  // Errors: conflict (a memory's id belongs to another meeting, a parent or a connection's end is neither in the record
  // nor in the store).
  virtual Result<PutOutcome> put_meeting(const MeetingRecord& record, Instant now) = 0;
  // The same for what record() gave, here or in another store; `renamed` holds from the beginning.
  virtual Result<PutOutcome> put_record(const StoredRecord& stored) = 0;
  // Whole meetings with everything derived from them; unknown ids are ignored. `dry_run` only counts.
  virtual Result<EraseCounts> erase_meetings(std::span<const MeetingId> meetings, bool dry_run) = 0;
  // Renames in one project, turns', memories' and participants' shown name alike; merges when `to` exists. Ids do not
  // change. Errors: not_found (no such speaker or participant), invalid_argument (`to` is empty).
  virtual Result<Seq> rename_speaker(const std::string& project, const std::string& from, const std::string& to) = 0;
  virtual Result<void> put_probe(const EncoderProbe& probe) = 0;

  virtual Result<Seq> seq() const = 0;
  virtual Result<std::optional<EncoderProbe>> probe() const = 0;
  virtual Result<bool> has_meeting(const MeetingId& id) const = 0;
  // Cheap, whatever the meeting holds: who may not see its project is told the same as of one that is not there.
  virtual Result<std::optional<std::string>> project_of(const MeetingId& id) const = 0;
  virtual Result<std::optional<MeetingSummary>> meeting(const MeetingId& id) const = 0;
  // Memories L2 first and by position, connections that start in it by (from, to, type).
  virtual Result<std::optional<StoredRecord>> record(const MeetingId& id) const = 0;
  virtual Result<MeetingPage> meetings(const MeetingQuery& query) const = 0;
  // Turns first..last (both included, clipped) of one meeting, by number.
  virtual Result<std::vector<Turn>> turns(const MeetingId& id, std::uint32_t first, std::uint32_t last) const = 0;
  // Those that exist, in the order asked for. `with_vectors` false leaves Memory::vector empty.
  virtual Result<std::vector<Memory>> memories(std::span<const MemoryId> ids, bool with_vectors) const = 0;
  // All memories of one meeting, L2 first, by position.
  virtual Result<std::vector<Memory>> memories_of(const MeetingId& id, bool with_vectors) const = 0;
  // Those that start or end there, by (from, to, type).
  virtual Result<std::vector<Connection>> connections_of(const MemoryId& id) const = 0;
  // Those that start in a memory of this meeting, by (from, to, type).
  virtual Result<std::vector<Connection>> connections_from(const MeetingId& id) const = 0;
  // Who has turns or memories, by project and name.
  virtual Result<std::vector<SpeakerSummary>> speakers(const std::optional<std::string>& project) const = 0;
  // Of one project, or of all.
  virtual Result<StoreCounts> counts(const std::optional<std::string>& project) const = 0;

  // Every meeting with its memories, in order of seq, in one consistent state; returns the seq of that state. Stops
  // early when the visitor returns an error, and returns that. The visitor must not call the store.
  using Visitor = std::function<Result<void>(StoredMeeting&&)>;
  virtual Result<Seq> scan(const ScanParts& parts, const Visitor& visit) const = 0;
  // Changes with a seq greater than `after`, oldest first, at most `limit`.
  virtual Result<std::vector<Change>> changes(Seq after, std::size_t limit) const = 0;

  // A whole copy of one consistent state in a new file, while writes go on; not synced. What an error leaves is the
  // caller's to remove. Errors: cancelled (soon after `stop` is requested), unsupported (a backend without files).
  virtual Result<BackupFacts> copy_to(const std::filesystem::path& file, std::stop_token stop) const = 0;
  // Reads everything and checks what the schema cannot: counts, ids, vectors. Empty: healthy. For `hebb doctor`.
  virtual Result<std::vector<std::string>> check() const = 0;
};

// What put_meeting requires: ids distinct and memories of this meeting, vectors of kVectorDimension finite numbers,
// turns numbered 0, 1, 2 …, positions distinct within a level, turn ranges inside the meeting, connections distinct by
// (from, to, type), scores in [0,1]. Throws ContractViolation.
void check_record(const MeetingRecord& record);
// MeetingSummary::duration of these turns.
std::optional<Milliseconds> duration_of(const std::vector<Turn>& turns);

// Where the next page of meetings begins; its text is the cursor that callers hand back.
struct MeetingCursor {
  std::optional<Instant> started_at;
  MeetingId id;

  std::string text() const;
  static Result<MeetingCursor> parse(std::string_view text);  // invalid_argument
};

}  // namespace hebb
