// The domain as plain structs: projects, meetings, turns, memories, connections. No behaviour but names and ids.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace hebb {

inline constexpr std::size_t kSemanticDimension = 384;
inline constexpr std::size_t kFeatureDimension = 16;
inline constexpr std::size_t kVectorDimension = kSemanticDimension + kFeatureDimension;
inline constexpr std::string_view kDefaultProject = "default";

// Persisted values: never renumber.
enum class Level : std::uint8_t { concept_ = 0, context = 1, episode = 2 };
inline constexpr std::size_t kLevels = 3;

// Persisted values: never renumber. `context` and those before it are L2's; topic and pattern L1's; concept_ L0's.
enum class MemoryType : std::uint8_t {
  decision = 0,
  action = 1,
  question = 2,
  idea = 3,
  issue = 4,
  risk = 5,
  assumption = 6,
  finding = 7,
  context = 8,
  topic = 9,
  pattern = 10,
  concept_ = 11,
};
inline constexpr std::size_t kMemoryTypes = 12;

// Persisted values: never renumber.
enum class ConnectionType : std::uint8_t {
  sequential = 0,
  response = 1,
  reference = 2,
  elaboration = 3,
  contradiction = 4,
  supports = 5,
  blocks = 6,
  depends_on = 7,
  supersedes = 8,
  part_of = 9,
  similar = 10,
};

enum class MemoryState : std::uint8_t { active = 0, archived = 1 };
// Persisted values: never renumber.
enum class TaskStatus : std::uint8_t { open = 0, done = 1, dropped = 2 };
inline constexpr std::size_t kTaskStatuses = 3;
enum class MeetingState : std::uint8_t { closed = 0, open = 1 };

std::string_view to_string(MemoryType type);
std::string_view to_string(ConnectionType type);
std::string_view to_string(MemoryState state);
std::string_view to_string(MeetingState state);
std::string_view to_string(TaskStatus status);
std::optional<MemoryType> parse_memory_type(std::string_view name);

// One transcript entry as imported. Turns are never altered, only erased (the number stays, the text goes).
struct Turn {
  std::uint32_t number = 0;  // from 0, within its meeting
  std::optional<std::string> speaker;
  std::optional<Milliseconds> start;  // offset from the meeting's beginning
  std::optional<Milliseconds> end;
  std::string text;

  friend bool operator==(const Turn&, const Turn&) = default;
};

// Where a meeting's date was taken from.
enum class DateSource : std::uint8_t { none = 0, given = 1, header = 2, file_name = 3 };
std::string_view to_string(DateSource source);

struct Meeting {
  MeetingId id;
  std::string project{kDefaultProject};
  std::string title;
  std::optional<std::string> external_id;
  std::optional<Instant> started_at;
  DateSource date_source = DateSource::none;
  std::vector<std::string> participants;  // as declared, then speakers in order of first word
  std::string format;                     // name of the transcript format that was recognised
  std::string source_digest;              // SHA-256 of the bytes as given, hex; empty for turns given as JSON values
  std::optional<std::string> language;    // ISO 639-1 where recognised
  MeetingState state = MeetingState::closed;
  std::string metadata = "{}";  // JSON object as given at ingest

  friend bool operator==(const Meeting&, const Meeting&) = default;
};

using Vector = std::vector<float>;  // kVectorDimension numbers: semantic (L2 norm 1), then features in [0,1]

// What an action's words, or a person, state of the work. What they do not is not set; it is never guessed.
struct Task {
  std::optional<std::string> owner;          // who is to do it: one of the meeting's speakers or participants
  std::optional<std::chrono::sys_days> due;  // the last day that is in time
  std::optional<TaskStatus> status;

  friend bool operator==(const Task&, const Task&) = default;
};

struct Memory {
  MemoryId id;
  MeetingId meeting;
  Level level = Level::episode;
  MemoryType type = MemoryType::context;
  std::string text;
  std::uint32_t position = 0;  // order within its meeting and level, from 0
  std::uint32_t first_turn = 0;
  std::uint32_t last_turn = 0;
  std::optional<std::string> speaker;
  std::optional<Milliseconds> start;
  std::optional<Milliseconds> end;
  float importance = 0;       // [0,1]
  float type_confidence = 0;  // [0,1], how sure `type` is
  std::vector<std::string> keywords;
  std::optional<MemoryId> parent;  // an L2's L1, an L1's L0
  MemoryState state = MemoryState::active;
  Task task;  // of an action
  Vector vector;

  friend bool operator==(const Memory&, const Memory&) = default;
};

struct Connection {
  MemoryId from;  // of a response, reference, support or contradiction the later statement
  MemoryId to;
  ConnectionType type = ConnectionType::sequential;
  float weight = 1;    // [0,1]
  std::string reason;  // why it exists, for a person

  friend bool operator==(const Connection&, const Connection&) = default;
};

// A model's vectors of a few fixed sentences, row-major: how a store knows its encoder.
struct EncoderProbe {
  std::string model;
  std::vector<float> vectors;

  friend bool operator==(const EncoderProbe&, const EncoderProbe&) = default;
};

// Everything one ingest stores, in one transaction.
struct MeetingRecord {
  Meeting meeting;
  std::vector<Turn> turns;
  std::vector<Memory> memories;  // by level descending (L2 first), then position
  std::vector<Connection> connections;
};

// spec/api.md: from project and external_id, or, without one, the digest of title, start and turns.
MeetingId meeting_id_of(const Meeting& meeting, const std::vector<Turn>& turns);

// spec/api.md: from meeting, level, kind of derivation, first turn and offset. `derivation` is a short fixed word
// ("statement", "segment"); `offset` tells apart the memories of one turn (a count from 0).
MemoryId memory_id_of(const MeetingId& meeting, Level level, std::string_view derivation, std::uint32_t first_turn,
                      std::uint32_t offset);

}  // namespace hebb
