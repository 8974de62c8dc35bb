// Changes of meetings that are there: their names, what people correct, and what an erasure leaves of them. On the one
// writing connection, inside a write transaction of the caller. All throw Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

// Says in the log that the meeting has changed.
Seq append_changed(Database& writer, const MeetingId& meeting);

Seq edit_meeting(Database& writer, const MeetingId& id, const MeetingEdit& edit);
Seq correct_memory(Database& writer, const MemoryId& id, const MemoryCorrection& correction, Instant now);
// Adds to `counts`; a meeting that is not there is passed over.
void reduce_meeting(Database& writer, const MeetingRecord& remains, EraseCounts& counts);
Seq renew_meeting(Database& writer, const MeetingRecord& anew);

// Some turns, and the names of some speakers, of a meeting that is there, without anything of it being extracted again:
// every memory that comes from one of the turns goes, the contexts around it too. For an older database that has to
// forget what was erased since.
void forget_parts(Database& writer, const MeetingId& id, std::span<const std::uint32_t> turns,
                  std::span<const std::uint32_t> speakers);

}  // namespace hebb::sqlite
