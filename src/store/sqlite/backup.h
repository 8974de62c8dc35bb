// Backups of a database file: looking into one, and putting one in a database's place.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "base/time.h"
#include "store/backup.h"
#include "store/find_anew.h"

namespace hebb {

// Reads all of it and checks what `hebb doctor` checks of a database; of an older version only what that has in common
// with the present. Writes nothing. Errors: not_found, corruption (damaged, cut short, or no database), unsupported
// (another program's, a newer Hebb's, or a database in use and no backup), unavailable, internal.
Result<BackupCheck> verify_backup(const std::filesystem::path& backup);

// Puts a sound backup in the place of `database`, brought up to date and without what the ledger of erasures beside
// that says was erased since. All or nothing: whatever fails, the database that was there stays, and the ledger says
// nothing new against it. Only a disk that fails within the last step can leave it otherwise, and then the message says
// what lies where. With `replace` one that is there is kept beside it under a free name, made of `now`; without, it is
// refused (conflict).
// What is left of meetings of which parts were erased is found anew as SqliteOptions::make_find_anew says.
// `guard_unfinished`: of what is prepared, until the database that is there moves (store/backup.h).
// Requires: nobody has the database open. Errors: as verify_backup, and those of opening a store.
Result<RestoreReport> restore_backup(const std::filesystem::path& backup, const std::filesystem::path& database,
                                     bool replace, Instant now, const MakeFindAnew& make_find_anew = {},
                                     const GuardUnfinished& guard_unfinished = {});

namespace sqlite {
BackupFacts backup_facts(const std::filesystem::path& copy);  // of one just made. Throws Failure
}

}  // namespace hebb
