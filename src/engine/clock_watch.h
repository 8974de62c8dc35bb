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
  static constexpr std::chrono::hours kSettled{24};

  // `newest`: when something last happened that is known of. Longer ago than kLongestRest, the clock is not believed:
  // what happens from now on is dated by it, and tells nothing.
  ClockWatch(Instant now, Uptime uptime, std::optional<Instant> newest)
      : newest_(newest), base_{.now = now, .uptime = uptime} {}

  // Nor is it where it was set since, until it is back or has gone right for kSettled: a clock that is put right late
  // is set, too.
  bool is_believed(Instant now, Uptime uptime) {
    const Base here{.now = now, .uptime = uptime};
    if (agree(base_, here)) {
      set_.reset();
      return is_plausible(base_.now);
    }
    if (!set_ || !agree(*set_, here)) set_ = here;
    if (uptime - set_->uptime < kSettled || !is_plausible(set_->now)) return false;
    base_ = *set_;
    set_.reset();
    return true;
  }

 private:
  struct Base {
    Instant now;
    Uptime uptime;
  };
  static bool agree(const Base& a, const Base& b) {
    return std::chrono::abs((b.now - a.now) - (b.uptime - a.uptime)) <= kSlack;
  }
  bool is_plausible(Instant now) const { return !newest_ || now - *newest_ <= kLongestRest; }

  const std::optional<Instant> newest_;
  Base base_;                // where the clock is believed to have been right
  std::optional<Base> set_;  // where it was first seen since it was set
};

}  // namespace hebb
