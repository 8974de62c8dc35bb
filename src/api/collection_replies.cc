#include "api/difference_wire.h"
#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct MemoryList {
  std::vector<MemoryWire> memories;
  OrNull<std::string> next;
};

struct ConnectionWire {
  MemoryId from;
  MemoryId to;
  ConnectionType type;
  float weight;
  std::string reason;
};

struct ExtractedWire {
  MemoryType memory_type;
  float importance;
  MemoryState state;
  std::optional<TaskWire> task;
};

// What a person corrected, by what it was before.
struct CorrectionWire {
  Instant corrected_at;
  ExtractedWire extracted;
};

struct NeighboursWire {
  std::vector<MemoryWire> before;
  std::vector<MemoryWire> after;
};

struct AccessWire {
  std::uint64_t count;
  OrNull<Instant> last_at;
  double strength;
  OrNull<Instant> faded_at;
};

// Another decision on the same matter, before or after this one.
struct LinkedDecisionWire {
  rfl::Flatten<MemoryWire> memory;
  std::vector<std::string> shared;
  float similarity;
  std::vector<DifferenceWire> differences;
};

struct DeclaredWire {
  DeclaredKind kind;
  std::string name;
  OrNull<std::string> role;  // of a stakeholder
  OrNull<std::chrono::sys_days> due;
};

struct DetailWire {
  rfl::Flatten<MemoryWire> memory;
  OrNull<float> type_confidence;
  OrNull<MemoryId> parent_id;
  OrNull<CorrectionWire> correction;
  OrNull<AccessWire> access;
  std::vector<ConnectionWire> connections;
  NeighboursWire neighbours;
  OrNull<LinkedDecisionWire> supersedes;
  OrNull<LinkedDecisionWire> superseded_by;
  std::vector<DeclaredWire> mentions;
  std::vector<MemoryWire> said_again;
};

struct NoteWire {
  bool created;
  std::vector<WarningWire> warnings;
  rfl::Flatten<DetailWire> detail;
};

struct Counts {
  std::uint64_t total;
  std::map<std::string, std::uint64_t> by_level;
};

struct ReextractedWire {
  MeetingId meeting_id;
  bool changed;
  Counts memories;
};

struct ConceptWire {
  MemoryId concept_id;
  std::string name;
  std::string project;
  std::uint32_t mentions;
  std::uint32_t meetings;
  std::uint32_t contexts;
};

struct ConceptList {
  std::vector<ConceptWire> concepts;
  OrNull<std::string> next;
};

struct ProjectWire {
  std::string project;
  std::uint64_t meetings;
  std::uint64_t turns;
  std::uint64_t speakers;
  Counts memories;
  OrNull<Instant> first_started_at;
  OrNull<Instant> last_started_at;
};

struct ProjectList {
  std::vector<ProjectWire> projects;
  OrNull<std::string> next;
};

std::vector<MemoryWire> beside(const MemoryDetail& detail, const std::vector<Memory>& neighbours) {
  std::vector<MemoryWire> wire;
  const ListedMemory& listed = detail.listed;
  for (const Memory& memory : neighbours) {
    wire.push_back(wire_of(memory, listed.meeting_title, listed.project, listed.started_at));
  }
  return wire;
}

void say_mentions(const ConceptMentions& mentions, MemoryMetadata& metadata) {
  metadata.turns = std::nullopt;
  if (mentions.meetings > 1) {
    metadata.meeting_id = std::nullopt;
    metadata.meeting_title = std::nullopt;
  }
  metadata.mention_count = mentions.mentions;
  metadata.meeting_count = mentions.meetings;
  auto& list = metadata.mentions.emplace();
  for (const auto& mention : mentions.foremost) {
    list.push_back({.memory_id = mention.memory, .meeting_id = mention.meeting});
  }
}

LinkedDecisionWire wire_of(const LinkedDecision& link) {
  const auto& [memory, title, project, started_at] = link.listed;
  return {.memory = api::wire_of(memory, title, project, started_at),
          .shared = link.why.shared,
          .similarity = link.why.similarity,
          .differences = differences_of(link.why)};
}

