// Changes of meetings that are there: their names, what people correct, and what an erasure leaves of them. On the one
// writing connection, inside a write transaction of the caller. All throw Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "store/find_anew.h"
#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

// Says in the log that the meeting has changed.
Seq append_changed(Database& writer, const MeetingId& meeting);

Seq edit_meeting(Database& writer, const MeetingId& id, const MeetingEdit& edit);
Seq correct_memory(Database& writer, const MemoryId& id, const MemoryCorrection& correction, Instant now);
// Adds to `counts`; a meeting that is not there is passed over.
void reduce_meeting(Database& writer, const MeetingRecord& remains, EraseCounts& counts);
// What that of each would count, one after the other; on any connection.
EraseCounts count_reduction(Database& database, std::span<const MeetingRecord> remains);
Seq renew_meeting(Database& writer, const MeetingRecord& anew);

struct MeetingParts {
  std::vector<std::uint32_t> turns;     // numbers
  std::vector<std::uint32_t> speakers;  // numbers
};

// Takes them from a meeting that is there, for an older database that has to forget what was erased since. What is left
// becomes what reduce_meeting() makes of it. Without `find_anew` every memory that comes from one of the turns goes,
// the contexts around it too, and those of a speaker who has no turns any more.
void forget_parts(Database& writer, const MeetingId& id, const MeetingParts& parts, const FindAnew& find_anew);

}  // namespace hebb::sqlite
