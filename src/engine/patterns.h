// What was said again in other meetings: looking for it, what was found, and going back. Plain structs, as in types.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/types.h"

namespace hebb {

struct PatternSummary {
  MemoryId id;
  ListedMemory statement;           // the most central of them, whose type is that of all
  std::vector<MemoryId> memories;   // all of them, that one first
  std::uint32_t meetings = 0;       // two or more
  std::optional<Instant> first_at;  // the starts of the first and the last of these meetings
  std::optional<Instant> last_at;
};

struct PatternQuery {
  std::optional<std::string> project;
  std::vector<MemoryType> types;
  std::size_t limit = 100;            // clipped to 1..kPatternPageLimit
  std::optional<std::string> cursor;  // of the page before
  ProjectSet projects{};
};
inline constexpr std::size_t kPatternPageLimit = 1000;

struct PatternPage {
  std::vector<PatternSummary> patterns;  // of most meetings first, then of most memories; then by id
  std::optional<std::string> next;
};

struct ConsolidationRequest {
  std::optional<std::string> project;  // else each that is seen
  bool dry_run = false;                // only looks
};

// Of one project.
struct ConsolidationReport {
  std::string project;
  std::uint64_t memories = 0;         // statements that were looked at
  std::uint64_t patterns = 0;         // there now, or with a dry run would be
  std::uint64_t in_patterns = 0;      // statements in them
  std::uint64_t added = 0;            // patterns that were not there before, or had other members
  std::uint64_t gone = 0;             // and those before that are not there now
  std::vector<PatternSummary> found;  // of those added: of most meetings first, at most kToldPatterns
};
inline constexpr std::size_t kToldPatterns = 20;

inline constexpr std::size_t kSaidAgain = 20;  // of MemoryDetail::said_again

}  // namespace hebb