DetailWire wire_of(const MemoryDetail& detail) {
  const ListedMemory& listed = detail.listed;
  const Memory& memory = listed.memory;
  DetailWire wire{.memory = api::wire_of(memory, listed.meeting_title, listed.project, listed.started_at),
                  .neighbours = {.before = beside(detail, detail.before), .after = beside(detail, detail.after)}};
  if (detail.mentions) {
    say_mentions(*detail.mentions, wire.memory.get().metadata);
  } else {
    wire.type_confidence = memory.type_confidence;
  }
  wire.parent_id = memory.parent;
  for (const DeclaredMention& one : detail.declared) {
    const bool has_role = one.kind == DeclaredKind::stakeholder;
    wire.mentions.push_back({.kind = one.kind,
                             .name = one.name,
                             .role = has_role ? std::optional(one.role) : std::nullopt,
                             .due = one.due});
  }
  for (const ListedMemory& other : detail.said_again) {
    wire.said_again.push_back(api::wire_of(other.memory, other.meeting_title, other.project, other.started_at));
  }
  if (detail.extracted) {
    wire.correction = CorrectionWire{.corrected_at = detail.extracted->corrected_at,
                                     .extracted = {.memory_type = detail.extracted->type,
                                                   .importance = detail.extracted->importance,
                                                   .state = detail.extracted->state,
                                                   .task = task_of(detail.extracted->type, detail.extracted->task)}};
  }
  const auto& [supersedes, superseded_by] = detail.decisions;
  if (supersedes) wire.supersedes = wire_of(*supersedes);
  if (superseded_by) wire.superseded_by = wire_of(*superseded_by);
  if (detail.access) {
    wire.access = AccessWire{.count = detail.access->count,
                             .last_at = detail.access->last_at,
                             .strength = detail.access->strength,
                             .faded_at = detail.access->faded_at};
  }
  for (const Connection& connection : detail.connections) {
    wire.connections.push_back({.from = connection.from,
                                .to = connection.to,
                                .type = connection.type,
                                .weight = connection.weight,
                                .reason = connection.reason});
  }
  return wire;
}

}  // namespace

std::string json_of(const MeetingId& meeting, const Reextraction& done) {
  return reply_text_of(ReextractedWire{.meeting_id = meeting,
                                       .changed = done.changed,
                                       .memories = {.total = sum(done.memories), .by_level = by_level(done.memories)}});
}

std::string json_of(const MemoryPage& page) {
  MemoryList wire{.next = page.next};
  for (const ListedMemory& one : page.memories) {
    wire.memories.push_back(wire_of(one.memory, one.meeting_title, one.project, one.started_at));
  }
  return reply_text_of(wire);
}

std::string json_of(const MemoryDetail& detail) {
  return reply_text_of(wire_of(detail));
}

std::string json_of(const NoteReply& reply) {
  return reply_text_of(
      NoteWire{.created = reply.created, .warnings = api::wire_of(reply.warnings), .detail = wire_of(reply.detail)});
}

std::string json_of(const ConceptPage& page) {
  ConceptList wire{.next = page.next};
  for (const ConceptSummary& one : page.concepts) {
    wire.concepts.push_back({.concept_id = one.id,
                             .name = one.name,
                             .project = one.project,
                             .mentions = one.mentions,
                             .meetings = one.meetings,
                             .contexts = one.contexts});
  }
  return reply_text_of(wire);
}

std::string json_of(const ProjectPage& page) {
  ProjectList wire{.next = page.next};
  for (const ProjectSummary& one : page.projects) {
    wire.projects.push_back({.project = one.project,
                             .meetings = one.meetings,
                             .turns = one.turns,
                             .speakers = one.speakers,
                             .memories = {.total = sum(one.memories), .by_level = by_level(one.memories)},
                             .first_started_at = one.first_started_at,
                             .last_started_at = one.last_started_at});
  }
  return reply_text_of(wire);
}

std::string batch_json(std::span<const std::string> replies, std::int64_t processing_time_ms) {
  std::string json = R"({"replies":[)";
  for (const std::string& reply : replies) {
    if (json.back() != '[') json += ',';
    json += reply;
  }
  return json + R"(],"processing_time_ms":)" + std::to_string(processing_time_ms) + "}";
}

void describe_memories(JsonNode schema) {
  describe<MemoryList>(schema);
}
void describe_memory(JsonNode schema) {
  describe<DetailWire>(schema);
}
void describe_note(JsonNode schema) {
  describe<NoteWire>(schema);
}
void describe_reextracted(JsonNode schema) {
  describe<ReextractedWire>(schema);
}
void describe_concepts(JsonNode schema) {
  describe<ConceptList>(schema);
}
void describe_projects(JsonNode schema) {
  describe<ProjectList>(schema);
}
void describe_batch(JsonNode schema) {
  schema.set("type", "object");
  auto replies = schema.object("properties").object("replies");
  replies.set("type", "array");
  describe_query_reply(replies.object("items"));
  schema.object("properties").object("processing_time_ms").set("type", "integer");
  auto required = schema.array("required");
  required.add("replies");
  required.add("processing_time_ms");
  schema.set("additionalProperties", false);
}

}  // namespace hebb::api
