// The file from which the next start takes the derived indexes instead of making them anew, and when it is written.
// Whatever becomes of it costs time alone: it is believed only where it is whole, of this very program, and named in
// the store as its own, and what the store changed since is taken in from there.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include "engine/derived.h"
#include "engine/types.h"

namespace hebb {

class IndexSnapshot {
 public:
  explicit IndexSnapshot(SnapshotPlan plan) : plan_(std::move(plan)) {}

  // Null: there is none to be believed; one that is not, or that has what the store has no more, is removed, where the
  // folder can be written.
  std::unique_ptr<DerivedIndexes> load(const MemoryStore& store, std::unique_ptr<VectorIndex> vectors) const;

  bool is_wanted(const DerivedIndexes& indexes) const;

  // Written in three steps, of which only the second takes long and may run in any thread; the others are for the
  // writer thread. After `forget` a draft is never published.
  struct Draft {
    DerivedIndexes::State state;
    std::size_t changed = 0;  // DerivedIndexes::changed_memories
    std::stop_source stop;
    std::optional<SnapshotWriter> writer;
    SnapshotHead head;
  };
  std::shared_ptr<Draft> begin(DerivedIndexes& indexes);
  // Errors: cancelled, unsupported (the vectors' backend), unavailable, resource_exhausted, internal.
  Result<void> write(Draft& draft) const;
  Result<void> publish(const std::shared_ptr<Draft>& draft, MemoryStore& store, DerivedIndexes& indexes);

  // Before anything is erased: no file and no half-written one holds a word of it any more on return. Writer thread.
  Result<void> forget(DerivedIndexes& indexes);

 private:
  DerivedIndexes::CaughtUp read(const MemoryStore& store, DerivedIndexes& indexes) const;

  const SnapshotPlan plan_;
  std::weak_ptr<Draft> draft_;  // writer thread; of whoever writes it, none: nobody
};

}  // namespace hebb
