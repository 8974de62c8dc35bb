// What a question asks for besides its topic: who, which meeting, when, which type, and whether one fact or a whole
// discussion. Read from its words by rules, without a model; docs/questions.md has the rules and how often they are
// right. It ranks nothing: recall.h does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "lexical/lexical_index.h"
#include "model/domain.h"
#include "model/selection.h"
#include "recall/roster.h"
#include "text/fact_kinds.h"

namespace hebb {

// How what was read acts: a prior raises what fits, a filter hides what does not.
enum class Standing : std::uint8_t { none, prior, filter };
std::string_view to_string(Standing standing);

struct NamedSpeaker {
  std::string name;  // as the catalog spells it; Roster::seats() says where
  Standing standing = Standing::prior;

  friend bool operator==(const NamedSpeaker&, const NamedSpeaker&) = default;
};

struct NamedMeeting {
  MeetingId id;
  Standing standing = Standing::prior;

  friend bool operator==(const NamedMeeting&, const NamedMeeting&) = default;
};

// Of the meeting's start, [from, to), whole days of UTC; an end that is not set is open. Standing none: no time named.
struct NamedTime {
  std::optional<Instant> from;
  std::optional<Instant> to;
  Standing standing = Standing::none;

  friend bool operator==(const NamedTime&, const NamedTime&) = default;
};

struct NamedType {
  MemoryType type = MemoryType::context;
  Standing standing = Standing::prior;

  friend bool operator==(const NamedType&, const NamedType&) = default;
};

// `a` of the ranking F (docs/quality.md): how much a memory's own score weighs against its neighbourhood's.
inline constexpr double kTopicalOwnWeight = 1;    // "summarise", "what did X think", "why"
inline constexpr double kUnclearOwnWeight = 3;    // neither shows, or both
inline constexpr double kPinpointOwnWeight = 20;  // "when", "how many", "what date"

// One list's standings are alike: alternatives of one filter, or equal priors. All lists are without duplicates and in
// an order that depends on the question and the catalog only. Text is valid UTF-8 whatever the question was.
struct QuestionReading {
  std::string focus;  // without boilerplate, named speakers, meetings and times; the question itself if nothing is left
  double own_weight = kUnclearOwnWeight;
  bool fell_back = false;  // of the focus nothing was left but "issue", "in March": there is no topic of its own
  bool wordless = false;   // nothing at all was left beside whom, what or when it names: no word is searched for; not
                           // where words help: those of a prior meeting's title, "decide", or beside a fact asked for
  std::vector<NamedSpeaker> speakers;
  std::vector<NamedMeeting> meetings;
  bool by_title_alone = false;  // by a name that nobody says elsewhere: all of them is of what is asked about
  NamedTime time;
  std::vector<NamedType> types;
  bool lists = false;               // a list of the types is asked for; a strong prior where they are no filter
  FactKinds facts = 0;              // which kinds it asks for: "when", "how many"; a prior
  Standing open = Standing::none;   // what is not done yet; a filter of a list of actions alone ("open actions"), else
                                    // it changes nothing
  std::vector<std::string> owners;  // whose actions a list of them asks for ("Anna's action items"); a filter
  std::vector<std::string> not_owners;  // whose it leaves out ("except Anna's"); a filter
  std::vector<std::string> notes;       // how each was taken, for a person: "Anna taken as Anna Meyer: prior"
};

// Only names of meetings that `scope` lets through (its projects and meetings) are recognised. Times are read against
// `now`. `said`: what the meetings' memories say; without it no meeting is known by what its title alone has.
// Deterministic. Cost: linear in the question, with a look at the names and titles that share a word with it.
QuestionReading read_question(std::string_view text, const Roster& roster, const MemoryFilter& scope, Instant now,
                              const LexicalView* said = nullptr);

// What read_question makes of `now`, and all that it does: the days that the text names, as text; empty: none. Of equal
// texts that name equal days the readings are equal whenever they are read.
std::string times_named(std::string_view text, Instant now);

// The scope cut further by what the question plainly asks for. Where `scope` restricts speakers, meetings or types
// itself, its word stands. Time, owners and what is open are no part of a filter: recall() keeps to the reading's, and
// of its time to the start of meetings, where since and until are moments.
MemoryFilter narrowed(MemoryFilter scope, const QuestionReading& reading);

}  // namespace hebb
