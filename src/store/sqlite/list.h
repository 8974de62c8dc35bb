// Lists over meetings: memories by what they are, projects with their counts. All throw Failure.
#pragma once

#include <optional>
#include <vector>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

MemoryPage read_memory_page(Database& database, const MemoryQuery& query, const std::optional<MemoryCursor>& after);
std::vector<Memory> read_neighbours(Database& database, const MemoryId& id, std::size_t each);
ProjectPage read_projects(Database& database, const ProjectQuery& query);

}  // namespace hebb::sqlite
