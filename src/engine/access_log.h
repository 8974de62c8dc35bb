// Which memories were read since it was last asked: kept in memory, so that no reading waits for the disk. What a kill
// takes with it are counts of the last half minute, which nobody was promised.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>

#include "base/published.h"
#include "base/time.h"
#include "model/domain.h"

namespace hebb {

struct Readings {
  std::uint64_t count = 0;
  Instant last_at{};
};

// Thread safety: thread-safe. Resident: some 50 bytes for each of at most kMemories; readings of further ones between
// two writes are not counted.
class AccessLog {
 public:
  using Entries = std::unordered_map<MemoryId, Readings>;
  static constexpr std::size_t kMemories = 10'000;

  void note(std::span<const MemoryId> memories, Instant now);
  bool empty() const;
  // What was noted since; it is forgotten here.
  Entries take();
  // What was taken and could not be written.
  void put_back(const Entries& entries);

 private:
  Guarded<Entries> entries_;
};

}  // namespace hebb
