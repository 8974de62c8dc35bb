// Makes an erasure complete: what SQLite leaves of deleted rows in places it no longer uses.
//
// `PRAGMA secure_delete` zeroes what is deleted, but not the copies that stay behind in the unused middle of a page
// when SQLite moves rows to a neighbouring page (rebuildPage, seen with 3.40 and 3.46); a row that is deleted later
// was often moved before. So the middles are zeroed here, straight in the file.
#pragma once

#include "store/sqlite/database.h"

namespace hebb::sqlite {

// Set in the transaction that erases, cleared when wiping is done, so that a crash between the two is made good.
void set_wipe_pending(Database& writer, bool pending);
bool wipe_pending(Database& database);

// Empties the write-ahead log, then zeroes every byte of the file that belongs to no row. False: a reader pins the
// log; nothing is lost, try later. Throws Failure.
//
// Cost – reads the whole file once, and writes only where something is to be zeroed. Safe against a crash at any
// moment, and beside readers: nobody reads the bytes that change.
bool wipe(Database& writer);

}  // namespace hebb::sqlite
