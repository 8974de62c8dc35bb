#include "api/archive_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <set>
#include <tuple>
#include <unordered_set>

#include "api/json_reader.h"
#include "api/request_fields.h"

namespace hebb::api {
namespace {

constexpr TextRule kAnyText{.min = 0, .max = SIZE_MAX, .trim = false};
constexpr TextRule kSomeText{.min = 1, .max = SIZE_MAX, .trim = false};
constexpr std::int64_t kAnyNumber = UINT32_MAX;
constexpr std::size_t kListed = 1'000'000;
constexpr double kNormTolerance = 0.01;
constexpr std::uint32_t kOffsets = 1000;  // memories of one turn, at most
constexpr std::size_t kProbeNumbers = 64 * kSemanticDimension;

constexpr auto kKinds =
    std::to_array<std::string_view>({"archive", "meeting", "turn", "memory", "correction", "connection", "end"});

template <class Enum, std::size_t N>
std::optional<Enum> value_named(ObjectReader& fields, std::string_view name,
                                const std::array<std::string_view, N>& names) {
  const auto given = fields.choice(name, names);
  if (!given) return std::nullopt;
  return static_cast<Enum>(std::ranges::find(names, *given) - names.begin());
}

std::optional<Milliseconds> read_offset(ObjectReader& fields, std::string_view name) {
  const auto given = fields.integer(name, 0, INT64_MAX);
  return given ? std::optional(Milliseconds(*given)) : std::nullopt;
}

std::uint32_t read_count(ObjectReader& fields, std::string_view name) {
  fields.require(name);
  return static_cast<std::uint32_t>(fields.integer(name, 0, kAnyNumber).value_or(0));
}

std::string read_text(ObjectReader& fields, std::string_view name, const TextRule& rule) {
  fields.require(name);
  return fields.text(name, rule).value_or("");
}

template <class Identifier>
Identifier read_id_field(ObjectReader& fields, std::string_view name) {
  fields.require(name);
  return fields.id<Identifier>(name).value_or(Identifier());
}

float read_share(ObjectReader& fields, std::string_view name) {
  fields.require(name);
  return static_cast<float>(fields.number(name, 0, 1).value_or(0));
}

Turn read_turn(ObjectReader& fields) {
  Turn turn;
  turn.number = read_count(fields, "number");
  turn.speaker = fields.text("speaker", kSomeText);
  turn.start = read_offset(fields, "start_ms");
  turn.end = read_offset(fields, "end_ms");
  turn.text = read_text(fields, "text", kAnyText);
  fields.refuse_unknown();
  return turn;
}

Vector read_vector(ObjectReader& fields) {
  fields.require("vector");
  Vector vector = fields.numbers("vector", kVectorDimension, kVectorDimension);
  if (vector.size() != kVectorDimension) return {};
  double square = 0;
  for (std::size_t i = 0; i < kSemanticDimension; ++i) square += double{vector[i]} * double{vector[i]};
  if (std::abs(std::sqrt(square) - 1) > kNormTolerance) {
    fields.complain("vector", std::format("its first {} numbers must have a length of 1 ± {}, have {:.4f}",
                                          kSemanticDimension, kNormTolerance, std::sqrt(square)));
  }
  for (std::size_t i = kSemanticDimension; i < kVectorDimension; ++i) {
    if (vector[i] < 0 || vector[i] > 1) fields.complain(std::format("vector[{}]", i), "must be a number from 0 to 1");
  }
  return vector;
}

bool fits(Level level, MemoryType type) {
  if (type <= MemoryType::context) return level == Level::episode || type == MemoryType::context;
  return type == MemoryType::concept_ ? level == Level::concept_ : level == Level::context;
}

constexpr auto kStates = std::to_array<std::string_view>({"active", "archived"});

Memory read_memory(ObjectReader& fields, const MeetingId& meeting) {
  Memory memory;
  memory.meeting = meeting;
  memory.id = read_id_field<MemoryId>(fields, "memory_id");
  fields.require("level");
  memory.level = static_cast<Level>(fields.integer("level", 0, kLevels - 1).value_or(0));
  fields.require("memory_type");
  const auto type = value_named<MemoryType>(fields, "memory_type", memory_type_names());
  memory.type = type.value_or(MemoryType::context);
  if (type && !fits(memory.level, *type)) fields.complain("memory_type", "is not a type of this level");
  memory.position = read_count(fields, "position");
  memory.first_turn = read_count(fields, "first_turn");
  memory.last_turn = read_count(fields, "last_turn");
  memory.speaker = fields.text("speaker", kSomeText);
  memory.start = read_offset(fields, "start_ms");
  memory.end = read_offset(fields, "end_ms");
  memory.importance = read_share(fields, "importance");
  memory.type_confidence = read_share(fields, "type_confidence");
  memory.keywords = fields.texts("keywords", kListed, kAnyText);
  memory.parent = fields.id<MemoryId>("parent");
  fields.require("state");
  memory.state = value_named<MemoryState>(fields, "state", kStates).value_or(MemoryState::active);
  memory.text = read_text(fields, "text", kAnyText);
  memory.vector = read_vector(fields);
  fields.refuse_unknown();
  return memory;
}

struct ReadCorrection {
  MemoryId memory;
  CorrectedMemory corrected;
};

ReadCorrection read_correction(ObjectReader& fields) {
  ReadCorrection read{.memory = read_id_field<MemoryId>(fields, "memory_id"), .corrected = {}};
  MemoryCorrection& by_hand = read.corrected.by_hand;
  Extracted& extracted = read.corrected.extracted;
  fields.require("corrected_at");
  extracted.corrected_at = fields.instant("corrected_at").value_or(Instant());
  by_hand.type = value_named<MemoryType>(fields, "memory_type", memory_type_names());
  by_hand.importance = fields.number("importance", 0, 1).transform([](double x) { return static_cast<float>(x); });
  by_hand.state = value_named<MemoryState>(fields, "state", kStates);
  fields.require("extracted");
  if (auto before = fields.object("extracted")) {
    before->require("memory_type");
    extracted.type = value_named<MemoryType>(*before, "memory_type", memory_type_names()).value_or(MemoryType::context);
    extracted.type_confidence = read_share(*before, "type_confidence");
    extracted.importance = read_share(*before, "importance");
    before->require("state");
    extracted.state = value_named<MemoryState>(*before, "state", kStates).value_or(MemoryState::active);
    before->refuse_unknown();
  }
  fields.refuse_unknown();
  return read;
}

Connection read_connection(ObjectReader& fields) {
  std::array<std::string_view, static_cast<std::size_t>(ConnectionType::similar) + 1> types;
  for (std::size_t i = 0; i < types.size(); ++i) types[i] = to_string(static_cast<ConnectionType>(i));
  Connection connection;
  connection.from = read_id_field<MemoryId>(fields, "from");
  connection.to = read_id_field<MemoryId>(fields, "to");
  fields.require("type");
  connection.type = value_named<ConnectionType>(fields, "type", types).value_or(ConnectionType::sequential);
  connection.weight = read_share(fields, "weight");
  connection.reason = read_text(fields, "reason", kAnyText);
  fields.refuse_unknown();
  return connection;
}

// What a meeting's own line promises of the lines after it.
struct Promised {
  std::uint32_t turns = 0, memories = 0, corrections = 0, connections = 0;
};

Meeting read_meeting(ObjectReader& fields, StoredRecord& stored, Promised& promised) {
  constexpr auto kSources = std::to_array<std::string_view>({"none", "given", "header", "file_name"});
  constexpr auto kStates = std::to_array<std::string_view>({"closed", "open"});
  Meeting meeting;
  meeting.id = read_id_field<MeetingId>(fields, "meeting_id");
  meeting.project = read_text(fields, "project", kNameRule);
  meeting.title = read_text(fields, "title", kAnyText);
  meeting.external_id = fields.text("external_id", kSomeText);
  meeting.started_at = fields.instant("started_at");
  fields.require("date_source");
  meeting.date_source = value_named<DateSource>(fields, "date_source", kSources).value_or(DateSource::none);
  meeting.participants = fields.texts("participants", kListed, kSomeText);
  meeting.format = read_text(fields, "format", kAnyText);
  meeting.source_digest = read_text(fields, "source_digest", {.min = 0, .max = 64, .trim = false});
  meeting.language = fields.text("language", kSomeText);
  fields.require("state");
  meeting.state = value_named<MeetingState>(fields, "state", kStates).value_or(MeetingState::closed);
  fields.require("created_at");
  stored.created_at = fields.instant("created_at").value_or(Instant());
  stored.renamed = fields.text_map("renamed", kListed, kSomeText);
  promised.turns = read_count(fields, "turns");
  promised.memories = read_count(fields, "memories");
  promised.corrections = static_cast<std::uint32_t>(fields.integer("corrections", 0, kAnyNumber).value_or(0));
  promised.connections = read_count(fields, "connections");
  fields.require("metadata");
  meeting.metadata = fields.json_object("metadata", kMetadataBytes).value_or("{}");
  fields.refuse_unknown();
  return meeting;
}

// Whether the id is one that this memory can have: of its meeting, level, turn and some offset.
bool follows_content(const Memory& memory) {
  for (const std::string_view derivation : {"statement", "segment"}) {
    for (std::uint32_t offset = 0; offset < kOffsets; ++offset) {
      if (memory_id_of(memory.meeting, memory.level, derivation, memory.first_turn, offset) == memory.id) return true;
    }
  }
  return false;
}

class Archive {
 public:
  Archive(const ArchiveVisitor& visitor, std::vector<FieldError>& errors) : visitor_(visitor), errors_(errors) {}

