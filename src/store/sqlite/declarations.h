// What people declare of projects, on one connection, inside a transaction of the caller. All throw Failure; their
// errors are the port's.
#pragma once

#include <set>
#include <string>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

// Whether something that was declared before is gone: then a wipe is pending.
bool put_declaration(Database& writer, const std::string& project, const Declaration& declaration);
Declaration read_declaration(Database& database, const std::string& project);
// Of those that have no meetings any more. For an erasure, which wipes.
void forget_declarations(Database& writer, const std::set<std::string>& projects);

}  // namespace hebb::sqlite
