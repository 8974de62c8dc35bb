// The writing half of the port, on the one writing connection, each inside a write transaction of the caller. All
// throw Failure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "store/memory_store.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

// Of those who take part, speak, or whose memories are.
std::size_t count_names(const MeetingRecord& record);
// Requires: check_record(record), and the meeting is not there yet. Nobody gets one of the numbers `left_out`. Returns
// the seq of the change.
Seq insert_meeting(Database& writer, const MeetingRecord& record, Instant now,
                   const std::set<std::uint32_t>& left_out = {});

// Gives speakers of a meeting, by the names that they were imported with, the names that are shown.
void set_shown_names(Database& writer, const MeetingId& meeting, const std::map<std::string, std::string>& renamed);

// What erasing these meetings takes with it; `erased` are those that exist, each once. Reads only.
EraseCounts count_erasure(Database& database, std::span<const MeetingId> meetings);
// Returns the seq of the last change. Requires: the meetings exist.
Seq delete_meetings(Database& writer, std::span<const MeetingId> meetings);

Seq rename_speaker(Database& writer, const std::string& project, const std::string& from, const std::string& to);
// Returns the seq of the change.
Seq append_change(Database& writer, Change::Kind kind, const std::optional<MeetingId>& meeting,
                  const std::optional<std::string>& project);
void forget_empty_projects(Database& writer);  // a project's name goes with its last meeting
void write_probe(Database& writer, const EncoderProbe& probe);
void write_snapshot_name(Database& writer, const UuidBytes& name);

}  // namespace hebb::sqlite
