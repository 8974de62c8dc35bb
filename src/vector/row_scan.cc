#include "vector/row_scan.h"

#include <algorithm>
#include <array>
#include <limits>

#include "vector/dot.h"

namespace hebb {
namespace {

constexpr float kNotHere = std::numeric_limits<float>::quiet_NaN();

// Calls run(block, row, count) for live rows that stand one after another and whose ordinals do, of [first, end).
template <class F>
void each_run(const RowList& rows, Ordinal first, Ordinal end, F&& run) {
  for (std::size_t i = rows.first_slice(first); i < rows.slices().size(); ++i) {
    const RowSlice& slice = rows.slices()[i];
    const auto ordinals = slice.block->ordinals(slice.rows);
    if (ordinals.front() >= end) return;
    const auto begin = std::ranges::lower_bound(ordinals, first);
    const auto stop = std::ranges::lower_bound(begin, ordinals.end(), end);
    for (auto at = begin; at != stop;) {
      const auto row = static_cast<std::size_t>(at - ordinals.begin());
      if (slice.is_dead(row)) {
        ++at;
        continue;
      }
      const auto limit = static_cast<std::size_t>(stop - at);
      std::size_t count = 1;
      while (count < limit && ordinals[row + count] == *at + count && !slice.is_dead(row + count)) ++count;
      run(*slice.block, row, count);
      at += static_cast<std::ptrdiff_t>(count);
    }
  }
}

// The scores of rows that stand one after another.
void score_run(const QuantisedQuery& query, const RowBlock& block, std::size_t row, std::size_t count, float* out) {
  std::array<std::int32_t, kBlockRows> dots;
  dot_kernels().rows(query, block.row(row), count, dots.data());
  for (std::size_t i = 0; i < count; ++i) out[i] = score_of(query, dots[i], block.factor(row + i));
}

}  // namespace

void BestRows::keep(ScoredRow candidate) {
  const Better better{rows_};
  if (kept_.size() < k_) {
    kept_.push_back(candidate);
    std::ranges::push_heap(kept_, better);
  } else if (better(candidate, kept_.front())) {
    std::ranges::pop_heap(kept_, better);
    kept_.back() = candidate;
    std::ranges::push_heap(kept_, better);
  }
}

std::vector<Hit> BestRows::take() {
  std::ranges::sort(kept_, Better{rows_});
  std::vector<Hit> hits;
  hits.reserve(kept_.size());
  for (const ScoredRow& kept : kept_) {
    hits.push_back({.ordinal = rows_.ordinal(kept.row), .score = kept.score});
  }
  return hits;
}

void scan(const RowList& rows, std::size_t first, const QuantisedQuery& query, const Selection* selected,
          BestRows& best) {
  const auto& kernels = dot_kernels();
  std::array<std::int32_t, kBlockRows> dots;
  std::array<std::uint16_t, kBlockRows> picks;
  for (std::size_t i = first; i < rows.slices().size(); ++i) {
    const RowSlice& slice = rows.slices()[i];
    const RowBlock& block = *slice.block;
    const auto base = static_cast<RowNumber>(i * kBlockRows);
    if (!slice.dead && selected == nullptr) {
      kernels.rows(query, block.row(0), slice.rows, dots.data());
      for (std::uint32_t row = 0; row < slice.rows; ++row) {
        best.offer(base + row, score_of(query, dots[row], block.factor(row)));
      }
      continue;
    }
    std::size_t count = 0;
    for (std::size_t row = 0; row < slice.rows; ++row) {
      picks[count] = static_cast<std::uint16_t>(row);  // without a branch: selections may be as good as random
      count += !slice.is_dead(row) & (selected == nullptr || selected->contains(block.ordinal(row)));
    }
    kernels.picked(query, block.row(0), picks.data(), count, dots.data());
    for (std::size_t pick = 0; pick < count; ++pick) {
      best.offer(base + picks[pick], score_of(query, dots[pick], block.factor(picks[pick])));
    }
  }
}

void score_range(const RowList& rows, const QuantisedQuery& query, OrdinalRange range, float* out) {
  std::fill_n(out, range.size(), kNotHere);
  each_run(rows, range.first, range.end, [&](const RowBlock& block, std::size_t row, std::size_t count) {
    score_run(query, block, row, count, out + (block.ordinal(row) - range.first));
  });
}

std::vector<float> weighted_sum(const RowList& rows, std::span<const float> weights, Ordinal first) {
  std::vector<float> sum(kSemanticDimension);
  const Ordinal end = first + static_cast<Ordinal>(weights.size());
  each_run(rows, first, end, [&](const RowBlock& block, std::size_t row, std::size_t count) {
    for (std::size_t i = row; i < row + count; ++i) {
      const float weight = weights[block.ordinal(i) - first] * block.factor(i);
      if (weight == 0) continue;
      const std::uint8_t* numbers = block.row(i);
      for (std::size_t j = 0; j < kSemanticDimension; ++j) {
        sum[j] += weight * static_cast<float>(static_cast<int>(numbers[j]) - kRowZero);
      }
    }
  });
  return sum;
}

}  // namespace hebb
