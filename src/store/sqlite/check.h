// Reading everything to find what is wrong with a database. For `hebb doctor`.
#pragma once

#include <string>
#include <vector>

#include "store/sqlite/database.h"

namespace hebb::sqlite {

// One sentence a finding, none of them with a word of a transcript. Throws Failure where reading itself fails.
std::vector<std::string> check_database(Database& database);

}  // namespace hebb::sqlite
