// The patterns of projects, on one connection, inside a transaction of the caller. All throw Failure; their errors are
// the port's.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

Seq put_consolidation(Database& writer, const std::string& project, std::span<const Pattern> patterns, Seq state,
                      Instant now);
Seq undo_consolidation(Database& writer, const std::string& project);
std::optional<Consolidation> read_consolidation(Database& database, const std::string& project);
std::optional<Pattern> read_pattern_of(Database& database, const MemoryId& memory);

}  // namespace hebb::sqlite
