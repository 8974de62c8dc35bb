// MemoryStore: the truth. Text, vectors, connections and a monotone `seq`. One of the two ports (design.md).
// It does not search; indexes are built from its scans.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {

using Seq = std::uint64_t;  // follows commit order; 0 before the first write

struct MeetingSummary {
  Meeting meeting;
  std::uint32_t turns = 0;
  std::array<std::uint32_t, kLevels> memories{};
  std::optional<Milliseconds> duration;  // end of the last timed turn
  Instant created_at{};
  Seq seq = 0;

  friend bool operator==(const MeetingSummary&, const MeetingSummary&) = default;
};

struct MeetingQuery {
  std::optional<std::string> project;
  std::size_t limit = 100;
  std::optional<std::string> cursor;  // of the page before
};
struct MeetingPage {
  std::vector<MeetingSummary> meetings;  // newest start first, those without a date last; then by id
  std::optional<std::string> next;
};

struct SpeakerSummary {
  std::string project;
  std::string name;
  std::uint32_t meetings = 0;
  std::uint32_t turns = 0;
  std::uint32_t memories = 0;

  friend bool operator==(const SpeakerSummary&, const SpeakerSummary&) = default;
};

struct PutOutcome {
  bool created = false;  // false: the meeting was there already and nothing was changed
  Seq seq = 0;
};

struct EraseCounts {
  std::uint64_t meetings = 0, turns = 0, memories = 0, vectors = 0, connections = 0;
  std::vector<MeetingId> erased;  // whole meetings that are gone
  Seq seq = 0;
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
  MeetingId meeting;
};

// Thread safety: reads from any thread, concurrently with one writing thread; writes from one thread at a time.
// A read sees one consistent state. Errors of every call: unavailable (locked, retry), resource_exhausted (disk full),
// corruption, internal; a failed write leaves nothing behind.
class MemoryStore {
 public:
  virtual ~MemoryStore() = default;

  // One transaction, durable when it returns. Requires: ids unique, vectors of kVectorDimension, turns numbered from 0.
  virtual Result<PutOutcome> put_meeting(const MeetingRecord& record, Instant now) = 0;
  // Whole meetings with everything derived from them; unknown ids are ignored. `dry_run` only counts.
  virtual Result<EraseCounts> erase_meetings(std::span<const MeetingId> meetings, bool dry_run) = 0;
  // Renames in one project, turns' and memories' shown speaker alike; merges when `to` exists. Ids do not change.
  // Errors: not_found (no such speaker).
  virtual Result<Seq> rename_speaker(const std::string& project, const std::string& from, const std::string& to) = 0;
  virtual Result<void> put_probe(const EncoderProbe& probe) = 0;

  virtual Result<Seq> seq() const = 0;
  virtual Result<std::optional<EncoderProbe>> probe() const = 0;
  virtual Result<bool> has_meeting(const MeetingId& id) const = 0;
  virtual Result<std::optional<MeetingSummary>> meeting(const MeetingId& id) const = 0;
  virtual Result<MeetingPage> meetings(const MeetingQuery& query) const = 0;
  // Turns first..last (both included, clipped) of one meeting, by number.
  virtual Result<std::vector<Turn>> turns(const MeetingId& id, std::uint32_t first, std::uint32_t last) const = 0;
  // Those that exist, in the order asked for. `with_vectors` false leaves Memory::vector empty.
  virtual Result<std::vector<Memory>> memories(std::span<const MemoryId> ids, bool with_vectors) const = 0;
  // All memories of one meeting, L2 first, by position.
  virtual Result<std::vector<Memory>> memories_of(const MeetingId& id, bool with_vectors) const = 0;
  virtual Result<std::vector<Connection>> connections_of(const MemoryId& id) const = 0;
  virtual Result<std::vector<SpeakerSummary>> speakers(const std::optional<std::string>& project) const = 0;
  virtual Result<StoreCounts> counts() const = 0;

  // Every meeting with its memories (vectors included, turns not), in order of seq, in one consistent state;
  // returns the seq of that state. Stops early when the visitor returns an error.
  using Visitor = std::function<Result<void>(const MeetingSummary&, std::vector<Memory>&&)>;
  virtual Result<Seq> scan(const Visitor& visit) const = 0;
  // Changes with a seq greater than `after`, oldest first, at most `limit`.
  virtual Result<std::vector<Change>> changes(Seq after, std::size_t limit) const = 0;

  // Reads everything and checks what the schema cannot: counts, ids, vectors. For `hebb doctor`.
  virtual Result<std::vector<std::string>> check() const = 0;
};

}  // namespace hebb
