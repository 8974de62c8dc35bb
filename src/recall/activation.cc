#include "recall/activation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "base/error.h"

namespace hebb {
namespace {

// What a decay of 1/e over `reach` memories leaves from one memory to the next.
float step_of(float reach) {
  return std::exp(-1 / reach);
}

}  // namespace

void spread(std::span<const float> seeds, Reach reach, std::span<float> out) {
  HEBB_CHECK(out.size() == seeds.size());
  const float onwards = step_of(reach.forward);
  const float back = step_of(reach.backward);
  std::ranges::fill(out, 0.0f);
  float from_before = 0, from_behind = 0;
  // Each direction waits for its own last step only, so the two go side by side.
  for (std::size_t i = 0, j = seeds.size(); j-- > 0; ++i) {
    from_before = from_before * onwards + seeds[i];
    out[i] += from_before;
    from_behind *= back;
    out[j] += from_behind;
    from_behind += seeds[j];
  }
}

void share(std::span<const float> seeds, Reach reach, std::span<float> out) {
  spread(seeds, reach, out);
  const float onwards = step_of(reach.forward);
  const float back = step_of(reach.backward);
  const auto n = static_cast<float>(seeds.size());
  // The sums of the two geometric series that reach memory i.
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const auto at = static_cast<float>(i);
    const float before = (1 - std::pow(onwards, at + 1)) / (1 - onwards);
    const float after = back * (1 - std::pow(back, n - 1 - at)) / (1 - back);
    out[i] /= before + after;
  }
}

void strongest_givers(std::span<const float> seeds, Reach reach, std::span<std::uint32_t> out) {
  HEBB_CHECK(out.size() == seeds.size());
  if (seeds.empty()) return;
  const float onwards = step_of(reach.forward);
  const float back = step_of(reach.backward);
  std::vector<float> most(seeds.size());
  std::uint32_t giver = 0;
  float given = 0;
  for (std::uint32_t i = 0; i < seeds.size(); ++i) {
    given *= onwards;
    if (seeds[i] >= given) {
      given = seeds[i];
      giver = i;
    }
    most[i] = given;
    out[i] = giver;
  }
  given = 0;
  for (auto i = static_cast<std::uint32_t>(seeds.size()); i-- > 0;) {
    given *= back;
    if (given > most[i]) out[i] = giver;
    if (seeds[i] >= given) {
      given = seeds[i];
      giver = i;
    }
  }
}

}  // namespace hebb
