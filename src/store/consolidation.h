// What consolidation found in one project. Ids alone: what a pattern says is read in its statements, so that no word of
// an erased one is left in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/domain.h"

namespace hebb {

// Statements of several meetings that say the same (consolidate/patterns.h).
struct Pattern {
  MemoryId id;
  std::vector<MemoryId> members;  // the most central one first

  friend bool operator==(const Pattern&, const Pattern&) = default;
};

// The same for the same project and members, in whatever order they come. Requires: members.
MemoryId pattern_id_of(std::string_view project, const std::vector<MemoryId>& members);

struct Consolidation {
  std::string project;
  Instant at{};
  std::uint64_t seq = 0;          // of the state of the store in which it was last found to be so
  std::vector<Pattern> patterns;  // by id

  friend bool operator==(const Consolidation&, const Consolidation&) = default;
};

inline constexpr std::size_t kKeptConsolidations = 8;  // of a project, to go back to

}  // namespace hebb
