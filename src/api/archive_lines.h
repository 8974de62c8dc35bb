// The lines of an archive (archive_writer.h), each read and checked by itself. What is wrong is told to `fields`; what
// is returned then is not to be used. Private to api/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/json_reader.h"
#include "model/domain.h"
#include "store/memory_store.h"

namespace hebb::api {

inline constexpr TextRule kAnyText{.min = 0, .max = SIZE_MAX, .trim = false};
inline constexpr TextRule kSomeText{.min = 1, .max = SIZE_MAX, .trim = false};

struct ReadCorrection {
  MemoryId memory;
  CorrectedMemory corrected;
};

// What a meeting's own line promises of the lines after it.
struct Promised {
  std::uint32_t turns = 0, memories = 0, corrections = 0, connections = 0;
};

std::uint32_t read_count(ObjectReader& fields, std::string_view name);
std::string read_text(ObjectReader& fields, std::string_view name, const TextRule& rule);
Turn read_turn(ObjectReader& fields);
Memory read_memory(ObjectReader& fields, const MeetingId& meeting);
ReadCorrection read_correction(ObjectReader& fields);
Connection read_connection(ObjectReader& fields);
Declaration read_declaration(ObjectReader& fields);
Meeting read_meeting(ObjectReader& fields, StoredRecord& stored, Promised& promised);

bool fits(Level level, MemoryType type);
// Whether the id is one that this memory can have: of its meeting, level, turn and some offset. `before`: how many of
// that level and turn came before it, which is the offset in an archive of ours.
bool follows_content(const Memory& memory, std::uint32_t before);

}  // namespace hebb::api
