#include "store/store_fixture.h"

#include <stdlib.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace hebb::store_fixture {
namespace {

// Not random: the same plan gives the same numbers, and no two memories of a plan the same vector.
Vector vector_of(std::uint32_t seed) {
  std::minstd_rand random(seed + 1);
  std::uniform_real_distribution<float> uniform(-1, 1);
  Vector vector(kVectorDimension);
  float norm = 0;
  for (std::size_t i = 0; i < kSemanticDimension; ++i) norm += (vector[i] = uniform(random)) * vector[i];
  for (std::size_t i = 0; i < kSemanticDimension; ++i) vector[i] /= std::sqrt(norm);
  for (std::size_t i = kSemanticDimension; i < kVectorDimension; ++i) vector[i] = std::abs(uniform(random));
  return vector;
}

std::optional<std::string> speaker_at(const RecordPlan& plan, std::uint32_t i) {
  if (plan.speakers.empty() || i % 5 == 4) return std::nullopt;  // now and then nobody is named
  return plan.speakers[i % plan.speakers.size()];
}

std::vector<Turn> make_turns(const RecordPlan& plan) {
  std::vector<Turn> turns;
  for (std::uint32_t i = 0; i < plan.turns; ++i) {
    Turn turn{.number = i,
              .speaker = speaker_at(plan, i),
              .start = {},
              .end = {},
              .text = "We spoke of " + plan.word + " " + std::to_string(i) + "."};
    if (i % 3 != 2) turn.start = Milliseconds(1000 * i);
    if (i % 2 == 0) turn.end = Milliseconds(1000 * i + 900);
    turns.push_back(std::move(turn));
  }
  return turns;
}

Memory make_memory(const RecordPlan& plan, const MeetingId& meeting, Level level, std::uint32_t position) {
  const auto depth = static_cast<std::uint32_t>(level);
  const auto turn = position % plan.turns;
  Memory memory{.id = memory_id_of(meeting, level, "test", turn, position), .meeting = meeting, .level = level};
  memory.type = static_cast<MemoryType>(level == Level::episode ? position % 9 : 11 - depth * 2);
  memory.text = plan.word + " at " + std::to_string(position);
  memory.position = position;
  memory.first_turn = turn;
  memory.last_turn = std::min(plan.turns - 1, turn + position % 3);
  if (level == Level::episode) memory.speaker = speaker_at(plan, turn);
  if (position % 2 == 0) memory.start = Milliseconds(1000 * turn);
  if (position % 4 == 0) memory.end = Milliseconds(1000 * turn + 900);
  memory.importance = 1.0f / static_cast<float>(1 + position);
  memory.type_confidence = 0.25f * static_cast<float>(depth);
  for (std::uint32_t i = 0; i < position % 3; ++i) memory.keywords.push_back(plan.word + std::string(i, ','));
  memory.state = position % 7 == 6 ? MemoryState::archived : MemoryState::active;
  if (position % 3 == 1) memory.task.owner = plan.speakers.empty() ? "Silent " + plan.word : plan.speakers.front();
  if (position % 4 == 1) memory.task.due = std::chrono::sys_days(std::chrono::days(20'000 + position));
  if (position % 5 == 1) memory.task.status = static_cast<TaskStatus>(position % kTaskStatuses);
  memory.vector = vector_of(plan.number * 10'000 + depth * 3'000 + position);
  return memory;
}

void connect(const RecordPlan& plan, MeetingRecord& record) {
  const auto contexts = plan.episodes;
  const auto concepts = plan.episodes + plan.contexts;
  const auto link = [&](std::size_t child, std::size_t parent) {
    record.memories[child].parent = record.memories[parent].id;
    record.connections.push_back({.from = record.memories[child].id,
                                  .to = record.memories[parent].id,
                                  .type = ConnectionType::part_of,
                                  .weight = 1,
                                  .reason = "of " + plan.word});
  };
  for (std::uint32_t i = 0; i + 1 < plan.episodes; ++i) {
    record.connections.push_back({.from = record.memories[i].id,
                                  .to = record.memories[i + 1].id,
                                  .type = ConnectionType::sequential,
                                  .weight = 0.5f,
                                  .reason = "after " + plan.word});
  }
  for (std::uint32_t i = 3; i < plan.episodes; i += 2) {  // now and then to a question
    record.connections.push_back({.from = record.memories[i].id,
                                  .to = record.memories[i - 1].id,
                                  .type = ConnectionType::response,
                                  .weight = 0.5f,
                                  .reason = "answers the question"});
  }
  for (std::uint32_t i = 0; i < plan.episodes && plan.contexts > 0; ++i) link(i, contexts + i % plan.contexts);
  for (std::uint32_t i = 0; i < plan.contexts && plan.concepts > 0; ++i)
    link(contexts + i, concepts + i % plan.concepts);
}

}  // namespace

MeetingId id_of(const RecordPlan& plan) {
  return meeting_id_of(Meeting{.project = plan.project, .external_id = std::to_string(plan.number)}, {});
}

MeetingRecord make_record(const RecordPlan& plan) {
  MeetingRecord record;
  Meeting& meeting = record.meeting;
  meeting.id = id_of(plan);
  meeting.project = plan.project;
  meeting.title = "About " + plan.word;
  meeting.external_id = std::to_string(plan.number);
  meeting.started_at = plan.started_at;
  meeting.date_source = plan.started_at ? DateSource::header : DateSource::none;
  meeting.participants = plan.speakers;
  meeting.participants.push_back("Silent " + plan.word);
  meeting.format = "webvtt";
  meeting.source_digest = to_hex(sha256(plan.word));
  if (plan.number % 2 == 0) meeting.language = "en";
  meeting.metadata = R"({"topic":")" + plan.word + "\"}";
  record.turns = make_turns(plan);
  if (plan.turns == 0) return record;
  for (const auto& [level, count] : {std::pair(Level::episode, plan.episodes), std::pair(Level::context, plan.contexts),
                                     std::pair(Level::concept_, plan.concepts)}) {
    for (std::uint32_t i = 0; i < count; ++i) record.memories.push_back(make_memory(plan, meeting.id, level, i));
  }
  connect(plan, record);
  return record;
}

RecordPlan random_plan(std::mt19937& random) {
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  RecordPlan plan{.project = "p" + std::to_string(below(3)), .number = below(6)};
  plan.turns = below(5) == 0 ? 0 : 1 + below(20);
  plan.episodes = below(12);
  plan.contexts = below(4);
  plan.concepts = below(2);
  plan.word = "word" + std::to_string(below(1000));
  plan.speakers.clear();
  for (std::uint32_t i = below(4); i > 0; --i) plan.speakers.push_back("S" + std::to_string(4 * below(2) + i));
  if (below(3) == 0)
    plan.started_at.reset();
  else
    plan.started_at = Instant(std::chrono::hours(below(4)));
  return plan;
}

std::string bytes_of_file(const std::filesystem::path& file) {
  std::string bytes(std::filesystem::file_size(file), '\0');
  std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

ScratchFolder::ScratchFolder() {
  const bool in_memory = std::getenv("TMPDIR") == nullptr && ::access("/dev/shm", W_OK) == 0;
  const auto place = in_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
  auto pattern = (place / "hebb-store-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace hebb::store_fixture
