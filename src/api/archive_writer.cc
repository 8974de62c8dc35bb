#include "api/archive_writer.h"

#include <rfl.hpp>
#include <rfl/json.hpp>

#include "api/wire.h"

namespace hebb::api {
namespace {

struct Encoder {
  std::string model;
  std::vector<double> vectors;
};

struct HeadLine {
  std::string kind = "archive";
  int version = 1;
  std::string project;
  Encoder encoder;
};

struct MeetingLine {
  std::string kind = "meeting";
  std::string meeting_id;
  std::string project;
  std::string title;
  OrNull<std::string> external_id;
  OrNull<std::string> started_at;
  std::string date_source;
  std::vector<std::string> participants;
  std::string format;
  std::string source_digest;
  OrNull<std::string> language;
  std::string state;
  std::string created_at;
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
  OrNull<std::int64_t> start_ms;
  OrNull<std::int64_t> end_ms;
  std::string text;
};

struct MemoryLine {
  std::string kind = "memory";
  std::string memory_id;
  int level;
  std::string memory_type;
  std::uint32_t position;
  std::uint32_t first_turn;
  std::uint32_t last_turn;
  OrNull<std::string> speaker;
  OrNull<std::int64_t> start_ms;
  OrNull<std::int64_t> end_ms;
  double importance;
  double type_confidence;
  std::vector<std::string> keywords;
  OrNull<std::string> parent;
  std::string state;
  std::string text;
  std::vector<double> vector;
};

struct ExtractedPart {
  std::string memory_type;
  double type_confidence;
  double importance;
  std::string state;
};

// What a person says of a memory, null where they say nothing, and what was extracted.
struct CorrectionLine {
  std::string kind = "correction";
  std::string memory_id;
  std::string corrected_at;
  OrNull<std::string> memory_type;
  OrNull<double> importance;
  OrNull<std::string> state;
  ExtractedPart extracted;
};

struct ConnectionLine {
  std::string kind = "connection";
  std::string from;
  std::string to;
  std::string type;
  double weight;
  std::string reason;
};

struct EndLine {
  std::string kind = "end";
  std::uint64_t meetings;
};

std::vector<double> numbers_of(const std::vector<float>& vector) {
  std::vector<double> numbers;
  numbers.reserve(vector.size());
  for (const float number : vector) numbers.push_back(shortest(number));
  return numbers;
}

template <class Line>
std::string text_of(const Line& line) {
  return rfl::json::write(line) + "\n";
}

// `metadata` is JSON already, and stays the bytes that it is.
std::string line_of(const StoredRecord& stored) {
  const Meeting& meeting = stored.record.meeting;
  std::string line = rfl::json::write(MeetingLine{.meeting_id = meeting.id.text(),
                                                  .project = meeting.project,
                                                  .title = meeting.title,
                                                  .external_id = meeting.external_id,
                                                  .started_at = instant_or_null(meeting.started_at),
                                                  .date_source = std::string(to_string(meeting.date_source)),
                                                  .participants = meeting.participants,
                                                  .format = meeting.format,
                                                  .source_digest = meeting.source_digest,
                                                  .language = meeting.language,
                                                  .state = meeting.state == MeetingState::open ? "open" : "closed",
                                                  .created_at = rfc3339(stored.created_at),
                                                  .renamed = stored.renamed,
                                                  .turns = stored.record.turns.size(),
                                                  .memories = stored.record.memories.size(),
                                                  .corrections = stored.corrected.size(),
                                                  .connections = stored.record.connections.size()});
  line.pop_back();
  return line + ",\"metadata\":" + meeting.metadata + "}\n";
}

MemoryLine line_of(const Memory& memory) {
  return {.memory_id = memory.id.text(),
          .level = static_cast<int>(memory.level),
          .memory_type = std::string(to_string(memory.type)),
          .position = memory.position,
          .first_turn = memory.first_turn,
          .last_turn = memory.last_turn,
          .speaker = memory.speaker,
          .start_ms = ms_or_null(memory.start),
          .end_ms = ms_or_null(memory.end),
          .importance = shortest(memory.importance),
          .type_confidence = shortest(memory.type_confidence),
          .keywords = memory.keywords,
          .parent = memory.parent ? OrNull<std::string>(memory.parent->text()) : OrNull<std::string>(std::nullopt),
          .state = std::string(to_string(memory.state)),
          .text = memory.text,
          .vector = numbers_of(memory.vector)};
}

template <class T>
OrNull<T> or_null(std::optional<T> value) {
  return value;
}

CorrectionLine line_of(const MemoryId& memory, const CorrectedMemory& corrected) {
  const auto name = [](const auto& value) { return std::string(to_string(value)); };
  const MemoryCorrection& by_hand = corrected.by_hand;
  return {.memory_id = memory.text(),
          .corrected_at = rfc3339(corrected.extracted.corrected_at),
          .memory_type = or_null(by_hand.type.transform(name)),
          .importance = or_null(by_hand.importance.transform([](float share) { return shortest(share); })),
          .state = or_null(by_hand.state.transform(name)),
          .extracted = {.memory_type = name(corrected.extracted.type),
                        .type_confidence = shortest(corrected.extracted.type_confidence),
                        .importance = shortest(corrected.extracted.importance),
                        .state = name(corrected.extracted.state)}};
}

}  // namespace

std::string archive_head(const std::string& project, const EncoderProbe& probe) {
  return text_of(HeadLine{.project = project, .encoder = {.model = probe.model, .vectors = numbers_of(probe.vectors)}});
}

std::string archive_lines(const StoredRecord& stored) {
  std::string lines = line_of(stored);
  for (const Turn& turn : stored.record.turns) {
    lines += text_of(TurnLine{.number = turn.number,
                              .speaker = turn.speaker,
                              .start_ms = ms_or_null(turn.start),
                              .end_ms = ms_or_null(turn.end),
                              .text = turn.text});
  }
  for (const Memory& memory : stored.record.memories) lines += text_of(line_of(memory));
  for (const auto& [memory, corrected] : stored.corrected) lines += text_of(line_of(memory, corrected));
  for (const Connection& connection : stored.record.connections) {
    lines += text_of(ConnectionLine{.from = connection.from.text(),
                                    .to = connection.to.text(),
                                    .type = std::string(to_string(connection.type)),
                                    .weight = shortest(connection.weight),
                                    .reason = connection.reason});
  }
  return lines;
}

std::string archive_end(std::size_t meetings) {
  return text_of(EndLine{.meetings = meetings});
}

}  // namespace hebb::api
