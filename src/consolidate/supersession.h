// Which decisions replace earlier ones: chains of decisions on one matter, told by their words and their meaning. A
// plan computed from what is stored; nothing is written. That two speak of one matter is all it tells: whether the
// later one confirms, changes or takes back the earlier one is for a person to read, and where numbers, days or a
// negation differ it says so.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "consolidate/stated_differences.h"

namespace hebb {

// Views; of one project.
struct StatedDecision {
  MemoryId id;
  MeetingId meeting;
  std::optional<Instant> started_at;  // its meeting; nothing: before or after no other meeting
  std::uint32_t position = 0;         // among what was said there
  std::string_view text;
  std::span<const float> vector;  // begins with kSemanticDimension numbers of L2 norm 1
};

// Why a decision supersedes the one before it.
struct Supersession {
  std::vector<std::string> shared;  // what both speak of, singular and lower case; the longest first
  float similarity = 0;             // cosine
  std::vector<StatedDifference> differences;

  friend bool operator==(const Supersession&, const Supersession&) = default;
};

// Invariants: (1) each decision is in one chain, once; (2) links[i] leads from decisions[i] to decisions[i + 1], which
// was made before it: earlier in the same meeting, or in one that began earlier.
struct DecisionChain {
  std::vector<MemoryId> decisions;  // the one that holds, then what it superseded, newest first
  std::vector<Supersession> links;  // one less

  friend bool operator==(const DecisionChain&, const DecisionChain&) = default;
};

// By the decision that holds: meetings newest first, those without a date last, then by meeting and position. The same
// for every order of `decisions`. Requires: distinct ids. Cost: decisions times those that share an uncommon phrase.
std::vector<DecisionChain> decision_chains(std::span<const StatedDecision> decisions);

}  // namespace hebb
