#include "vector/row_scan.h"

#include <array>
#include <limits>

#include "vector/dot.h"

namespace hebb {
namespace {

// How many of `ordinals`, from the first on, stand one after another from `row` on in one block, live.
std::size_t run_length(const RowList& rows, RowNumber row, std::span<const Ordinal> ordinals) {
  const RowSlice& slice = rows.slices()[row / kBlockRows];
  const std::size_t first = row % kBlockRows;
  const std::size_t limit = std::min<std::size_t>(ordinals.size(), slice.rows - first);
  std::size_t run = 1;
  while (run < limit && slice.block->ordinal(first + run) == ordinals[run] && !slice.is_dead(first + run)) ++run;
  return run;
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
    hits.push_back({.ordinal = rows_.ordinal(kept.row), .score = as_cosine(kept.score)});
  }
  return hits;
}

void scan(const RowList& rows, std::size_t first, const float* query, const Selection* selected, BestRows& best) {
  const auto& kernels = dot_kernels();
  std::array<float, kBlockRows> scores;
  std::array<std::uint16_t, kBlockRows> picks;
  for (std::size_t i = first; i < rows.slices().size(); ++i) {
    const RowSlice& slice = rows.slices()[i];
    const auto base = static_cast<RowNumber>(i * kBlockRows);
    if (!slice.dead && selected == nullptr) {
      kernels.rows(query, slice.block->vector(0), slice.rows, scores.data());
      for (std::uint32_t row = 0; row < slice.rows; ++row) best.offer(base + row, scores[row]);
      continue;
    }
    std::size_t count = 0;
    for (std::size_t row = 0; row < slice.rows; ++row) {
      picks[count] = static_cast<std::uint16_t>(row);  // without a branch: selections may be as good as random
      count += !slice.is_dead(row) & (selected == nullptr || selected->contains(slice.block->ordinal(row)));
    }
    kernels.picked(query, slice.block->vector(0), picks.data(), count, scores.data());
    for (std::size_t pick = 0; pick < count; ++pick) best.offer(base + picks[pick], scores[pick]);
  }
}

std::vector<float> score_rows(const RowList& rows, const float* query, std::span<const Ordinal> ordinals) {
  const auto& kernels = dot_kernels();
  std::vector<float> scores(ordinals.size());
  RowNumber hint = 0;
  for (std::size_t begin = 0; begin < ordinals.size();) {
    const auto row = rows.find(ordinals[begin], hint);
    if (!row) {
      scores[begin++] = std::numeric_limits<float>::quiet_NaN();
      continue;
    }
    const std::size_t run = run_length(rows, *row, ordinals.subspan(begin));
    kernels.rows(query, rows.vector(*row), run, scores.data() + begin);
    for (std::size_t i = begin; i < begin + run; ++i) scores[i] = as_cosine(scores[i]);
    begin += run;
    hint = *row + static_cast<RowNumber>(run) - 1;
  }
  return scores;
}

}  // namespace hebb
