// How strongly memories are held, and archiving those that have faded. Plain structs, as in types.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/types.h"

namespace hebb {

// Of one memory, as far as it has been written: the last half minute is not in it.
struct AccessDetail {
  std::uint64_t count = 0;  // how often it was found for a question, handed to an assistant or opened
  std::optional<Instant> last_at;
  double strength = 0;  // [0,1], now (consolidate/strength.h)
  std::optional<Instant> faded_at;
};

inline constexpr double kLeastFloor = 0.001;
inline constexpr double kGreatestFloor = 0.49;  // less than what has just been imported is held

struct FadeRequest {
  std::optional<std::string> project;  // else each that is seen
  double below = 0;                    // archives what is held less strongly: kLeastFloor..kGreatestFloor
  bool dry_run = false;                // only looks
};

struct FadedMemory {
  ListedMemory listed;
  double strength = 0;
};

struct FadeReport {
  std::array<std::uint64_t, kLevels> memories{};  // that were archived, or would be
  std::uint64_t meetings = 0;                     // in which they are
  std::vector<FadedMemory> faintest;              // of them, at most kToldFaded
};
inline constexpr std::size_t kToldFaded = 20;

struct UnfadeReport {
  std::uint64_t memories = 0;
  std::uint64_t meetings = 0;
};

}  // namespace hebb
