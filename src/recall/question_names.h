// Whom and which meetings a question names. Private to recall/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lexical/lexical_index.h"
#include "recall/question_time.h"
#include "recall/roster_scope.h"
#include "text/placed_words.h"

namespace hebb {

// A stretch of a question's words, [first, last), and what it was taken for.
struct NameMention {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<std::uint32_t> names;  // into Roster::Index::names, ascending
  bool excluded = false;             // "other than Anna": no prior for her
  bool may_be_topic = false;         // an abbreviation that somebody's initials fit: its words stay in the focus
};

struct MeetingMention {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<std::uint32_t> meetings;  // into Roster::Index::meetings, ascending
  bool whole_title = false;
  bool may_be_topic = false;  // named without "in" or "at": its words stay in the focus
  bool since = false;         // "since the kick-off": the meeting is where a time begins
  bool in_full = false;       // a whole title; numbers and months between its words are part of it
  bool as_name = false;       // of a title's name: written with a capital that tells one
};

// What it is said of may be said anywhere: a prior, and its words stay in the focus.
void make_topic(MeetingMention& mention);

// Left to right, without overlap.
std::vector<NameMention> find_names(std::span<const PlacedWord> words, const RosterScope& scope);
// `when` and `names` are what else the words name: "the last meeting in October", "the last call with Anna" are the
// last of those.
std::vector<MeetingMention> find_meetings(std::span<const PlacedWord> words, const RosterScope& scope,
                                          const std::optional<TimeMention>& when, std::span<const NameMention> names);
// Of names that titles have and nobody says in another meeting of the scope ("Meridian" of "Kick-off with Meridian"),
// one mention a name; words that name somebody or a time, or only ask ("list", "actions"), are none. Those of all
// meetings of the scope are named only where they are written as a name.
std::vector<MeetingMention> find_title_names(std::span<const PlacedWord> words, const RosterScope& scope,
                                             const std::optional<TimeMention>& when, std::span<const NameMention> names,
                                             const LexicalView& said);
// "What did Meridian say in the last call?": what `placed`, the meetings that are named in some other way, are of those
// titled so; empty where they are none. Of `titled` leaves what names them.
std::vector<MeetingMention> place_within(std::vector<MeetingMention>& titled, std::span<const MeetingMention> placed,
                                         std::span<const PlacedWord> words, const RosterScope& scope,
                                         const std::optional<TimeMention>& when, std::span<const NameMention> names);

}  // namespace hebb
