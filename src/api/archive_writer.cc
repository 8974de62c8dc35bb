#include "api/archive_writer.h"

#include "api/reply_text.h"

namespace hebb::api {
namespace {

struct Encoder {
  std::string model;
  std::vector<float> vectors;
};

struct HeadLine {
  std::string kind = "archive";
  int version = 1;
  std::string project;
  Encoder encoder;
};

struct MeetingLine {
  std::string kind = "meeting";
  MeetingId meeting_id;
  std::string project;
  std::string title;
  OrNull<std::string> external_id;
  OrNull<Instant> started_at;
  DateSource date_source;
  std::vector<std::string> participants;
  std::string format;
  std::string source_digest;
  OrNull<std::string> language;
  MeetingState state;
  Instant created_at;
  std::map<std::string, std::string> renamed;
  std::uint64_t turns;
  std::uint64_t memories;
  std::uint64_t corrections;
  std::uint64_t connections;
};

struct TurnLine {
  std::string kind = "turn";
  std::uint32_t number;
  OrNull<std::string> speaker;
  OrNull<Milliseconds> start_ms;
  OrNull<Milliseconds> end_ms;
  std::string text;
};

struct MemoryLine {
  std::string kind = "memory";
  MemoryId memory_id;
  int level;
  MemoryType memory_type;
  std::uint32_t position;
  std::uint32_t first_turn;
  std::uint32_t last_turn;
  OrNull<std::string> speaker;
  OrNull<Milliseconds> start_ms;
  OrNull<Milliseconds> end_ms;
  float importance;
  float type_confidence;
  std::vector<std::string> keywords;
  OrNull<MemoryId> parent;
  MemoryState state;
  std::optional<TaskWire> task;
  std::string text;
  std::vector<float> vector;
};

struct ExtractedPart {
  MemoryType memory_type;
  float type_confidence;
  float importance;
  MemoryState state;
  std::optional<TaskWire> task;
};

// What a person says of a memory, null or left out where they say nothing, and what was extracted. `unset` has what
// they say that there is none of.
struct CorrectionLine {
  std::string kind = "correction";
  MemoryId memory_id;
  Instant corrected_at;
  OrNull<MemoryType> memory_type;
  OrNull<float> importance;
  OrNull<MemoryState> state;
  std::optional<std::string> owner;
  std::optional<std::chrono::sys_days> due;
  std::optional<TaskStatus> status;
  std::optional<std::vector<std::string_view>> unset;
  ExtractedPart extracted;
};

struct ConnectionLine {
  std::string kind = "connection";
  MemoryId from;
  MemoryId to;
  ConnectionType type;
  float weight;
  std::string reason;
};

struct StakeholderPart {
  std::string name;
  std::vector<std::string> also;
  std::string role;
};

struct DeliverablePart {
  std::string name;
  std::vector<std::string> also;
  OrNull<std::chrono::sys_days> due;
};

struct DeclarationLine {
  std::string kind = "declaration";
  std::vector<StakeholderPart> stakeholders;
  std::vector<DeliverablePart> deliverables;
};

struct EndLine {
  std::string kind = "end";
  std::uint64_t meetings;
};

template <class Line>
std::string text_of(const Line& line) {
  return reply_text_of(line) + "\n";
}

// `metadata` is JSON already, and stays the bytes that it is.
std::string line_of(const StoredRecord& stored) {
  const Meeting& meeting = stored.record.meeting;
  std::string line = reply_text_of(MeetingLine{.meeting_id = meeting.id,
                                               .project = meeting.project,
                                               .title = meeting.title,
                                               .external_id = meeting.external_id,
                                               .started_at = meeting.started_at,
                                               .date_source = meeting.date_source,
                                               .participants = meeting.participants,
                                               .format = meeting.format,
                                               .source_digest = meeting.source_digest,
                                               .language = meeting.language,
                                               .state = meeting.state,
                                               .created_at = stored.created_at,
                                               .renamed = stored.renamed,
                                               .turns = stored.record.turns.size(),
                                               .memories = stored.record.memories.size(),
                                               .corrections = stored.corrected.size(),
                                               .connections = stored.record.connections.size()});
  line.pop_back();
  return line + ",\"metadata\":" + meeting.metadata + "}\n";
}

std::optional<TaskWire> stated(const Task& task) {
  return task == Task{} ? std::nullopt : task_of(MemoryType::action, task);
}

std::optional<std::vector<std::string_view>> unset_by(const MemoryCorrection& by_hand) {
  std::vector<std::string_view> unset;
  if (by_hand.owner && !*by_hand.owner) unset.emplace_back("owner");
  if (by_hand.due && !*by_hand.due) unset.emplace_back("due");
  return unset.empty() ? std::nullopt : std::optional(std::move(unset));
}

MemoryLine line_of(const Memory& memory) {
  return {.memory_id = memory.id,
          .level = static_cast<int>(memory.level),
          .memory_type = memory.type,
          .position = memory.position,
          .first_turn = memory.first_turn,
          .last_turn = memory.last_turn,
          .speaker = memory.speaker,
          .start_ms = memory.start,
          .end_ms = memory.end,
          .importance = memory.importance,
          .type_confidence = memory.type_confidence,
          .keywords = memory.keywords,
          .parent = memory.parent,
          .state = memory.state,
          .task = stated(memory.task),
          .text = memory.text,
          .vector = memory.vector};
}

CorrectionLine line_of(const MemoryId& memory, const CorrectedMemory& corrected) {
  const MemoryCorrection& by_hand = corrected.by_hand;
  return {.memory_id = memory,
          .corrected_at = corrected.extracted.corrected_at,
          .memory_type = by_hand.type,
          .importance = by_hand.importance,
          .state = by_hand.state,
          .owner = by_hand.owner.value_or(std::nullopt),
          .due = by_hand.due.value_or(std::nullopt),
          .status = by_hand.status,
          .unset = unset_by(by_hand),
          .extracted = {.memory_type = corrected.extracted.type,
                        .type_confidence = corrected.extracted.type_confidence,
                        .importance = corrected.extracted.importance,
                        .state = corrected.extracted.state,
                        .task = stated(corrected.extracted.task)}};
}

}  // namespace

std::string archive_head(const std::string& project, const EncoderProbe& probe) {
  return text_of(HeadLine{.project = project, .encoder = {.model = probe.model, .vectors = probe.vectors}});
}

std::string archive_lines(const StoredRecord& stored) {
  std::string lines = line_of(stored);
  for (const Turn& turn : stored.record.turns) {
    lines += text_of(TurnLine{
        .number = turn.number, .speaker = turn.speaker, .start_ms = turn.start, .end_ms = turn.end, .text = turn.text});
  }
  for (const Memory& memory : stored.record.memories) lines += text_of(line_of(memory));
  for (const auto& [memory, corrected] : stored.corrected) lines += text_of(line_of(memory, corrected));
  for (const Connection& connection : stored.record.connections) {
    lines += text_of(ConnectionLine{.from = connection.from,
                                    .to = connection.to,
                                    .type = connection.type,
                                    .weight = connection.weight,
                                    .reason = connection.reason});
  }
  return lines;
}

std::string archive_declaration(const Declaration& declaration) {
  if (declaration.empty()) return "";
  DeclarationLine line;
  for (const Stakeholder& one : declaration.stakeholders) {
    line.stakeholders.push_back({.name = one.name, .also = one.also, .role = one.role});
  }
  for (const Deliverable& one : declaration.deliverables) {
    line.deliverables.push_back({.name = one.name, .also = one.also, .due = one.due});
  }
  return text_of(line);
}

std::string archive_end(std::size_t meetings) {
  return text_of(EndLine{.meetings = meetings});
}

}  // namespace hebb::api
