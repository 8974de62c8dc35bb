// What people declare of a project, and which memories mention it: derived from what is stored each time that it is
// asked for, and nowhere kept, for the reasons that concepts are derived (decision 0012). Plain structs, as in types.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/declaration.h"
#include "model/project_set.h"
#include "store/memory_store.h"

namespace hebb {

// What is to become of a declaration's entries.
struct DeclarationEdit {
  Declaration set;                  // each in the place of the one of its kind and name, or as the last of its kind
  std::vector<std::string> remove;  // by name, before anything is set
};

// In a declaration that took the place of another.
struct DeclarationChange {
  std::size_t stakeholders = 0;  // there now
  std::size_t deliverables = 0;
  std::size_t added = 0;  // by the words of their names
  std::size_t changed = 0;
  std::size_t gone = 0;
};

// Of active memories of level 2.
struct MentionCounts {
  std::uint32_t memories = 0;
  std::uint32_t meetings = 0;
  std::optional<Instant> first_at;  // the starts of the first and the last of these meetings
  std::optional<Instant> last_at;
};

struct DeclaredStakeholder {
  Stakeholder declared;
  MentionCounts mentions;
  bool speaks = false;  // somebody of one of the names has turns or memories in the project
};

struct DeclaredDeliverable {
  Deliverable declared;
  MentionCounts mentions;
};

struct DeclaredProject {
  std::string project;
  std::vector<DeclaredStakeholder> stakeholders;  // as declared
  std::vector<DeclaredDeliverable> deliverables;
};

struct MentionQuery {
  std::string project;
  std::string name;                   // or another name, in any case
  std::size_t limit = 100;            // clipped to 1..kMemoryPageLimit
  std::optional<std::string> cursor;  // of the page before
  ProjectSet projects{};
};

// What a memory mentions.
struct DeclaredMention {
  DeclaredKind kind = DeclaredKind::stakeholder;
  std::string name;
  std::string role;                          // of a stakeholder
  std::optional<std::chrono::sys_days> due;  // of a deliverable
};

}  // namespace hebb
