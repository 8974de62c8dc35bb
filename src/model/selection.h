// Which memories a search may return: a declarative filter, and the set that it selects in this process.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/domain.h"
#include "model/project_set.h"

namespace hebb {

// This process's dense number of a memory, given in the order of loading. Never persisted, never shown, and never a
// tie-break: it depends on the order of import. An ordinal is not used twice.
using Ordinal = std::uint32_t;

// Ordinals from `first` up to, not including, `end`.
struct OrdinalRange {
  Ordinal first = 0;
  Ordinal end = 0;

  std::size_t size() const { return end - first; }
};

// All set parts must hold; the values of one list are alternatives. An empty optional or list does not restrict.
struct MemoryFilter {
  std::optional<std::string> project;
  ProjectSet projects;  // whatever the question asks for: who asks sees no others
  std::vector<MeetingId> meetings;
  std::vector<std::string> speakers;  // shown names or parts of them (text/names_meant.h)
  std::vector<MemoryType> types;
  std::vector<Level> levels;
  std::optional<Instant> since;  // the moment of the memory, or its meeting's start; inclusive
  std::optional<Instant> until;  // exclusive
  std::optional<float> min_importance;
  bool include_archived = false;

  friend bool operator==(const MemoryFilter&, const MemoryFilter&) = default;
};

// A set of ordinals. Thread safety: thread-compatible.
class Selection {
 public:
  Selection() = default;
  explicit Selection(std::size_t universe) : words_((universe + 63) / 64) {}

  void add(Ordinal ordinal) {
    auto& word = words_.at(ordinal / 64);
    const auto bit = std::uint64_t{1} << (ordinal % 64);
    count_ += (word & bit) == 0;
    word |= bit;
  }
  bool contains(Ordinal ordinal) const {
    return ordinal / 64 < words_.size() && (words_[ordinal / 64] >> (ordinal % 64) & 1) != 0;
  }
  std::size_t count() const { return count_; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
};

// A score is larger-is-better. Within one list of hits, equal scores may come in any order: whoever shows them breaks
// ties by memory id.
struct Hit {
  Ordinal ordinal = 0;
  float score = 0;

  friend bool operator==(const Hit&, const Hit&) = default;
};

}  // namespace hebb
