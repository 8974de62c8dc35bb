#include "store/memory_store.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace hebb {
namespace {

bool is_share(float value) {
  return value >= 0 && value <= 1;  // false for NaN
}

bool is_finite(const Vector& vector) {
  return std::ranges::all_of(vector, [](float x) { return std::isfinite(x); });
}

// Participants, and those of whom a turn is.
std::unordered_set<std::string_view> people_of(const MeetingRecord& record) {
  std::unordered_set<std::string_view> people(record.meeting.participants.begin(), record.meeting.participants.end());
  for (const Turn& turn : record.turns) {
    if (turn.speaker) people.insert(*turn.speaker);
  }
  return people;
}

void check_memory(const Memory& memory, const MeetingRecord& record,
                  const std::unordered_set<std::string_view>& people) {
  HEBB_CHECK(!memory.task.owner || people.contains(*memory.task.owner));
  HEBB_CHECK(memory.meeting == record.meeting.id);
  HEBB_CHECK(memory.first_turn <= memory.last_turn && memory.last_turn < record.turns.size());
  HEBB_CHECK(memory.vector.size() == kVectorDimension && is_finite(memory.vector));
  HEBB_CHECK(is_share(memory.importance) && is_share(memory.type_confidence));
}

bool says_the_same(const Memory& a, const Memory& b) {
  return a.level == b.level && a.text == b.text && a.first_turn <= b.last_turn && b.first_turn <= a.last_turn;
}

bool is_said_in(const MeetingRecord& record, const Memory& memory) {
  const auto first = std::ranges::lower_bound(record.turns, memory.first_turn, {}, &Turn::number);
  const auto end = std::ranges::upper_bound(record.turns, memory.last_turn, {}, &Turn::number);
  return std::any_of(first, end, [](const Turn& turn) { return !turn.text.empty(); });
}

}  // namespace

bool is_what_is_left(Level level, std::string_view before, std::string_view after) {
  return level != Level::episode || before.contains(after) || after.contains(before);
}

CorrectionsAnew corrections_anew(const std::map<MemoryId, CorrectedMemory>& corrected, std::span<const Memory> before,
                                 const MeetingRecord& anew, bool reduced) {
  CorrectionsAnew corrections;
  if (corrected.empty()) return corrections;
  std::unordered_map<MemoryId, const Memory*> known, present;
  for (const Memory& memory : before) known.emplace(memory.id, &memory);
  // By their words, those under an id that had other words, or is new.
  std::map<std::pair<Level, std::string_view>, std::vector<const Memory*>> moved;
  for (const Memory& memory : anew.memories) {
    present.emplace(memory.id, &memory);
    const auto was = known.find(memory.id);
    if (was != known.end() && says_the_same(*was->second, memory)) continue;
    moved[{memory.level, memory.text}].push_back(&memory);
  }
  std::unordered_set<MemoryId> taken;
  const auto hold = [&](auto find) {
    for (const auto& [id, correction] : corrected) {
      if (corrections.held.contains(id)) continue;
      const Memory* now = find(*known.at(id));
      if (now == nullptr) continue;
      taken.insert(now->id);
      corrections.held.emplace(id, now->id);
    }
  };
  const auto under_its_id = [&](const Memory& was) -> const Memory* {
    const auto now = present.find(was.id);
    return now == present.end() || taken.contains(was.id) ? nullptr : now->second;
  };
  hold([&](const Memory& was) -> const Memory* {
    const Memory* now = under_its_id(was);
    return now != nullptr && says_the_same(was, *now) ? now : nullptr;
  });
  hold([&](const Memory& was) -> const Memory* {
    const auto same = moved.find({was.level, was.text});
    if (same == moved.end()) return nullptr;
    const auto now = std::ranges::find_if(
        same->second, [&](const Memory* memory) { return !taken.contains(memory->id) && says_the_same(was, *memory); });
    return now == same->second.end() ? nullptr : *now;
  });
  if (reduced) {
    hold([&](const Memory& was) -> const Memory* {
      const Memory* now = under_its_id(was);
      return now != nullptr && is_what_is_left(now->level, was.text, now->text) ? now : nullptr;
    });
  }
  for (const auto& [id, correction] : corrected) {
    if (!corrections.held.contains(id) && is_said_in(anew, *known.at(id))) corrections.lost.push_back(id);
  }
  return corrections;
}

