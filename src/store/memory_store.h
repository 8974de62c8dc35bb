// MemoryStore: the truth. Text, vectors, connections and a monotone `seq`. One of the two ports (design.md).
// It does not search; indexes are built from its scans.
#pragma once

#include <array>
#include <chrono>
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
#include "model/declaration.h"
#include "model/domain.h"
#include "model/project_set.h"
#include "model/selection.h"
#include "store/backup.h"
#include "store/consolidation.h"
#include "store/memory_access.h"

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

struct ProjectSummary {
  std::string project;
  std::uint64_t meetings = 0;
  std::uint64_t turns = 0;
  std::array<std::uint64_t, kLevels> memories{};
  std::uint64_t speakers = 0;  // names with turns or memories
  std::optional<Instant> first_started_at;
  std::optional<Instant> last_started_at;

  friend bool operator==(const ProjectSummary&, const ProjectSummary&) = default;
};

struct ProjectQuery {
  std::size_t limit = 100;            // clipped to 1..kProjectPageLimit
  std::optional<std::string> cursor;  // of the page before
  ProjectSet projects{};
};
inline constexpr std::size_t kProjectPageLimit = 1000;

struct ProjectPage {
  std::vector<ProjectSummary> projects;  // those with meetings, by name
  std::optional<std::string> next;

  friend bool operator==(const ProjectPage&, const ProjectPage&) = default;
};

// Cuts a list to actions whose task is such; all set parts must hold.
struct TaskFilter {
  std::optional<TaskStatus> status;             // open: nobody said that it is done or dropped
  std::vector<std::string> owners;              // exactly as shown; those of any
  bool unassigned = false;                      // those that nobody owns
  std::optional<std::chrono::sys_days> due_by;  // due on this day or before

  bool is_set() const { return status || !owners.empty() || unassigned || due_by; }
};

struct MemoryQuery {
  MemoryFilter filter;  // its speakers are names exactly as shown
  TaskFilter task;
  bool unanswered =
      false;  // only questions that nobody answered: no `response` leads there, and no short reply joined them
  std::size_t limit = 100;            // clipped to 1..kMemoryPageLimit
  std::optional<std::string> cursor;  // of the page before
};
inline constexpr std::size_t kMemoryPageLimit = 1000;

struct ListedMemory {
  Memory memory;  // without its vector
  std::string meeting_title;
  std::string project;
  std::optional<Instant> started_at;  // of its meeting

  friend bool operator==(const ListedMemory&, const ListedMemory&) = default;
};

struct MemoryPage {
  std::vector<ListedMemory> memories;  // by meeting as in MeetingPage, then L2 first, then by position
  std::optional<std::string> next;

  friend bool operator==(const MemoryPage&, const MemoryPage&) = default;
};

struct SpeakerSummary {
  std::string project;
  std::string name;
  std::uint32_t meetings = 0;  // in which they have turns or memories
  std::uint32_t turns = 0;
  std::uint32_t memories = 0;

  friend bool operator==(const SpeakerSummary&, const SpeakerSummary&) = default;
};

// What is set is changed.
struct MeetingEdit {
  std::optional<std::string> title;
  std::optional<std::string> project;
  std::optional<Instant> started_at{};  // then given; days that were told from the date before stay until renew_meeting
};

// What a person says is so, whatever was extracted. What is set replaces an earlier correction of the same thing.
struct MemoryCorrection {
  bool revert = false;             // first, takes back every earlier correction
  std::optional<MemoryType> type;  // then sure: its confidence is 1
  std::optional<float> importance;
  std::optional<MemoryState> state;
  std::optional<std::optional<std::string>> owner;          // a name as shown; null: nobody
  std::optional<std::optional<std::chrono::sys_days>> due;  // null: no day
  std::optional<TaskStatus> status;

  bool says_anything() const { return type || importance || state || owner || due || status; }
  friend bool operator==(const MemoryCorrection&, const MemoryCorrection&) = default;
};

// What was extracted of a memory that has been corrected.
struct Extracted {
  MemoryType type = MemoryType::context;
  float type_confidence = 0;
  float importance = 0;
  MemoryState state = MemoryState::active;
  Task task;
  Instant corrected_at{};

  friend bool operator==(const Extracted&, const Extracted&) = default;
};

// A memory that has been corrected. It is shown as `by_hand` says, and where that says nothing as it was extracted; a
// type given by hand is sure.
struct CorrectedMemory {
  MemoryCorrection by_hand;  // never `revert`
  Extracted extracted;

  void show_in(Memory& memory) const;
  friend bool operator==(const CorrectedMemory&, const CorrectedMemory&) = default;
};

// What becomes of the corrections of a meeting's memories where these are found anew.
struct CorrectionsAnew {
  std::map<MemoryId, MemoryId> held;  // memory before -> memory after, most often itself
  std::vector<MemoryId> lost;         // of those before; what it was made of is said still, but no memory is of it
};
// Held by what says the same, at the same level and in some of the same turns: an id counts from where a turn is cut,
// and may be another statement's by now. `reduced`: words were erased, and what begins where it began and has lost them
// is the same, too.
CorrectionsAnew corrections_anew(const std::map<MemoryId, CorrectedMemory>& corrected, std::span<const Memory> before,
                                 const MeetingRecord& anew, bool reduced);

