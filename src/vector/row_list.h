// The vectors of one level, quantised, as immutable versions of a list of blocks, each vector held once. Not a search
// structure.
// Ownership: versions share their blocks.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/domain.h"
#include "model/selection.h"
#include "snapshot/snapshot.h"
#include "vector/quantise.h"

namespace hebb {

inline constexpr std::size_t kBlockRows = 1024;

// Up to kBlockRows vectors. One writer appends; readers touch only the rows that a published version of the list
// counts, and those are never written again. Invariants: (1) ordinals ascend.
class RowBlock {
 public:
  RowBlock();

  // Requires: written() < kBlockRows; is_finite(vector); ordinals ascend.
  void append(Ordinal ordinal, const MemoryId& id, std::span<const float> vector);
  void append(const RowBlock& from, std::size_t row);
  // The first so many rows. Read: null, and the reader has failed, where what it reads is none.
  void write(SnapshotWriter& writer, std::size_t rows) const;
  static std::shared_ptr<const RowBlock> read(SnapshotReader& reader);
  std::size_t written() const { return written_; }  // writer's thread only

  const std::uint8_t* row(std::size_t row) const { return rows_.get() + row * kSemanticDimension; }
  float factor(std::size_t row) const { return columns_->factors[row]; }
  Ordinal ordinal(std::size_t row) const { return columns_->ordinals[row]; }
  const MemoryId& id(std::size_t row) const { return columns_->ids[row]; }
  std::span<const Ordinal> ordinals(std::size_t rows) const { return {columns_->ordinals.data(), rows}; }

  static constexpr std::size_t kRowBytes = kSemanticDimension + sizeof(float) + sizeof(Ordinal) + sizeof(MemoryId);

 private:
  struct Free {
    void operator()(std::uint8_t* pointer) const;
  };
  struct Columns {
    std::array<float, kBlockRows> factors;
    std::array<Ordinal, kBlockRows> ordinals;
    std::array<MemoryId, kBlockRows> ids;
  };
  void check_next(Ordinal ordinal) const;

  std::unique_ptr<std::uint8_t[], Free> rows_;  // on cache lines; left unset so that unused pages cost nothing
  std::unique_ptr<Columns> columns_;
  std::size_t written_ = 0;
};

using DeadRows = std::bitset<kBlockRows>;

struct RowSlice {
  std::shared_ptr<const RowBlock> block;
  std::uint32_t rows = 0;                // the first so many of the block
  std::shared_ptr<const DeadRows> dead;  // null: none

  bool is_dead(std::size_t row) const { return dead && dead->test(row); }
  std::size_t live() const { return rows - (dead ? dead->count() : 0); }
};

// Slice number times kBlockRows plus the row within it.
using RowNumber = std::uint32_t;

struct ScoredRow {
  RowNumber row = 0;
  float score = 0;
};

// Invariants: (1) ordinals ascend over all slices; (2) no slice is empty. Thread safety: thread-compatible.
class RowList {
 public:
  const std::vector<RowSlice>& slices() const { return slices_; }
  std::size_t live() const { return live_; }
  std::size_t dead() const { return dead_; }
  std::size_t rows() const { return live_ + dead_; }
  std::size_t bytes() const;

  const std::uint8_t* row(RowNumber row) const { return slices_[row / kBlockRows].block->row(row % kBlockRows); }
  float factor(RowNumber row) const { return slices_[row / kBlockRows].block->factor(row % kBlockRows); }
  bool is_dead(RowNumber row) const { return slices_[row / kBlockRows].is_dead(row % kBlockRows); }
  Ordinal ordinal(RowNumber row) const { return slices_[row / kBlockRows].block->ordinal(row % kBlockRows); }
  const MemoryId& id(RowNumber row) const { return slices_[row / kBlockRows].block->id(row % kBlockRows); }

  // None for an ordinal that is not here or erased. `hint`: the answer for a lower ordinal, or 0; makes runs cheap.
  std::optional<RowNumber> find(Ordinal ordinal, RowNumber hint = 0) const;
  // The slice of the first ordinal that is not below; slices().size() when there is none.
  std::size_t first_slice(Ordinal ordinal) const;

  void push_back(RowSlice slice);
  // Rows that the last slice's block has got since. Requires: rows >= the present number.
  void grow_last(std::size_t rows);
  // Returns how many were here and live.
  std::size_t erase(std::span<const Ordinal> ordinals);

  void write(SnapshotWriter& writer) const;  // Requires: no dead rows.
  static RowList read(SnapshotReader& reader);

 private:
  std::vector<RowSlice> slices_;
  std::size_t live_ = 0;
  std::size_t dead_ = 0;
};

// `list` from slice `first` on without its dead rows, slices of few rows joined; the slices before `first` as they are.
RowList packed(const RowList& list, std::size_t first);

}  // namespace hebb
