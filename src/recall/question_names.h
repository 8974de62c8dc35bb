// Whom and which meetings a question names. Private to recall/.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "recall/roster_scope.h"
#include "text/placed_words.h"

namespace hebb {

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
  bool may_be_topic = false;  // named without "in" or "at": its words stay in the focus
  bool since = false;         // "since the kick-off": the meeting is where a time begins
  bool in_full = false;       // a whole title; numbers and months between its words are part of it
};

// Left to right, without overlap.
std::vector<NameMention> find_names(std::span<const PlacedWord> words, const RosterScope& scope);
std::vector<MeetingMention> find_meetings(std::span<const PlacedWord> words, const RosterScope& scope);

}  // namespace hebb