void CorrectedMemory::show_in(Memory& memory) const {
  memory.type = by_hand.type.value_or(extracted.type);
  memory.type_confidence = by_hand.type ? 1 : extracted.type_confidence;
  memory.importance = by_hand.importance.value_or(extracted.importance);
  memory.state = by_hand.state.value_or(extracted.state);
  memory.task = {.owner = by_hand.owner.value_or(extracted.task.owner),
                 .due = by_hand.due.value_or(extracted.task.due),
                 .status = by_hand.status ? by_hand.status : extracted.task.status};
}

void check_record(const MeetingRecord& record) {
  for (std::size_t i = 0; i < record.turns.size(); ++i) HEBB_CHECK(record.turns[i].number == i);
  const auto people = people_of(record);
  std::unordered_set<MemoryId> ids;
  std::set<std::pair<Level, std::uint32_t>> positions;
  for (const Memory& memory : record.memories) {
    check_memory(memory, record, people);
    HEBB_CHECK(ids.insert(memory.id).second);
    HEBB_CHECK(positions.emplace(memory.level, memory.position).second);
  }
  std::set<std::tuple<MemoryId, MemoryId, ConnectionType>> connections;
  for (const Connection& connection : record.connections) {
    HEBB_CHECK(is_share(connection.weight));
    HEBB_CHECK(connections.emplace(connection.from, connection.to, connection.type).second);
  }
}

std::optional<Milliseconds> duration_of(const std::vector<Turn>& turns) {
  std::optional<Milliseconds> duration;
  for (const Turn& turn : turns) {
    const auto last = turn.end ? turn.end : turn.start;
    if (last && (!duration || *last > *duration)) duration = last;
  }
  return duration;
}

std::string MeetingCursor::text() const {
  return (started_at ? std::to_string(started_at->time_since_epoch().count()) : std::string()) + "~" + id.text();
}

Result<MeetingCursor> MeetingCursor::parse(std::string_view text) {
  const auto bad =
      fail(ErrorCode::invalid_argument, "cursor: not one that a page of meetings gave; leave it out to begin anew");
  const auto separator = text.find('~');
  if (separator == std::string_view::npos) return bad;
  const auto id = MeetingId::parse(text.substr(separator + 1));
  if (!id) return bad;
  MeetingCursor cursor{.started_at = {}, .id = *id};
  if (separator > 0) {
    std::int64_t count = 0;
    const auto digits = text.substr(0, separator);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (code != std::errc() || end != digits.data() + digits.size()) return bad;
    cursor.started_at = Instant(Milliseconds(count));
  }
  return cursor.text() == text ? Result<MeetingCursor>(cursor) : bad;
}

std::string MemoryCursor::text() const {
  return meeting.text() + "~" + std::to_string(static_cast<int>(level)) + "~" + std::to_string(position);
}

Result<MemoryCursor> MemoryCursor::parse(std::string_view text) {
  const auto bad =
      fail(ErrorCode::invalid_argument, "cursor: not one that a page of memories gave; leave it out to begin anew");
  const auto last = text.rfind('~');
  if (last == std::string_view::npos || last < 2 || text[last - 2] != '~') return bad;
  const char level = text[last - 1];
  if (level < '0' || level >= '0' + static_cast<int>(kLevels)) return bad;
  const auto meeting = MeetingCursor::parse(text.substr(0, last - 2));
  if (!meeting) return bad;
  MemoryCursor cursor{.meeting = *meeting, .level = static_cast<Level>(level - '0'), .position = 0};
  const auto digits = text.substr(last + 1);
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), cursor.position);
  if (code != std::errc() || end != digits.data() + digits.size()) return bad;
  return cursor.text() == text ? Result<MemoryCursor>(cursor) : bad;
}

MemoryCursor cursor_after(const ListedMemory& memory) {
  return {.meeting = {.started_at = memory.started_at, .id = memory.memory.meeting},
          .level = memory.memory.level,
          .position = memory.memory.position};
}

}  // namespace hebb
