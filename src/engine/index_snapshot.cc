#include "engine/index_snapshot.h"

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

#include "base/random.h"

namespace hebb {
namespace {

constexpr std::uintmax_t kLeftForWrites = 256u << 20;  // bytes

// The file is about as large as the indexes are in memory.
bool has_room(const std::filesystem::path& file, const RecallView& view) {
  std::error_code unknown;
  const auto space = std::filesystem::space(file.parent_path(), unknown);
  const std::uintmax_t bytes = view.vectors->resident_bytes() + 2 * view.lexical->resident_bytes();
  return unknown || space.available > bytes + kLeftForWrites;
}

}  // namespace

std::unique_ptr<DerivedIndexes> IndexSnapshot::load(const MemoryStore& store,
                                                    std::unique_ptr<VectorIndex> vectors) const {
  if (plan_.file.empty()) return nullptr;
  std::ignore = remove_unfinished_snapshot(plan_.file);
  auto indexes = std::make_unique<DerivedIndexes>(std::move(vectors));
  const auto caught_up = read(store, *indexes);
  if (!caught_up.whole || caught_up.took_away) {
    std::ignore = remove_snapshot(plan_.file);  // it may hold what the store has forgotten
    indexes->all_unsaved();
  }
  return caught_up.whole ? std::move(indexes) : nullptr;
}

DerivedIndexes::CaughtUp IndexSnapshot::read(const MemoryStore& store, DerivedIndexes& indexes) const {
  constexpr DerivedIndexes::CaughtUp kNothing{.whole = false};
  const auto file = SnapshotFile::open(plan_.file);
  if (!file) return kNothing;
  const auto own = store.snapshot_name();
  if (!own || *own != file->head().name || !indexes.read(*file)) return kNothing;
  const auto caught_up = indexes.catch_up(store);
  return caught_up ? *caught_up : kNothing;
}

bool IndexSnapshot::is_wanted(const DerivedIndexes& indexes) const {
  if (plan_.file.empty()) return false;
  const auto part = plan_.changed_part * static_cast<double>(indexes.memories());
  return indexes.unsaved_memories() >= std::max(plan_.least_memories, static_cast<std::size_t>(part));
}

std::shared_ptr<IndexSnapshot::Draft> IndexSnapshot::begin(DerivedIndexes& indexes) {
  auto draft = std::make_shared<Draft>();
  draft->state = indexes.state();
  draft->changed = indexes.changed_memories();
  draft_ = draft;
  return draft;
}

Result<void> IndexSnapshot::write(Draft& draft) const {
  if (!has_room(plan_.file, *draft.state.view)) {
    return fail(ErrorCode::resource_exhausted, "too little room for a snapshot of the indexes beside what writes need");
  }
  auto writer = SnapshotWriter::create(plan_.file, draft.stop.get_token());
  if (!writer) return std::unexpected(writer.error());
  draft.head.seq = draft.state.view->applied_seq;
  if (auto named = fill_random(draft.head.name); !named) return named;
  if (auto written = hebb::write(draft.state, *writer); !written) return written;
  if (auto sealed = writer->seal(draft.head); !sealed) return sealed;
  draft.writer = std::move(*writer);
  return {};
}

Result<void> IndexSnapshot::publish(const std::shared_ptr<Draft>& draft, MemoryStore& store, DerivedIndexes& indexes) {
  if (draft_.lock() != draft) return fail(ErrorCode::cancelled, "something was erased while the snapshot was written");
  draft_.reset();
  if (auto named = store.put_snapshot_name(draft->head.name); !named) return named;
  if (auto published = draft->writer->publish(); !published) return published;
  indexes.saved(draft->changed);
  return {};
}

Result<void> IndexSnapshot::forget(DerivedIndexes& indexes) {
  if (plan_.file.empty()) return {};
  if (const auto draft = draft_.lock()) draft->stop.request_stop();
  draft_.reset();
  indexes.all_unsaved();
  return remove_snapshot(plan_.file);
}

}  // namespace hebb
