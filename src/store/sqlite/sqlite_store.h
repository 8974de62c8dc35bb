// MemoryStore in one SQLite file: what `hebb` uses unless told otherwise. The file's layout: docs/format.md.
//
// Persistence – schema version 8, application id "Hebb". An older schema is migrated at open, a newer one refused.
// Cost – opening reads the schema and what a crash left in the write-ahead log; it does not read the memories.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "store/find_anew.h"
#include "store/memory_store.h"

namespace hebb {

struct SqliteOptions {
  enum class Durability { full, normal };  // normal: a power loss may take the latest writes, never a part of one

  std::filesystem::path file;
  std::filesystem::path ledger;  // of erasures; empty: beside `file` (docs/format.md)
  // What is left of a meeting of which an older copy has to forget parts again (docs/format.md) is found anew with it.
  // None: every memory that touches such a part goes whole, with its correction.
  MakeFindAnew make_find_anew;
  std::size_t readers = 0;      // connections for reading, at most; 0: one for each core. More readers than that wait
  bool record_erasures = true;  // false: the ledger is read alone, and what is to be recorded stays noted in `file`
  Durability durability = Durability::full;
  // True: a file or folder that may not be written is opened for reading, writes then say so. False: open refuses.
  bool read_only_ok = true;
  Milliseconds busy_timeout{5000};             // how long to wait for another process's lock
  Milliseconds wipe_timeout{1000};             // how long an erasure waits for readers of the state before it
  std::function<void(std::string_view)> warn;  // told at opening of what an administrator has to know
  std::string vfs;                             // name of a registered SQLite VFS; empty: the system's. For fault tests
};

// Creates the file (mode 0600) where there is none; its folder must exist. One process at a time may write.
// Errors: not_found (no such folder), unavailable (no permission, or locked), corruption (damaged, or not SQLite),
// unsupported (another program's file, or a newer Hebb's), resource_exhausted (disk full), internal.
Result<std::unique_ptr<MemoryStore>> open_sqlite_store(const SqliteOptions& options);

}  // namespace hebb
