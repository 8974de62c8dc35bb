#include "store/consolidation.h"

#include <algorithm>

#include "base/digest.h"

namespace hebb {

// By the least of its members: one more leaves the id of most patterns as it is.
MemoryId pattern_id_of(std::string_view project, const std::vector<MemoryId>& members) {
  const auto least = std::ranges::min(members).text();
  return MemoryId::of(Sha256().field("hebb pattern 1").field(project).field(least).finish());
}

}  // namespace hebb
