// Confidence intervals of means over questions, resampling whole meetings: questions of one meeting are alike.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hebb::bench {

struct Interval {
  double mean = 0;
  double low = 0;
  double high = 0;
};

// `values[i]` belongs to meeting `meetings[i]`. 95 %, percentiles of 2,000 resamples with a fixed seed.
// Of paired systems, pass the differences.
Interval bootstrap(std::span<const double> values, std::span<const std::size_t> meetings);

}  // namespace hebb::bench