  Result<void> line(std::size_t number, std::string_view bytes) {
    number_ = number;
    const auto document = JsonDocument::parse(bytes);
    if (!document) {
      complain("", document.error().message);
      spoiled_ = true;
      return {};
    }
    const std::size_t before = errors_.size();
    ObjectReader fields = ObjectReader::of(*document, errors_, std::format("line {}: ", number));
    fields.require("kind");
    const auto kind = fields.choice("kind", kKinds);
    auto done = kind ? read(*kind, fields) : Result<void>();
    if (errors_.size() > before) spoiled_ = true;
    return done;
  }

  Result<void> finish() {
    if (auto done = close(); !done) return done;
    if (number_ == 0) complain("", "the archive is empty");
    if (number_ > 0 && !ended_) complain("", "the archive is cut short: its last line must be of kind end");
    return {};
  }

 private:
  Result<void> read(std::string_view kind, ObjectReader& fields) {
    if (ended_) fields.complain("kind", "nothing may follow the end");
    if (!begun_ && kind != "archive") fields.complain("kind", "the first line must be of kind archive");
    if (kind == "archive") return read_head(fields);
    if (kind == "end") return read_end(fields);
    if (kind == "meeting") return begin(fields);
    if (!open_) {
      fields.complain("kind", "must come after its meeting's line");
      return {};
    }
    MeetingRecord& record = stored_.record;
    if (kind == "turn") {
      record.turns.push_back(read_turn(fields));
      if (record.turns.back().number + 1 != record.turns.size()) {
        fields.complain("number", "turns must be numbered 0, 1, 2 …");
      }
    } else if (kind == "memory") {
      add(fields, read_memory(fields, record.meeting.id));
    } else if (kind == "correction") {
      add(fields, read_correction(fields));
    } else {
      add(fields, read_connection(fields));
    }
    return {};
  }

