#include "api/archive_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <ranges>

#include "api/collection_fields.h"
#include "api/declaration_fields.h"
#include "api/request_fields.h"

namespace hebb::api {
namespace {

constexpr std::int64_t kAnyNumber = UINT32_MAX;
constexpr std::size_t kListed = 1'000'000;
constexpr double kNormTolerance = 0.01;
constexpr std::uint32_t kOffsets = 1000;  // memories of one turn that may come in any order

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

template <class Identifier>
Identifier read_id_field(ObjectReader& fields, std::string_view name) {
  fields.require(name);
  return fields.id<Identifier>(name).value_or(Identifier());
}

float read_share(ObjectReader& fields, std::string_view name) {
  fields.require(name);
  return static_cast<float>(fields.number(name, 0, 1).value_or(0));
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

constexpr auto kStates = std::to_array<std::string_view>({"active", "archived"});

Task read_task(ObjectReader& fields) {
  Task task;
  auto given = fields.object("task");
  if (!given) return task;
  task.owner = given->text("owner", kSomeText);
  task.due = read_day(*given, "due");
  task.status = read_status(*given);
  given->refuse_unknown();
  return task;
}

}  // namespace

std::uint32_t read_count(ObjectReader& fields, std::string_view name) {
  fields.require(name);
  return static_cast<std::uint32_t>(fields.integer(name, 0, kAnyNumber).value_or(0));
}

std::string read_text(ObjectReader& fields, std::string_view name, const TextRule& rule) {
  fields.require(name);
  return fields.text(name, rule).value_or("");
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

bool fits(Level level, MemoryType type) {
  if (type <= MemoryType::context) return level == Level::episode || type == MemoryType::context;
  return type == MemoryType::concept_ ? level == Level::concept_ : level == Level::context;
}

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
  memory.task = read_task(fields);
  memory.text = read_text(fields, "text", kAnyText);
  memory.vector = read_vector(fields);
  fields.refuse_unknown();
  return memory;
}

ReadCorrection read_correction(ObjectReader& fields) {
  ReadCorrection read{.memory = read_id_field<MemoryId>(fields, "memory_id"), .corrected = {}};
  MemoryCorrection& by_hand = read.corrected.by_hand;
  Extracted& extracted = read.corrected.extracted;
  fields.require("corrected_at");
  extracted.corrected_at = fields.instant("corrected_at").value_or(Instant());
  by_hand.type = value_named<MemoryType>(fields, "memory_type", memory_type_names());
  by_hand.importance = fields.number("importance", 0, 1).transform([](double x) { return static_cast<float>(x); });
  by_hand.state = value_named<MemoryState>(fields, "state", kStates);
  read_task_correction(fields, kSomeText, by_hand);
  fields.require("extracted");
  if (auto before = fields.object("extracted")) {
    before->require("memory_type");
    extracted.type = value_named<MemoryType>(*before, "memory_type", memory_type_names()).value_or(MemoryType::context);
    extracted.type_confidence = read_share(*before, "type_confidence");
    extracted.importance = read_share(*before, "importance");
    before->require("state");
    extracted.state = value_named<MemoryState>(*before, "state", kStates).value_or(MemoryState::active);
    extracted.task = read_task(*before);
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

Declaration read_declaration(ObjectReader& fields) {
  Declaration declaration;
  read_declaration_fields(fields, declaration);
  if (declaration.empty()) fields.complain("stakeholders", "a declaration has a stakeholder or a deliverable");
  return declaration;
}

Meeting read_meeting(ObjectReader& fields, StoredRecord& stored, Promised& promised) {
  constexpr auto kSources = std::to_array<std::string_view>({"none", "given", "header", "file_name"});
  constexpr auto kOpenness = std::to_array<std::string_view>({"closed", "open"});
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
  meeting.state = value_named<MeetingState>(fields, "state", kOpenness).value_or(MeetingState::closed);
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

bool follows_content(const Memory& memory, std::uint32_t before) {
  const auto is_at = [&](std::uint32_t offset) {
    return std::ranges::any_of(std::to_array<std::string_view>({"statement", "segment"}), [&](auto derivation) {
      return memory_id_of(memory.meeting, memory.level, derivation, memory.first_turn, offset) == memory.id;
    });
  };
  return is_at(before) || std::ranges::any_of(std::views::iota(std::uint32_t{0}, kOffsets), is_at);
}

}  // namespace hebb::api
