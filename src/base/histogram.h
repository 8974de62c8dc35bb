// How long things took: counts by upper bound, as Prometheus wants them. It knows no names.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hebb {

// Thread safety: thread-compatible.
class DurationHistogram {
 public:
  // Seconds; what is longer than the last counts beyond them.
  static constexpr std::array<double, 16> kBounds{.0001, .00025, .0005, .001, .0025, .005, .01, .025,
                                                  .05,   .1,     .25,   .5,   1,     2.5,  5,   10};

  void observe(std::chrono::duration<double> spent) {
    const auto bound = std::ranges::lower_bound(kBounds, spent.count());
    ++counts_[static_cast<std::size_t>(bound - kBounds.begin())];
    seconds_ += spent.count();
  }

  // Of each bound the durations up to it that exceed the one before; then those beyond all.
  const std::array<std::uint64_t, kBounds.size() + 1>& counts() const { return counts_; }
  double seconds() const { return seconds_; }  // of all together

 private:
  std::array<std::uint64_t, kBounds.size() + 1> counts_{};
  double seconds_ = 0;
};

}  // namespace hebb
