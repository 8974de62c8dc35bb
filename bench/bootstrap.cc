#include "bench/bootstrap.h"

#include <algorithm>
#include <map>
#include <random>

namespace hebb::bench {

Interval bootstrap(std::span<const double> values, std::span<const std::size_t> meetings) {
  constexpr std::size_t kResamples = 2000;
  struct Sum {
    double sum = 0;
    double count = 0;
  };
  std::map<std::size_t, Sum> by_meeting;
  Sum all;
  for (std::size_t i = 0; i < values.size(); ++i) {
    by_meeting[meetings[i]].sum += values[i];
    by_meeting[meetings[i]].count += 1;
    all.sum += values[i];
    all.count += 1;
  }
  if (all.count == 0) return {};
  std::vector<Sum> sums;
  for (const auto& [meeting, sum] : by_meeting) sums.push_back(sum);
  std::mt19937 random(7);
  std::vector<double> means;
  for (std::size_t r = 0; r < kResamples; ++r) {
    Sum drawn;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const Sum& one = sums[random() % sums.size()];
      drawn.sum += one.sum;
      drawn.count += one.count;
    }
    means.push_back(drawn.sum / drawn.count);
  }
  std::ranges::sort(means);
  return {.mean = all.sum / all.count, .low = means[kResamples / 40], .high = means[kResamples - 1 - kResamples / 40]};
}

}  // namespace hebb::bench
