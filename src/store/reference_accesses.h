// The readings of the reference store, and what has faded in it. Test code only.
#pragma once

#include <algorithm>
#include <map>
#include <optional>

#include "store/memory_access.h"

namespace hebb {

class ReferenceAccesses {
 public:
  // `faded_at` stays as it is.
  void put(const MemoryAccess& access) {
    MemoryAccess& kept = of_[access.memory];
    const auto faded_at = kept.faded_at;
    kept = access;
    kept.faded_at = faded_at;
  }
  void fade(const MemoryId& memory, Instant now) { of_.at(memory).faded_at = now; }
  void restore(const MemoryId& memory) {
    if (const auto known = of_.find(memory); known != of_.end()) known->second.faded_at.reset();
  }
  bool has_faded(const MemoryId& memory) const {
    const auto known = of_.find(memory);
    return known != of_.end() && known->second.faded_at;
  }
  void show_in(Memory& memory) const {
    if (has_faded(memory.id)) memory.state = MemoryState::archived;
  }
  std::optional<MemoryAccess> of(const MemoryId& memory) const {
    const auto known = of_.find(memory);
    return known == of_.end() ? std::nullopt : std::optional(known->second);
  }
  void forget(const MemoryId& memory) { of_.erase(memory); }
  std::optional<Instant> last() const {
    std::optional<Instant> at;
    for (const auto& [memory, access] : of_) at = std::max(at, std::optional(access.at));
    return at;
  }

 private:
  std::map<MemoryId, MemoryAccess> of_;
};

}  // namespace hebb
