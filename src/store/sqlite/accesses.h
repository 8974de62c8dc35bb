// Readings of memories and what has faded, on one connection, inside a transaction of the caller. All throw Failure;
// their errors are the port's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

void put_accesses(Database& writer, std::span<const MemoryAccess> accesses);
FadeOutcome fade(Database& writer, std::span<const MemoryAccess> accesses, Instant now);
FadeOutcome restore_faded(Database& writer, std::span<const MemoryAccess> accesses);
std::vector<MemoryAccess> read_accesses(Database& database, std::span<const MemoryId> ids);
std::optional<Instant> read_last_moment(Database& database);
std::vector<MeetingId> read_faded(Database& database, const std::string& project);

// For a memory whose state was written as it was extracted: archived again where it has faded.
void fade_again(Database& writer, std::int64_t memory);
void forget_fading(Database& writer, std::int64_t memory);

}  // namespace hebb::sqlite
