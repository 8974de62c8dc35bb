// Decisions with what they superseded: derived from what is stored each time that it is asked for, and nowhere kept,
// for the reasons that concepts are derived (decision 0012). Plain structs, as in types.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "consolidate/supersession.h"
#include "model/project_set.h"
#include "store/memory_store.h"

namespace hebb {

// The filters choose by the decision that holds. What it is compared with is always all of its project.
struct DecisionQuery {
  std::optional<std::string> project;
  std::vector<std::string> speakers;  // in any case
  std::optional<Instant> since;       // as MemoryFilter's
  std::optional<Instant> until;
  bool disputed = false;              // only those with an objection or a difference, their history's included
  std::size_t limit = 100;            // clipped to 1..kDecisionPageLimit
  std::optional<std::string> cursor;  // of the page before
  ProjectSet projects{};
};
inline constexpr std::size_t kDecisionPageLimit = 1000;
inline constexpr std::size_t kComparedDecisions = 2000;  // the newest of a project

// What somebody said against it just after.
struct Objection {
  Memory memory;
  std::string reason;
};

struct ListedDecision {
  ListedMemory listed;
  std::vector<Objection> objections;       // as they were said
  std::optional<Supersession> supersedes;  // why it supersedes the next of its history
};

// A decision that holds, then those before it on the same matter, newest first.
struct DecisionHistory {
  std::vector<ListedDecision> decisions;  // never empty
};

// What one decision has to do with another.
struct LinkedDecision {
  ListedMemory listed;  // the other
  Supersession why;
};
struct DecisionLinks {
  std::optional<LinkedDecision> supersedes;     // the one before it
  std::optional<LinkedDecision> superseded_by;  // the one after it
};

struct DecisionPage {
  std::vector<DecisionHistory> histories;  // by project, then as MemoryPage by the decision that holds
  std::optional<std::string> next;
  std::uint64_t left_out =
      0;  // decisions of the projects asked for that are older than their newest kComparedDecisions
};

}  // namespace hebb
