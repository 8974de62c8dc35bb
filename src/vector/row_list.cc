#include "vector/row_list.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/error.h"

namespace hebb {
namespace {

constexpr std::size_t kCacheLine = 64;

std::uint8_t* allocate_rows() {
  void* pointer = std::aligned_alloc(kCacheLine, kBlockRows * kSemanticDimension);
  if (pointer == nullptr) throw std::bad_alloc();
  return static_cast<std::uint8_t*>(pointer);
}

}  // namespace

void RowBlock::Free::operator()(std::uint8_t* pointer) const {
  std::free(pointer);
}

RowBlock::RowBlock() : rows_(allocate_rows()), columns_(std::make_unique_for_overwrite<Columns>()) {}

void RowBlock::check_next(Ordinal ordinal) const {
  HEBB_CHECK(written_ < kBlockRows && (written_ == 0 || this->ordinal(written_ - 1) < ordinal));
}

void RowBlock::append(Ordinal ordinal, const MemoryId& id, std::span<const float> vector) {
  check_next(ordinal);
  columns_->factors[written_] = quantise_row(vector, rows_.get() + written_ * kSemanticDimension);
  columns_->ordinals[written_] = ordinal;
  columns_->ids[written_] = id;
  ++written_;
}

void RowBlock::append(const RowBlock& from, std::size_t row) {
  check_next(from.ordinal(row));
  std::memcpy(rows_.get() + written_ * kSemanticDimension, from.row(row), kSemanticDimension);
  columns_->factors[written_] = from.factor(row);
  columns_->ordinals[written_] = from.ordinal(row);
  columns_->ids[written_] = from.id(row);
  ++written_;
}

void RowBlock::write(SnapshotWriter& writer, std::size_t rows) const {
  writer.value<std::uint64_t>(rows);
  writer.bytes(std::as_bytes(std::span(rows_.get(), rows * kSemanticDimension)));
  writer.bytes(std::as_bytes(std::span(columns_->factors).first(rows)));
  writer.bytes(std::as_bytes(std::span(columns_->ordinals).first(rows)));
  writer.bytes(std::as_bytes(std::span(columns_->ids).first(rows)));
}

std::shared_ptr<const RowBlock> RowBlock::read(SnapshotReader& reader) {
  const auto rows = reader.count(kRowBytes);
  if (rows == 0 || rows > kBlockRows) reader.fail();
  if (reader.failed()) return nullptr;
  auto block = std::make_shared<RowBlock>();
  reader.bytes(std::as_writable_bytes(std::span(block->rows_.get(), rows * kSemanticDimension)));
  reader.bytes(std::as_writable_bytes(std::span(block->columns_->factors).first(rows)));
  reader.bytes(std::as_writable_bytes(std::span(block->columns_->ordinals).first(rows)));
  reader.bytes(std::as_writable_bytes(std::span(block->columns_->ids).first(rows)));
  block->written_ = rows;
  return reader.failed() ? nullptr : block;
}

void RowList::write(SnapshotWriter& writer) const {
  HEBB_CHECK(dead_ == 0);
  writer.value<std::uint64_t>(slices_.size());
  for (const RowSlice& slice : slices_) slice.block->write(writer, slice.rows);
}

RowList RowList::read(SnapshotReader& reader) {
  RowList list;
  const std::size_t slices = reader.count(RowBlock::kRowBytes);
  for (std::size_t i = 0; i < slices && !reader.failed(); ++i) {
    if (auto block = RowBlock::read(reader)) {
      const auto rows = static_cast<std::uint32_t>(block->written());
      list.push_back({.block = std::move(block), .rows = rows, .dead = nullptr});
    }
  }
  return list;
}

std::size_t RowList::bytes() const {
  return rows() * RowBlock::kRowBytes + slices_.size() * sizeof(RowSlice);
}

std::size_t RowList::first_slice(Ordinal ordinal) const {
  // A slice is the first whose last ordinal is not below.
  const auto found = std::ranges::lower_bound(
      slices_, ordinal, {}, [](const RowSlice& slice) { return slice.block->ordinal(slice.rows - 1); });
  return static_cast<std::size_t>(found - slices_.begin());
}

std::optional<RowNumber> RowList::find(Ordinal ordinal, RowNumber hint) const {
  std::size_t slice = hint / kBlockRows;
  if (slice >= slices_.size() || slices_[slice].block->ordinal(0) > ordinal) slice = 0;
  const auto covers = [&](std::size_t i) {
    return i + 1 == slices_.size() || slices_[i + 1].block->ordinal(0) > ordinal;
  };
  if (slices_.empty() || slices_[slice].block->ordinal(0) > ordinal) return std::nullopt;
  if (!covers(slice)) {
    const auto after = std::ranges::upper_bound(slices_.begin() + static_cast<std::ptrdiff_t>(slice), slices_.end(),
                                                ordinal, {}, [](const RowSlice& s) { return s.block->ordinal(0); });
    slice = static_cast<std::size_t>(after - slices_.begin()) - 1;
  }
  const RowSlice& found = slices_[slice];
  const auto ordinals = found.block->ordinals(found.rows);
  std::size_t row = hint / kBlockRows == slice ? hint % kBlockRows : 0;
  if (row >= ordinals.size() || ordinals[row] > ordinal) row = 0;
  if (ordinals[row] != ordinal) ++row;  // a run's next
  if (row == ordinals.size() || ordinals[row] != ordinal) {
    row = static_cast<std::size_t>(std::ranges::lower_bound(ordinals, ordinal) - ordinals.begin());
    if (row == ordinals.size() || ordinals[row] != ordinal) return std::nullopt;
  }
  if (found.is_dead(row)) return std::nullopt;
  return static_cast<RowNumber>(slice * kBlockRows + row);
}

void RowList::push_back(RowSlice slice) {
  HEBB_CHECK(slice.rows > 0);
  live_ += slice.live();
  dead_ += slice.rows - slice.live();
  slices_.push_back(std::move(slice));
}

void RowList::grow_last(std::size_t rows) {
  RowSlice& last = slices_.back();
  HEBB_CHECK(rows >= last.rows && rows <= kBlockRows);
  live_ += rows - last.rows;
  last.rows = static_cast<std::uint32_t>(rows);
}

std::size_t RowList::erase(std::span<const Ordinal> ordinals) {
  std::vector<RowNumber> rows;
  RowNumber hint = 0;
  for (const Ordinal ordinal : ordinals) {
    const auto row = find(ordinal, hint);
    if (!row) continue;
    rows.push_back(*row);
    hint = *row;
  }
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  for (auto row = rows.begin(); row != rows.end();) {
    RowSlice& slice = slices_[*row / kBlockRows];
    auto dead = std::make_shared<DeadRows>(slice.dead ? *slice.dead : DeadRows{});
    const auto next_slice = static_cast<RowNumber>((*row / kBlockRows + 1) * kBlockRows);
    for (; row != rows.end() && *row < next_slice; ++row) dead->set(*row % kBlockRows);
    slice.dead = std::move(dead);
  }
  live_ -= rows.size();
  dead_ += rows.size();
  return rows.size();
}

RowList packed(const RowList& list, std::size_t first) {
  RowList out;
  const auto& slices = list.slices();
  for (std::size_t i = 0; i < first; ++i) out.push_back(slices[i]);
  std::shared_ptr<RowBlock> open;
  const auto close = [&] {
    if (open && open->written() > 0) {
      const auto rows = static_cast<std::uint32_t>(open->written());
      out.push_back({.block = std::move(open), .rows = rows, .dead = nullptr});
    }
    open = nullptr;
  };
  for (std::size_t i = first; i < slices.size(); ++i) {
    const RowSlice& slice = slices[i];
    if (slice.live() == slice.rows && slice.rows >= kBlockRows / 2) {
      close();
      out.push_back({.block = slice.block, .rows = slice.rows, .dead = nullptr});
      continue;
    }
    for (std::size_t row = 0; row < slice.rows; ++row) {
      if (slice.is_dead(row)) continue;
      if (open && open->written() == kBlockRows) close();
      if (!open) open = std::make_shared<RowBlock>();
      open->append(*slice.block, row);
    }
  }
  close();
  return out;
}

}  // namespace hebb
