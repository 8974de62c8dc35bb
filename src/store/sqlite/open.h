// From a path to connections: creating, migrating, or falling back to reading alone.
#pragma once

#include <memory>

#include "store/sqlite/database.h"
#include "store/sqlite/erasures.h"
#include "store/sqlite/sqlite_store.h"

namespace hebb::sqlite {

struct Opened {
  std::unique_ptr<Database> writer;  // none: the file or its folder may not be written, or the disk is full
  DatabaseOptions reader;            // how further connections are opened
  bool wipe_pending = false;         // an erasure is still to be completed
  ErasureLedger ledger;
};

// Throws Failure.
Opened open_database(const SqliteOptions& options);

// Before anything else is read. Both throw Failure: corruption where the first page is damaged or of a later SQLite,
// where the file is shorter than it says.
void expect_known_format(Database& database);
void expect_whole_file(Database& database);

// Nobody has taken away the permission to write file and folder. A file without any write bit counts as read-only even
// for root, who could write it.
bool may_write(const std::filesystem::path& file);

}  // namespace hebb::sqlite