  Result<void> read_head(ObjectReader& fields) {
    if (begun_) fields.complain("kind", "there is a head already");
    begun_ = true;
    ArchiveHead head;
    fields.require("version");
    fields.integer("version", 1, 1);
    head.project = read_text(fields, "project", kNameRule);
    fields.require("encoder");
    if (auto encoder = fields.object("encoder")) {
      head.probe.model = read_text(*encoder, "model", kAnyText);
      encoder->require("vectors");
      head.probe.vectors = encoder->numbers("vectors", 0, kProbeNumbers);
      encoder->refuse_unknown();
    }
    fields.refuse_unknown();
    project_ = head.project;
    return errors_.empty() ? visitor_.head(head) : Result<void>();
  }

  Result<void> read_end(ObjectReader& fields) {
    auto done = close();
    ended_ = true;
    if (read_count(fields, "meetings") != meetings_) {
      fields.complain("meetings", std::format("there are {} meetings in the archive", meetings_));
    }
    fields.refuse_unknown();
    return done;
  }

  Result<void> begin(ObjectReader& fields) {
    if (auto done = close(); !done) return done;
    ++meetings_;
    open_ = true;
    spoiled_ = false;
    line_of_meeting_ = number_;
    stored_ = {};
    memories_.clear();
    positions_.clear();
    connections_.clear();
    stored_.record.meeting = read_meeting(fields, stored_, promised_);
    if (stored_.record.meeting.project != project_) fields.complain("project", "must be the archive's");
    return {};
  }

