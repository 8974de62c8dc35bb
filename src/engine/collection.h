// Single things of the collection: memories, concepts, notes, and what is erased of them. Plain structs, as in types.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/decisions.h"
#include "engine/declared.h"
#include "engine/fading.h"
#include "engine/types.h"

namespace hebb {

struct MemoryDetail {
  ListedMemory listed;                      // of a concept id, level, type, name and project alone
  std::optional<ConceptMentions> mentions;  // of a concept: the newest first
  std::optional<Extracted> extracted;       // of a corrected memory
  std::vector<Connection> connections;
  std::vector<Memory> before;  // its neighbours in its meeting and level, in order
  std::vector<Memory> after;
  DecisionLinks decisions;                // of a decision
  std::optional<AccessDetail> access;     // null for a concept
  std::vector<DeclaredMention> declared;  // the stakeholders and deliverables that an episode mentions, as declared
  std::vector<ListedMemory> said_again;   // what says the same in its and other meetings, at most kSaidAgain
};
inline constexpr std::size_t kNeighbours = 2;         // on each side
inline constexpr std::size_t kConceptMentions = 100;  // of one concept

struct ConceptQuery {
  std::optional<std::string> project;
  std::size_t limit = 100;            // clipped to 1..kConceptPageLimit
  std::optional<std::string> cursor;  // of the page before
  ProjectSet projects{};
};
inline constexpr std::size_t kConceptPageLimit = 1000;

// Mentions are those in active memories.
struct ConceptSummary {
  MemoryId id;
  std::string name;
  std::string project;
  std::uint32_t mentions = 0;
  std::uint32_t meetings = 0;
  std::uint32_t contexts = 0;  // stretches of topic in which it is said, archived memories included
};

struct ConceptPage {
  std::vector<ConceptSummary> concepts;  // most mentions first; then by id
  std::optional<std::string> next;
};

// What somebody, or an agent, wants remembered as it stands.
struct NoteRequest {
  std::string content;  // 1..kNoteCharacters
  std::string project{kDefaultProject};
  std::optional<MemoryType> type;  // one of a statement's; else as the words tell
  std::optional<std::string> speaker;
  std::optional<Instant> occurred_at;  // else when it comes in
  std::optional<float> importance;
  std::optional<std::string> title;  // else the note's beginning
  std::optional<std::string> external_id;
  std::string metadata = "{}";  // a JSON object
};
inline constexpr std::size_t kNoteCharacters = 4000;
inline constexpr std::string_view kNoteFormat = "note";

struct NoteReply {
  MemoryDetail detail;
  bool created = false;
  std::vector<TranscriptWarning> warnings;  // that the note is known and was another
};

// What became of a meeting whose memories were found anew.
struct Reextraction {
  bool changed = false;
  std::array<std::uint32_t, kLevels> memories{};  // those it has now
};

// Meetings of a project by their start: from `since` on, before `until`. Those without a date are in no period.
struct Period {
  std::string project;
  std::optional<Instant> since;
  std::optional<Instant> until;
};

}  // namespace hebb
