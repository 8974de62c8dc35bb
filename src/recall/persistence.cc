#include "recall/persistence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hebb {
namespace {

constexpr std::size_t kNearest = 3;
constexpr std::size_t kFurthest = 8;
constexpr std::size_t kLeastMemories = 2 * kFurthest;
constexpr double kUnit = 1 << 20;
// Of QMSum's meetings .037 to .046 by domain, of two people's calls .004 (docs/quality.md).
constexpr double kOfMeetings = 0.035;
constexpr double kSupposed = 60;  // memories of talk as in meetings, before any is heard

double cosine(const Memory& a, const Memory& b) {
  return std::inner_product(a.vector.begin(), a.vector.begin() + kSemanticDimension, b.vector.begin(), 0.0F);
}

}  // namespace

TopicPersistence topic_persistence(std::span<const Memory> episodes) {
  const std::size_t n = episodes.size();
  if (n < kLeastMemories) return {};
  // The far pairs are all but the near ones, and all are in the sum's square.
  std::vector<double> sum(kSemanticDimension);
  double selves = 0;
  for (const Memory& memory : episodes) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += memory.vector[i];
    selves += cosine(memory, memory);
  }
  const double all = (std::inner_product(sum.begin(), sum.end(), sum.begin(), 0.0) - selves) / 2;
  double close = 0, near = 0;
  for (std::size_t apart = 1; apart <= kFurthest; ++apart) {
    double of_lag = 0;
    for (std::size_t i = 0; i + apart < n; ++i) of_lag += cosine(episodes[i], episodes[i + apart]);
    close += of_lag;
    if (apart >= kNearest) near += of_lag / static_cast<double>(n - apart);
  }
  const std::size_t further = n - kFurthest;  // as many pairs as of this many memories
  const std::size_t far_pairs = further * (further - 1) / 2;
  const double far = (all - close) / static_cast<double>(far_pairs);
  const double more = near / (kFurthest - kNearest + 1) - far;
  return {.memories = n, .likeness = std::llround(static_cast<double>(n) * more * kUnit)};
}

float persistence_of(const TopicPersistence& talk) {
  const double heard = static_cast<double>(talk.likeness) / kUnit;
  const double mean = (heard + kSupposed * kOfMeetings) / (static_cast<double>(talk.memories) + kSupposed);
  return static_cast<float>(std::clamp(mean / kOfMeetings, 0.0, 1.0));
}

}  // namespace hebb
