#include "recall/activation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

#include "base/error.h"

namespace hebb {
namespace {

// What a decay of 1/e over `reach` memories leaves from one memory to the next.
float step_of(float reach) {
  return std::exp(-1 / reach);
}

// Four memories at a time, on whatever SIMD the compiler may use, or none.
using Four = float __attribute__((vector_size(16)));
constexpr std::size_t kLanes = 4;

Four four_at(const float* from) {
  Four four;
  std::memcpy(&four, from, sizeof four);
  return four;
}
void put(Four four, float* to) {
  std::memcpy(to, &four, sizeof four);
}
Four turned(Four four) {
  return __builtin_shufflevector(four, four, 3, 2, 1, 0);
}

struct Powers {
  explicit Powers(float step) : one(step), two(step * step), all{step, step * step, two * step, two * two} {}
  float one, two;
  Four all;
};

// What reaches each of four seeds that follow one another, from themselves and from what reached the one before them: a
// prefix sum with decay, by doubling (Hillis & Steele 1986).
Four reached_of(Four seeds, const Powers& powers, float before) {
  const Four none{};
  seeds += powers.one * __builtin_shufflevector(none, seeds, 0, 4, 5, 6);
  seeds += powers.two * __builtin_shufflevector(none, seeds, 0, 1, 4, 5);
  return seeds + before * powers.all;
}

}  // namespace

float most_spread(Reach reach) {
  return 1 + 1 / std::expm1(1 / reach.forward) + 1 / std::expm1(1 / reach.backward);
}

void spread(std::span<const float> seeds, Reach reach, std::span<float> out) {
  HEBB_CHECK(out.size() == seeds.size());
  const Powers onwards(step_of(reach.forward));
  const Powers back(step_of(reach.backward));
  std::size_t i = 0;
  float from_before = 0;
  for (; i + kLanes <= seeds.size(); i += kLanes) {
    const Four reached = reached_of(four_at(&seeds[i]), onwards, from_before);
    put(reached, &out[i]);
    from_before = reached[kLanes - 1];
  }
  for (; i < seeds.size(); ++i) {
    from_before = from_before * onwards.one + seeds[i];
    out[i] = from_before;
  }
  // Back the same way round, without the seed itself, which counts once.
  float from_behind = 0;
  for (; i >= kLanes; i -= kLanes) {
    const Four here = turned(four_at(&seeds[i - kLanes]));
    const Four reached = reached_of(here, back, from_behind);
    put(four_at(&out[i - kLanes]) + turned(reached - here), &out[i - kLanes]);
    from_behind = reached[kLanes - 1];
  }
  while (i-- > 0) {
    from_behind *= back.one;
    out[i] += from_behind;
    from_behind += seeds[i];
  }
}

void share(std::span<const float> seeds, Reach reach, std::span<float> out) {
  spread(seeds, reach, out);
  const float onwards = step_of(reach.forward);
  const float back = step_of(reach.backward);
  // What ones would give: the sums of the two geometric series that reach memory i, without what lies beyond the ends.
  std::vector<float> ones(seeds.size(), 1 / (1 - onwards) + back / (1 - back));
  float beyond = onwards / (1 - onwards);
  for (std::size_t i = 0; i < ones.size(); ++i) {
    ones[i] -= beyond;
    beyond *= onwards;
  }
  beyond = back / (1 - back);
  for (std::size_t i = ones.size(); i-- > 0;) {
    ones[i] -= beyond;
    beyond *= back;
  }
  for (std::size_t i = 0; i < seeds.size(); ++i) out[i] /= ones[i];
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