  void add(ObjectReader& fields, Memory memory) {
    if (!memories_.insert(memory.id).second) fields.complain("memory_id", "is there twice");
    if (!positions_.emplace(memory.level, memory.position).second) fields.complain("position", "is there twice");
    if (memory.first_turn > memory.last_turn || memory.last_turn >= stored_.record.turns.size()) {
      fields.complain("last_turn", "first_turn and last_turn must be turns of the meeting, in order");
    }
    if (!follows_content(memory)) fields.complain("memory_id", "is not the id of a memory of this meeting and turn");
    stored_.record.memories.push_back(std::move(memory));
  }

  void add(ObjectReader& fields, const ReadCorrection& correction) {
    const auto memory = std::ranges::find(stored_.record.memories, correction.memory, &Memory::id);
    if (memory == stored_.record.memories.end()) {
      fields.complain("memory_id", "must be a memory of the meeting");
      return;
    }
    Memory shown = *memory;
    correction.corrected.show_in(shown);
    if (shown != *memory) fields.complain("memory_id", "is of a memory that does not show this correction");
    if (!fits(memory->level, correction.corrected.extracted.type)) {
      fields.complain("extracted.memory_type", "is not a type of this level");
    }
    if (!stored_.corrected.emplace(correction.memory, correction.corrected).second) {
      fields.complain("memory_id", "is there twice");
    }
  }

  void add(ObjectReader& fields, Connection connection) {
    if (!memories_.contains(connection.from)) fields.complain("from", "must be a memory of the meeting");
    if (!connections_.emplace(connection.from, connection.to, connection.type).second) {
      fields.complain("to", "this connection is there twice");
    }
    stored_.record.connections.push_back(std::move(connection));
  }

  // The meeting before is complete.
  Result<void> close() {
    if (!open_) return {};
    open_ = false;
    const MeetingRecord& record = stored_.record;
    const auto expect = [&](std::string_view what, std::size_t promised, std::size_t came) {
      if (promised != came) complain_of_meeting(what, std::format("says {}, but {} follow", promised, came));
    };
    expect("turns", promised_.turns, record.turns.size());
    expect("memories", promised_.memories, record.memories.size());
    expect("corrections", promised_.corrections, stored_.corrected.size());
    expect("connections", promised_.connections, record.connections.size());
    if (record.turns.empty()) complain_of_meeting("turns", "a meeting has at least one turn");
    return spoiled_ ? Result<void>() : visitor_.meeting(std::move(stored_));
  }

  void complain_of_meeting(std::string_view field, std::string message) {
    spoiled_ = true;
    if (errors_.size() < kFieldErrorLimit) {
      errors_.push_back({std::format("line {}: {}", line_of_meeting_, field), std::move(message)});
    }
  }
  void complain(std::string_view field, std::string message) {
    if (errors_.size() < kFieldErrorLimit) {
      errors_.push_back({std::format("line {}: {}", number_, field), std::move(message)});
    }
  }

  const ArchiveVisitor& visitor_;
  std::vector<FieldError>& errors_;
  std::size_t number_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  bool open_ = false;     // between a meeting's first line and the next meeting's
  bool spoiled_ = false;  // something of the open meeting is wrong
  std::size_t line_of_meeting_ = 0;
  std::size_t meetings_ = 0;
  std::string project_;
  StoredRecord stored_;
  Promised promised_;
  std::unordered_set<MemoryId> memories_;
  std::set<std::pair<Level, std::uint32_t>> positions_;
  std::set<std::tuple<MemoryId, MemoryId, ConnectionType>> connections_;
};

}  // namespace

Result<void> read_archive(std::string_view bytes, const ArchiveVisitor& visitor, std::vector<FieldError>& errors) {
  Archive archive(visitor, errors);
  for (std::size_t number = 1; !bytes.empty() && errors.size() < kFieldErrorLimit; ++number) {
    const auto end = bytes.find('\n');
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (line.empty() || line == "\r") continue;
    if (auto done = archive.line(number, line); !done) return done;
  }
  return errors.size() < kFieldErrorLimit ? archive.finish() : Result<void>();
}

}  // namespace hebb::api
