// Packs ranked memories into passages within a word budget. Private to engine/. It does not rank (recall/).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/types.h"
#include "recall/catalog.h"

namespace hebb {

// Views: whoever made it owns both.
struct RankedMemory {
  const Memory* memory = nullptr;  // L2
  const CatalogMeeting* meeting = nullptr;
  float score = 0;
};

// Takes memories, the best first, while they fit into `budget` words; one that does not fit is passed over for those
// after it, a few times. Memories at consecutive positions of one meeting become one passage.
// Invariants: (1) the words of all passages are at most `budget`. (2) Passages are in the order of ContextReply.
// (3) The same list gives the same passages; of equal moment and title, meetings come by id.
std::vector<Passage> packed_passages(std::span<const RankedMemory> ranked, std::size_t budget);

}  // namespace hebb
