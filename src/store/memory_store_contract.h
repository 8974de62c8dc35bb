// What every MemoryStore must do, as Catch2 sections: call each function from a TEST_CASE of the backend's own. Test
// code only.
#pragma once

#include <functional>
#include <memory>

#include "store/memory_store.h"

namespace hebb {

// An empty store; it may share nothing with those made before.
using StoreFactory = std::function<std::unique_ptr<MemoryStore>()>;
// Closes the store it is given and opens it again. A backend that keeps nothing returns it as it is.
using StoreReopener = std::function<std::unique_ptr<MemoryStore>(std::unique_ptr<MemoryStore>)>;

void check_reading_contract(const StoreFactory& make);        // what was put is what is read
void check_paging_contract(const StoreFactory& make);         // lists, pages, cursors
void check_writing_contract(const StoreFactory& make);        // repeats, conflicts, atomicity
void check_renaming_contract(const StoreFactory& make);       // speakers
void check_erasure_contract(const StoreFactory& make);        // counts, completeness, what survives
void check_listing_contract(const StoreFactory& make);        // memories and projects, neighbours
void check_editing_contract(const StoreFactory& make);        // titles, moves, corrections
void check_reducing_contract(const StoreFactory& make);       // what is left of a meeting
void check_consolidation_contract(const StoreFactory& make);  // patterns, what becomes of them, and going back
void check_access_contract(const StoreFactory& make);         // readings, fading, and coming back
void check_declarations_contract(const StoreFactory& make);   // what people declare of projects, and when it goes
void check_changes_contract(const StoreFactory& make);        // seq and its log, scans
// Random operations, each answer and now and then the whole state compared with the reference store's; the seed is
// Catch2's, which it prints.
void check_random_operations(const StoreFactory& make, const StoreReopener& reopen, int operations);

// Everything that can be read through the port, compared.
void check_same_state(const MemoryStore& actual, const MemoryStore& expected);

}  // namespace hebb
