// How strongly a memory is held: it fades with time as forgetting does, and each reading brings it part of the way
// back (exponential forgetting, as in Settles & Meeder 2016, with a half-life of each level instead of a learned one).
// It orders no answer: what is seldom asked for may be just what somebody asks for.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "model/domain.h"

namespace hebb {

inline constexpr double kFreshStrength = 0.5;  // when it is imported
inline constexpr double kReadingGain = 0.3;    // of what is missing to 1, by each reading

// What is said fades sooner than what a stretch of talk was about. A concept does not: nothing of it is stored.
inline constexpr std::chrono::days kEpisodeHalfLife{180};
inline constexpr std::chrono::days kContextHalfLife{720};
std::optional<std::chrono::days> half_life_of(Level level);

// What is left of `strength` after `elapsed`. In [0, strength], and never rises with time; a clock that was put back
// counts as no time. Requires: strength in [0,1].
double faded(double strength, Milliseconds elapsed, Level level);

// After `readings` at one moment. In [strength, 1], and never falls with their number. Requires: as above.
double reinforced(double strength, std::uint64_t readings);

}  // namespace hebb
