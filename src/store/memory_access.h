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
  std::optional<Instant> read_at;   // the last of them
  Instant at{};                     // when `strength` was so
  double strength = 0;              // [0,1] (consolidate/strength.h)
  std::optional<Instant> faded_at;  // when it was archived, as it had faded

  friend bool operator==(const MemoryAccess&, const MemoryAccess&) = default;
};

struct FadeOutcome {
  std::vector<MeetingId> meetings;  // that changed, each once
  std::vector<MemoryId> memories;   // that did
  std::uint64_t seq = 0;            // of the state afterwards
};

}  // namespace hebb
