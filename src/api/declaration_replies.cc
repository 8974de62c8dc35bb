#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct MentionCountsWire {
  std::uint32_t memories;
  std::uint32_t meetings;
  OrNull<Instant> first_started_at;
  OrNull<Instant> last_started_at;
};

struct StakeholderWire {
  std::string name;
  std::vector<std::string> also;
  std::string role;
  bool speaks;
  MentionCountsWire mentions;
};

struct DeliverableWire {
  std::string name;
  std::vector<std::string> also;
  OrNull<std::chrono::sys_days> due;
  MentionCountsWire mentions;
};

struct DeclaredProjectWire {
  std::string project;
  std::vector<StakeholderWire> stakeholders;
  std::vector<DeliverableWire> deliverables;
};

struct DeclarationChangeWire {
  std::string project;
  std::uint64_t stakeholders;
  std::uint64_t deliverables;
  std::uint64_t added;
  std::uint64_t changed;
  std::uint64_t gone;
};

struct MentionList {
  std::vector<MemoryWire> mentions;
  OrNull<std::string> next;
};

MentionCountsWire counts_wire_of(const MentionCounts& counts) {
  return {.memories = counts.memories,
          .meetings = counts.meetings,
          .first_started_at = counts.first_at,
          .last_started_at = counts.last_at};
}

}  // namespace

std::string json_of(const DeclaredProject& declared) {
  DeclaredProjectWire wire{.project = declared.project};
  for (const DeclaredStakeholder& one : declared.stakeholders) {
    wire.stakeholders.push_back({.name = one.declared.name,
                                 .also = one.declared.also,
                                 .role = one.declared.role,
                                 .speaks = one.speaks,
                                 .mentions = counts_wire_of(one.mentions)});
  }
  for (const DeclaredDeliverable& one : declared.deliverables) {
    wire.deliverables.push_back({.name = one.declared.name,
                                 .also = one.declared.also,
                                 .due = one.declared.due,
                                 .mentions = counts_wire_of(one.mentions)});
  }
  return reply_text_of(wire);
}

std::string json_of(const std::string& project, const DeclarationChange& change) {
  return reply_text_of(DeclarationChangeWire{.project = project,
                                             .stakeholders = change.stakeholders,
                                             .deliverables = change.deliverables,
                                             .added = change.added,
                                             .changed = change.changed,
                                             .gone = change.gone});
}

std::string mentions_json(const MemoryPage& page) {
  MentionList wire{.next = page.next};
  for (const ListedMemory& one : page.memories) {
    wire.mentions.push_back(wire_of(one.memory, one.meeting_title, one.project, one.started_at));
  }
  return reply_text_of(wire);
}

void describe_declared(JsonNode schema) {
  describe<DeclaredProjectWire>(schema);
}
void describe_declaration_change(JsonNode schema) {
  describe<DeclarationChangeWire>(schema);
}
void describe_mentions(JsonNode schema) {
  describe<MentionList>(schema);
}

}  // namespace hebb::api
