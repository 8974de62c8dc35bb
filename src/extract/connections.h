// How the memories of one meeting hang together: what follows, what belongs to a context, what answers, agrees, objects
// and comes back to something. Private to extract/. Precision before recall, and never all pairs: a statement leads to
// at most one other by each of these kinds; only an answer may lead to up to three questions, asked in a row.
#pragma once

#include <span>
#include <vector>

#include "extract/reading.h"
#include "model/domain.h"

namespace hebb {

// `sequential` from each episode to the next, `part_of` from each to its context.
// Requires: episodes in order, each with its parent among `contexts`.
std::vector<Connection> structure_of(std::span<const Memory> episodes, std::span<const Memory> contexts);

// What statements say to earlier ones, each from the later to the earlier: `response` to a question, `supports` and
// `contradiction` of what another just said, `reference` to what was spoken of long before. Requires: as many readings
// as episodes. Cost: linear in the meeting.
std::vector<Connection> replies_of(std::span<const Memory> episodes, std::span<const Reading> readings);

}  // namespace hebb
