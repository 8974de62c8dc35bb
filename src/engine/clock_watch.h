// Whether the clock may be believed by what archives by age in the background: one that is ahead would hide what is
// new. Not a clock.
#pragma once

#include <chrono>
#include <optional>

#include "base/time.h"

namespace hebb {

class ClockWatch {
 public:
  using Uptime = Milliseconds;  // of the machine, its sleep included
  static constexpr std::chrono::hours kSlack{1};
  static constexpr std::chrono::days kLongestRest{400};

  // `newest`: when something last happened that is known of. Longer ago than kLongestRest, the clock is not believed
  // for good: what happens from now on is dated by it, and tells nothing.
  ClockWatch(Instant now, Uptime uptime, std::optional<Instant> newest)
      : began_(now), uptime_(uptime), plausible_(!newest || now - *newest <= kLongestRest) {}

  // Nor is it where it was set since.
  bool is_believed(Instant now, Uptime uptime) const {
    const auto apart = std::chrono::abs((now - began_) - (uptime - uptime_));
    return plausible_ && apart <= kSlack;
  }

 private:
  const Instant began_;
  const Uptime uptime_;
  const bool plausible_;
};

}  // namespace hebb
