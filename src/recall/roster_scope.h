// The part of a roster that one question may name. Private to recall/.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/selection.h"
#include "recall/roster_index.h"

namespace hebb {

// Ownership: the index must live longer. Cost: linear in the meetings where the filter restricts them, else none.
class RosterScope {
 public:
  RosterScope(const Roster::Index& index, const MemoryFilter& filter);

  const Roster::Index& index() const { return *index_; }
  bool has_meeting(std::uint32_t meeting) const { return everything_ || allowed_[meeting]; }
  bool has_name(std::uint32_t name) const;
  // Meetings here whose titles have the word. Ascending.
  std::vector<std::uint32_t> titled(std::string_view word) const;
  // In the order in which the scope's meetings have them: a name's number tells who had it first anywhere.
  std::vector<std::uint32_t> by_first_seat(std::vector<std::uint32_t> names) const;
  // Names of persons here that are a part of this one and of no other person's: "Ben" of "Ben Okafor". Ascending.
  std::vector<std::uint32_t> shortened(std::uint32_t name) const;
  std::size_t meetings() const { return count_; }

 private:
  const Roster::Index* index_;
  bool everything_ = false;
  std::vector<bool> allowed_;  // per meeting; empty for everything
  std::size_t count_ = 0;
};

}  // namespace hebb
