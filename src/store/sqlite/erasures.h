// What ties a database to its ledger of erasures (store/erasure_ledger.h), in which order docs/format.md tells: an
// erasure is noted in its own transaction, recorded in the ledger after that and before it is acknowledged; a database
// that has not taken in all of its ledger is an older copy, and erases again what stands there before it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "store/erasure_ledger.h"
#include "store/find_anew.h"
#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

// In the transaction that erases, or imports again: what is to be recorded. Throws Failure.
void note_erasure(Database& writer, const ErasureRecord& record);

// Of a record that is imported again, as an export after an erasure gives it: the numbers of those whose names were
// erased and are not in it, either. Names are not in the ledger, but how many were left is.
std::set<std::uint32_t> names_left_out(const MeetingRecord& record, const ErasureLedger& ledger);

// In the transaction that imports what the ledger stands against: withdraws that, but for the turns whose words the
// record does not hold either, and for those names. Throws Failure.
void note_import_again(Database& writer, const MeetingRecord& record, const std::set<std::uint32_t>& left_out,
                       const ErasureLedger& ledger);

// After that transaction: records what is noted, durably. Cheap where nothing is. Throws Failure; what is noted stays
// noted, in the database, until a later call records it.
void record_erasures(Database& writer, ErasureLedger& ledger);

// At open: takes in what the ledger has and the database has not, and notes what the database has erased and a ledger
// that was lost, in part or whole, does not know. Meetings of which parts go again are each a transaction, and what is
// left of them is found anew where that can be done; a kill leaves the rest to the next opening. Returns how many
// meetings were erased again. Throws Failure: corruption where the ledger is damaged in what is to be taken in,
// unsupported where a newer Hebb wrote it, and the errors of finding anew.
std::size_t replay_erasures(Database& writer, ErasureLedger& ledger, const MakeFindAnew& make_find_anew);

// Before that, which makes the database forget it: what to tell where the ledger lost records at its end. Nothing else.
std::optional<std::string> told_of_lost_records(Database& database, const ErasureLedger& ledger);

// Before another database takes this one's place: notes what this one has erased, if the ledger lost its records of it.
// Nothing in an older copy, which has something to take in first. Throws Failure.
void note_lost_records(Database& writer, const ErasureLedger& ledger);

// For a database that is to take the place of one with these meetings, after `replay_erasures` and before anything is
// recorded: what is noted against them is taken back, since they were not erased here. Throws Failure.
void withdraw_notes_against(Database& writer, const std::set<MeetingId>& held, ErasureLedger& ledger);

// Throws Failure where `replay_erasures` would have something to do, for a database that can only be read.
void expect_replayed(Database& reader, const ErasureLedger& ledger);

}  // namespace hebb::sqlite
