// The names of the files that Hebb and SQLite keep beside a database and in a data directory.
#pragma once

#include <filesystem>

namespace hebb {

// Whether such a file may have this name: nothing that a user names is made in its place, there or not. A backup named
// "hebb.db-journal" would be taken for the database's rollback journal, and be gone at its next opening.
bool is_companion_name(const std::filesystem::path& file);

}  // namespace hebb