// Whether, under one id, `after` is `before` or what is left of it. A context's text is only some of its words.
bool is_what_is_left(Level level, std::string_view before, std::string_view after);

struct PutOutcome {
  bool created = false;  // false: the meeting was there already and nothing was changed
  Seq seq = 0;           // of the write that stored it
};

// A meeting as it was put, and what it is called by now: what an archive carries. Nothing in it has faded.
struct StoredRecord {
  MeetingRecord record;                           // names of speakers as imported
  std::map<std::string, std::string> renamed;     // such a name -> the one that is shown, where they differ
  std::map<MemoryId, CorrectedMemory> corrected;  // those that were; the record has them as they are shown
  Instant created_at{};
};

struct EraseCounts {
  std::uint64_t meetings = 0, turns = 0, memories = 0, vectors = 0, connections = 0;
  std::uint64_t lost_corrections = 0;  // CorrectionsAnew::lost, of meetings that lost turns
  std::vector<MeetingId> erased;       // whole meetings that are gone, in the order asked for
  std::vector<MeetingId> reduced;      // those that lost turns, in the order asked for
  Seq seq = 0;
  // True: the erasure is durable, but a reader of the state before it still pins old bytes in the backend's log, or it
  // could not be recorded for restored backups yet. The next write, or closing or opening the store, makes it good.
  bool traces_remain = false;
};

struct DeclarationOutcome {
  bool traces_remain = false;  // of names that are gone, as in EraseCounts
};

struct StoreCounts {
  std::uint64_t projects = 0, meetings = 0, turns = 0, connections = 0;
  std::array<std::uint64_t, kLevels> memories{};
  std::map<std::string, std::uint64_t> by_type;
};

