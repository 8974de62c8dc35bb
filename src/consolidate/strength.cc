#include "consolidate/strength.h"

#include <algorithm>
#include <cmath>

namespace hebb {

std::optional<std::chrono::days> half_life_of(Level level) {
  switch (level) {
    case Level::episode:
      return kEpisodeHalfLife;
    case Level::context:
      return kContextHalfLife;
    case Level::concept_:
      return std::nullopt;
  }
  return std::nullopt;
}

double faded(double strength, Milliseconds elapsed, Level level) {
  const auto half_life = half_life_of(level);
  if (!half_life) return strength;
  const double halvings =
      std::chrono::duration<double>(std::max(elapsed, Milliseconds(0))) / std::chrono::duration<double>(*half_life);
  return strength * std::exp2(-halvings);
}

double reinforced(double strength, std::uint64_t readings) {
  const double gained = 1 - std::pow(1 - kReadingGain, static_cast<double>(readings));
  return std::min(strength + (1 - strength) * gained, 1.0);
}

}  // namespace hebb
