// Whom and which meetings a question names. Private to recall/.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/selection.h"
#include "recall/question.h"
#include "recall/roster_index.h"
#include "text/placed_words.h"

namespace hebb {

// The part of a roster that a question may name.
class RosterScope {
 public:
  RosterScope(const Roster::Index& index, const MemoryFilter& filter);

  const Roster::Index& index() const { return *index_; }
  bool has_meeting(std::uint32_t meeting) const { return everything_ || allowed_[meeting]; }
  bool has_name(std::uint32_t name) const;
  std::size_t meetings() const { return count_; }

 private:
  const Roster::Index* index_;
  bool everything_ = false;
  std::vector<bool> allowed_;  // per meeting; empty for everything
  std::size_t count_ = 0;
};

// A stretch of a question's words, [first, last), and what it was taken for.
struct NameMention {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<std::uint32_t> names;  // into Roster::Index::names, ascending
  bool excluded = false;             // "other than Anna": no prior for her
};

struct MeetingMention {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<std::uint32_t> meetings;  // into Roster::Index::meetings, ascending
  bool whole_title = false;
};

// Left to right, without overlap.
std::vector<NameMention> find_names(std::span<const PlacedWord> words, const RosterScope& scope);
std::vector<MeetingMention> find_meetings(std::span<const PlacedWord> words, const RosterScope& scope);

}  // namespace hebb