// What changed at one seq, for replay into the derived indexes.
struct Change {
  enum class Kind : std::uint8_t {
    meeting_added = 0,
    meeting_erased = 1,
    speaker_renamed = 2,
    meeting_changed = 3,
    consolidated = 4
  };
  Seq seq = 0;
  Kind kind = Kind::meeting_added;
  MeetingId meeting;    // all zero for speaker_renamed and consolidated
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

// Thread safety: reads from any thread, concurrently with one writing thread; writes from one thread at a time. An
// erasure with `dry_run` is a read.
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
  // Ids do not change. A move takes away the connections and parents that would lead from one project into another. One
  // meeting_changed, nothing where all is so already. Errors: not_found, invalid_argument (an empty name).
  virtual Result<Seq> edit_meeting(const MeetingId& id, const MeetingEdit& edit) = 0;
  // The same and, where that changes anything, renew_meeting(anew): both or neither. Errors: either's.
  virtual Result<Seq> edit_and_renew_meeting(const MeetingId& id, const MeetingEdit& edit,
                                             const MeetingRecord& anew) = 0;
  // Kept beside what was extracted. One meeting_changed, nothing where all is so already. Errors: not_found,
  // invalid_argument (an owner who is neither speaker nor participant of the meeting).
  virtual Result<Seq> correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now) = 0;
  // Makes stored meetings what `remains` says, in one transaction: where a turn has no text any more, its text and
  // speaker are erased, and the speaker of a turn that never had text where it has none any more; memories and the
  // connections between them become those given, while corrections hold as corrections_anew says; participants that are
  // not given and have no turns left are erased, as owners too. The rest of the meeting, and of its turns, stays as it
  // is. `dry_run` only counts: turns that lose their text, memories that go or change their text, with their vectors,
  // and connections of those that go. Unknown meetings are ignored. Requires: check_record() of each, as many turns as
  // are stored. Errors: as put_meeting.
  virtual Result<EraseCounts> reduce_meetings(std::span<const MeetingRecord> remains, bool dry_run) = 0;
  // The memories of a stored meeting, and the connections between them, become those given, found anew in the same
  // turns; corrections hold as corrections_anew says. In one transaction. Requires: check_record(), the turns that are
  // stored. Errors: as put_meeting; not_found; conflict where a correction would be lost.
  virtual Result<Seq> renew_meeting(const MeetingRecord& anew) = 0;
  // What consolidation found in a project takes the place of what it found before; up to
  // kKeptConsolidations steps can be gone back. One `consolidated`, of which only the last of a project is told; where
  // the patterns are those that are there, nothing is written but that they still hold. Returns the seq of the state in
  // which they do. Requires: members, none in two patterns. Errors: conflict (the project changed since `state`),
  // not_found (no meetings in the project, or a member is none of its memories).
  virtual Result<Seq> put_consolidation(const std::string& project, std::span<const Pattern> patterns, Seq state,
                                        Instant now) = 0;
  // Back to what was found before; before the first, to nothing. One `consolidated`. Errors: not_found (nothing is
  // left to be undone).
  virtual Result<Seq> undo_consolidation(const std::string& project) = 0;
  // How often memories were read, in the place of what was known of it; those that are not there are passed over, and
  // `faded_at` is not looked at. No change: `seq` stays, as no answer depends on it.
  virtual Result<void> put_accesses(std::span<const MemoryAccess> accesses) = 0;
  // Archives the memories of these, as faded, with what is known of their readings, and leaves out those that are
  // archived, or whose state a person gave. It holds until it is taken back or a person says otherwise; what is found
  // anew in the meeting does not end it. One meeting_changed for each meeting. `dry_run` only counts.
  virtual Result<FadeOutcome> fade(std::span<const MemoryAccess> accesses, Instant now, bool dry_run) = 0;
  // The same the other way, of those that have faded.
  virtual Result<FadeOutcome> restore_faded(std::span<const MemoryAccess> accesses) = 0;
  // Takes the place of what was declared of the project; an empty one takes it away. It goes with the erasure of the
  // project's last meeting, and stays when that is moved away. `seq` stays: no answer to a question depends on it, and
  // no index. Names that are gone are wiped like what is erased. Requires: no faults_of(declaration). Errors: not_found
  // (no meetings in the project, and there is something to be declared).
  virtual Result<DeclarationOutcome> put_declaration(const std::string& project, const Declaration& declaration) = 0;
  // Written to the disk even where it is the one that is stored: this is how a full disk is found to have room again.
  virtual Result<void> put_probe(const EncoderProbe& probe) = 0;

  // Remembers which snapshot of the derived indexes is of this store's own past, and of no other copy's of it: a
  // restored backup knows none that was written after it. No change: `seq` stays.
  virtual Result<void> put_snapshot_name(const UuidBytes& name) = 0;

  virtual Result<Seq> seq() const = 0;
  virtual Result<std::optional<UuidBytes>> snapshot_name() const = 0;
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
  virtual Result<MemoryPage> list(const MemoryQuery& query) const = 0;
  // Those of its meeting and level beside it, at most `each` before and after, by position, without vectors and without
  // itself; none where there is no such memory.
  virtual Result<std::vector<Memory>> neighbours(const MemoryId& id, std::size_t each) const = 0;
  // Nothing where the memory is not corrected.
  virtual Result<std::optional<Extracted>> extracted(const MemoryId& id) const = 0;
  // All memories of one meeting, L2 first, by position.
  virtual Result<std::vector<Memory>> memories_of(const MeetingId& id, bool with_vectors) const = 0;
  // Those that start or end there, by (from, to, type).
  virtual Result<std::vector<Connection>> connections_of(const MemoryId& id) const = 0;
  // Those that start in a memory of this meeting, by (from, to, type).
  virtual Result<std::vector<Connection>> connections_from(const MeetingId& id) const = 0;
  // The last of a project, without members that were erased, moved or given another text since; nothing where there is
  // none.
  virtual Result<std::optional<Consolidation>> consolidation(const std::string& project) const = 0;
  // Of the last consolidation of its project, as there; nothing where the memory is in none.
  virtual Result<std::optional<Pattern>> pattern_of(const MemoryId& memory) const = 0;
  // Those of these memories that were ever read, or have faded, in the order asked for.
  virtual Result<std::vector<MemoryAccess>> accesses(std::span<const MemoryId> ids) const = 0;
  // When something last came in or was read, by the clock of then; nothing where nothing did. Cost: reads all accesses.
  virtual Result<std::optional<Instant>> last_moment() const = 0;
  // The meetings of a project in which something has faded, by id.
  virtual Result<std::vector<MeetingId>> faded(const std::string& project) const = 0;
  // Empty where nothing is declared of the project.
  virtual Result<Declaration> declaration(const std::string& project) const = 0;
  virtual Result<ProjectPage> projects(const ProjectQuery& query) const = 0;
  // Who has turns or memories, by project and name.
  virtual Result<std::vector<SpeakerSummary>> speakers(const std::optional<std::string>& project) const = 0;
  // The meetings in which somebody shown by this name takes part, or has turns or memories, by id.
  virtual Result<std::vector<MeetingId>> meetings_with(const std::string& name) const = 0;
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
  // Whether an erasure, of this process or of one before it, left what EraseCounts::traces_remain says. Costs nothing.
  virtual bool traces_remain() const = 0;
};

// What put_meeting requires: ids distinct and memories of this meeting, vectors of kVectorDimension finite numbers,
// turns numbered 0, 1, 2 …, positions distinct within a level, turn ranges inside the meeting, connections distinct by
// (from, to, type), scores in [0,1], owners participants or speakers of turns. Throws ContractViolation.
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

// The same for a page of memories.
struct MemoryCursor {
  MeetingCursor meeting;
  Level level = Level::episode;
  std::uint32_t position = 0;

  std::string text() const;
  static Result<MemoryCursor> parse(std::string_view text);  // invalid_argument
};
MemoryCursor cursor_after(const ListedMemory& memory);

}  // namespace hebb
