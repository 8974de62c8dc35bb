// What people say of memories, beside what was extracted of them, and the tasks of actions. Shown is what `memories`
// and `tasks` hold. On one connection, inside a transaction of the caller. All throw Failure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

// The least number of who bears this name in the meeting.
std::optional<std::int64_t> speaker_number(Database& database, std::int64_t meeting, const std::string& name);
// Replaces the task of the memory with this key; `owner` is its owner's number.
void write_task(Database& writer, std::int64_t memory, const std::optional<std::int64_t>& owner, const Task& task);

// Each returns whether anything is changed.
bool correct(Database& writer, std::int64_t memory, const MemoryCorrection& correction, Instant now);
bool take_back(Database& writer, std::int64_t memory);
// Of a memory that was extracted again: that is noted, and what a person corrected is shown still.
void correct_again(Database& writer, std::int64_t memory);
// Who is about to leave the meeting's names owns nothing any more; of two that a rename made one, the other does.
void forget_owners(Database& writer, std::int64_t meeting);

std::optional<Extracted> read_extracted(Database& database, const MemoryId& id);
// With names as imported.
std::map<MemoryId, CorrectedMemory> read_corrected(Database& database, std::int64_t meeting);
// Of memories that are there and shown as the corrections say; names as imported.
void insert_corrections(Database& writer, const std::map<MemoryId, CorrectedMemory>& corrected);

}  // namespace hebb::sqlite
