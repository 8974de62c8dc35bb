#include "model/domain.h"

namespace hebb {
namespace {

constexpr std::array<std::string_view, kMemoryTypes> kTypeNames = {"decision", "action", "question",   "idea",
                                                                   "issue",    "risk",   "assumption", "finding",
                                                                   "context",  "topic",  "pattern",    "concept"};
constexpr std::array<std::string_view, 11> kConnectionNames = {"sequential",    "response", "reference", "elaboration",
                                                               "contradiction", "supports", "blocks",    "depends_on",
                                                               "supersedes",    "part_of",  "similar"};

constexpr std::array<std::string_view, kTaskStatuses> kTaskStatusNames{"open", "done", "dropped"};

void add_optional(Sha256& hash, const std::optional<Milliseconds>& value) {
  hash.field(value ? 1 : 0).field(value ? value->count() : 0);
}

}  // namespace

std::string_view to_string(MemoryType type) {
  return kTypeNames.at(static_cast<std::size_t>(type));
}
std::string_view to_string(ConnectionType type) {
  return kConnectionNames.at(static_cast<std::size_t>(type));
}
std::string_view to_string(MemoryState state) {
  return state == MemoryState::active ? "active" : "archived";
}

std::optional<MemoryType> parse_memory_type(std::string_view name) {
  for (std::size_t i = 0; i < kTypeNames.size(); ++i) {
    if (kTypeNames[i] == name) return static_cast<MemoryType>(i);
  }
  return std::nullopt;
}

std::string_view to_string(MeetingState state) {
  return state == MeetingState::open ? "open" : "closed";
}

std::string_view to_string(TaskStatus status) {
  return kTaskStatusNames.at(static_cast<std::size_t>(status));
}

std::string_view to_string(DateSource source) {
  switch (source) {
    case DateSource::none:
      return "none";
    case DateSource::given:
      return "given";
    case DateSource::header:
      return "header";
    case DateSource::file_name:
      return "file_name";
  }
  return "none";
}

MeetingId meeting_id_of(const Meeting& meeting, const std::vector<Turn>& turns) {
  Sha256 hash;
  hash.field("hebb meeting 1").field(meeting.project);
  if (meeting.external_id) return MeetingId::of(hash.field("external").field(*meeting.external_id).finish());
  hash.field("content").field(meeting.title).field(meeting.started_at ? rfc3339(*meeting.started_at) : "");
  for (const Turn& turn : turns) {
    hash.field(turn.speaker ? 1 : 0).field(turn.speaker.value_or("")).field(turn.text);
    add_optional(hash, turn.start);
    add_optional(hash, turn.end);
  }
  return MeetingId::of(hash.finish());
}

MemoryId memory_id_of(const MeetingId& meeting, Level level, std::string_view derivation, std::uint32_t first_turn,
                      std::uint32_t offset) {
  const auto& bytes = meeting.bytes();
  Sha256 hash;
  hash.field("hebb memory 1").field({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  hash.field(static_cast<std::int64_t>(level)).field(derivation).field(first_turn).field(offset);
  return MemoryId::of(hash.finish());
}

}  // namespace hebb
