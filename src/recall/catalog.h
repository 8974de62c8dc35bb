// What every memory is, in this process's memory: its meeting, place, type, speaker and time. Derived from the store.
// It holds no text and no vectors.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/domain.h"
#include "model/selection.h"
#include "recall/activation.h"
#include "recall/persistence.h"
#include "snapshot/snapshot.h"
#include "text/fact_kinds.h"

namespace hebb {

struct CatalogMemory {
  MemoryId id;
  std::int64_t start_ms = -1;  // -1: no time
  std::int32_t speaker = -1;   // index into CatalogMeeting::speakers; -1: none
  std::uint32_t position = 0;
  float importance = 0;
  Level level = Level::episode;
  MemoryType type = MemoryType::context;
  MemoryState state = MemoryState::active;
  bool closed = false;  // an action that is done or dropped
};

// The episodes of one context: positions [first, end) among their meeting's L2 memories.
struct EpisodeRun {
  std::uint32_t first = 0;
  std::uint32_t end = 0;
};

// An action that somebody owns.
struct Assignment {
  std::uint32_t memory = 0;  // index into CatalogMeeting::memories
  std::int32_t owner = 0;    // index into CatalogMeeting::speakers
};

// The memories of one meeting have consecutive ordinals: L2 in order of position, then L1 in order of position, so that
// a run along a meeting is a run along an array.
struct CatalogMeeting {
  MeetingId id;
  std::string project;
  std::string title;
  std::optional<Instant> started_at;
  Ordinal first = 0;
  std::vector<CatalogMemory> memories;
  std::vector<FactKinds> facts;                 // what each L2 memory states
  std::vector<std::string> speakers;            // as shown; owners too, who may have said nothing
  std::array<std::uint32_t, kLevels> counts{};  // of memories by level
  std::vector<Assignment> assignments;          // by memory
  std::vector<EpisodeRun> runs;                 // of each L1 memory, in order of position
  // Of each L2 memory the length of its context vector: what kContextReach spreads to it of the vectors of its meeting.
  // Dividing by it makes a cosine of spread dot products.
  std::vector<float> context_norms;
  std::vector<float> centroid;  // of the L2 memories' vectors: kSemanticDimension numbers, L2 norm 1 or 0
  TopicPersistence persistence;
  std::uint64_t terms = 0;  // index terms in all its L2 memories
  bool all_active = true;

  Ordinal end() const { return first + static_cast<Ordinal>(memories.size()); }
  std::uint32_t episodes() const { return counts[static_cast<std::size_t>(Level::episode)]; }
};

// How far a memory's neighbours count in its context vector (docs/quality.md).
inline constexpr Reach kContextReach{.forward = 3, .backward = 2};

// Which actions a scope holds.
struct WantedActions {
  bool open = false;                    // none of which something says that it is done or dropped
  std::vector<std::string> owners;      // as shown: none that is another's; empty: whoever owns them
  std::vector<std::string> not_owners;  // none that is theirs

  bool all() const { return !open && owners.empty() && not_owners.empty(); }
};

// [from, to) of a meeting's start; an end that is not set is open.
struct StartPeriod {
  std::optional<Instant> from;
  std::optional<Instant> to;

  // Whether it is known to have begun then.
  bool holds(const CatalogMeeting& meeting) const {
    if (!from && !to) return true;
    const auto& start = meeting.started_at;
    return start && (!from || *start >= *from) && (!to || *start < *to);
  }
  // An undated one may have begun since a day, or before it; between two days it is too unlikely.
  bool may_hold(const CatalogMeeting& meeting) const {
    return holds(meeting) || (!meeting.started_at && !(from && to));
  }
};

// The memories of one level that a query may return. `everything`: no filter cuts; the rest is empty and not needed.
struct Scope {
  bool everything = false;
  Selection selected;
  std::vector<Ordinal> ordinals;  // ascending

  bool shows(Ordinal ordinal) const { return everything || selected.contains(ordinal); }
  const Selection* selection() const { return everything ? nullptr : &selected; }
};

// An immutable state; a change makes a new one that shares the meetings it did not touch.
// Thread safety: thread-safe. Cost of a change: one pointer a meeting.
class Catalog {
 public:
  Catalog() = default;

  // Requires: meeting.first == end().
  Catalog with(std::shared_ptr<const CatalogMeeting> meeting) const& { return Catalog(*this).with(std::move(meeting)); }
  Catalog with(std::shared_ptr<const CatalogMeeting> meeting) &&;
  Catalog without(std::span<const MeetingId> meetings) const& { return Catalog(*this).without(meetings); }
  Catalog without(std::span<const MeetingId> meetings) &&;
  // The meeting in place of the one at `place` of meetings(), under the same ordinals. Requires: it has those.
  Catalog revised(std::size_t place, std::shared_ptr<const CatalogMeeting> meeting) &&;
  // The ordinals before `end` are used, if by nobody. Requires: end >= end().
  void pass_over(Ordinal end) noexcept { end_ = end; }
  // Where a meeting has both names, they are one from now on.
  Catalog with_speaker_renamed(const std::string& project, const std::string& from, const std::string& to) const;

  void write(SnapshotWriter& writer) const;
  static Catalog read(SnapshotReader& reader);  // to be used only where the section proves whole

  Ordinal end() const { return end_; }
  std::size_t memories(Level level) const { return counts_[static_cast<std::size_t>(level)]; }
  const std::vector<std::shared_ptr<const CatalogMeeting>>& meetings() const { return meetings_; }
  // Place in meetings() of the meeting of this id, whose first ordinal is `first`. Requires: it is here.
  std::size_t place_of(const MeetingId& id, Ordinal first) const;
  // Requires: the ordinal is of a meeting that is here.
  const CatalogMeeting& meeting_of(Ordinal ordinal) const;
  const CatalogMemory& memory(Ordinal ordinal) const;

  Scope scope(const MemoryFilter& filter, Level level, const WantedActions& actions = {},
              const StartPeriod& start = {}) const;
  // Those of the filter's projects and meetings, by ordinal.
  std::vector<const CatalogMeeting*> meetings_in(const MemoryFilter& filter) const;

 private:
  std::vector<std::string> speakers_in(const MemoryFilter& filter) const;
  void append(std::shared_ptr<const CatalogMeeting> meeting);

  std::vector<std::shared_ptr<const CatalogMeeting>> meetings_;  // by ordinal, ascending
  std::vector<Ordinal> firsts_;  // of each meeting, side by side for the search; what is behind their number is none
  std::array<std::size_t, kLevels> counts_{};
  Ordinal end_ = 0;
};

// `terms`: index terms in the L2 memories. Memories without vectors have no context.
std::shared_ptr<const CatalogMeeting> catalog_meeting(const Meeting& meeting, std::span<const Memory> memories,
                                                      Ordinal first, std::uint64_t terms = 0);

}  // namespace hebb
