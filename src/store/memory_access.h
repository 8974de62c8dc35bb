// How often a memory was read, and how strongly it is held since: apart from what it is, and read by no ranking.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "model/domain.h"

namespace hebb {

struct MemoryAccess {
  MemoryId memory;
  std::uint64_t count = 0;          // readings
  Instant at{};                     // of the last of them, or of what else made `strength` what it is
  double strength = 0;              // [0,1], at that moment (consolidate/strength.h)
  std::optional<Instant> faded_at;  // when it was archived, as it had faded

  friend bool operator==(const MemoryAccess&, const MemoryAccess&) = default;
};

struct FadeOutcome {
  std::vector<MeetingId> meetings;  // that changed, each once
  std::uint64_t memories = 0;
  std::uint64_t seq = 0;  // of the state afterwards
};

}  // namespace hebb
