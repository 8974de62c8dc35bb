// Finding a meeting's memories anew, when extraction has improved since it was imported.
#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "engine/collection.h"
#include "engine/engine_impl.h"
#include "extract/extract.h"

namespace hebb {
namespace {

// As it was extracted, whatever a person said of it since, and whether it has faded or not.
Result<Memory> as_extracted(const MemoryStore& store, Memory memory) {
  const auto access = store.accesses(std::array{memory.id});
  if (!access) return std::unexpected(access.error());
  if (!access->empty() && access->front().faded_at) memory.state = MemoryState::active;
  const auto extracted = store.extracted(memory.id);
  if (!extracted) return std::unexpected(extracted.error());
  if (*extracted) CorrectedMemory{.by_hand = {}, .extracted = **extracted}.show_in(memory);
  return memory;
}

// Whether the store has just what was found now.
Result<bool> is_stored(const MemoryStore& store, std::span<const Memory> known, const Extraction& anew) {
  if (known.size() != anew.memories.size()) return false;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto memory = as_extracted(store, known[i]);
    if (!memory) return std::unexpected(memory.error());
    if (*memory != anew.memories[i]) return false;
  }
  auto stored = store.connections_from(known.empty() ? MeetingId() : known.front().meeting);
  if (!stored) return std::unexpected(stored.error());
  std::unordered_set<MemoryId> inside;
  for (const Memory& memory : known) inside.insert(memory.id);
  std::erase_if(*stored, [&](const Connection& c) { return !inside.contains(c.to); });
  auto found = anew.connections;
  std::ranges::sort(found, {}, [](const Connection& c) { return std::tie(c.from, c.to, c.type); });
  return *stored == found;
}

std::array<std::uint32_t, kLevels> count(std::span<const Memory> memories) {
  std::array<std::uint32_t, kLevels> counts{};
  for (const Memory& memory : memories) ++counts.at(static_cast<std::size_t>(memory.level));
  return counts;
}

}  // namespace

Result<std::optional<MeetingRecord>> Engine::Impl::found_anew(const MeetingId& id,
                                                              std::optional<Instant> started_at) const {
  auto summary = store_->meeting(id);
  if (!summary) return std::unexpected(summary.error());
  if (!*summary) return fail(ErrorCode::not_found, "no meeting " + id.text());
  MeetingRecord record{.meeting = std::move((*summary)->meeting)};
  if (record.meeting.format == kNoteFormat) return std::nullopt;
  if (started_at && record.meeting.started_at == started_at) return std::nullopt;
  if (started_at) record.meeting.started_at = started_at;
  const auto known = store_->memories_of(id, true);
  if (!known) return std::unexpected(known.error());
  auto turns = store_->turns(id, 0, UINT32_MAX);
  if (!turns) return std::unexpected(turns.error());
  record.turns = std::move(*turns);
  auto anew = extract_again(record.meeting, record.turns, *known, *encoder_);
  if (!anew) return std::unexpected(anew.error());
  const auto same = is_stored(*store_, *known, *anew);
  if (!same) return std::unexpected(same.error());
  if (*same) return std::nullopt;
  record.memories = std::move(anew->memories);
  record.connections = std::move(anew->connections);
  return record;
}

Result<Reextraction> Engine::Impl::reextract(const MeetingId& id, const ProjectSet& seen, const Budget& budget) {
  return write(budget, [&, this]() -> Result<Reextraction> {
    if (auto known = expect(id, seen); !known) return std::unexpected(known.error());
    const auto record = found_anew(id, {});
    if (!record) return std::unexpected(record.error());
    if (!*record) {
      const auto memories = store_->memories_of(id, false);
      if (!memories) return std::unexpected(memories.error());
      return Reextraction{.changed = false, .memories = count(*memories)};
    }
    const auto seq = store_->renew_meeting(**record);
    if (!seq) return std::unexpected(seq.error());
    apply([&, this] { return refresh(id, *seq, Texts::anew); });
    return Reextraction{.changed = true, .memories = count((*record)->memories)};
  });
}

}  // namespace hebb
