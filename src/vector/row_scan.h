// Exact search over a RowList, and what it shares with the search by graph: the k best.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "vector/row_list.h"

namespace hebb {

// Rounding may leave 1.0000001.
inline float as_cosine(float dot) {
  return std::clamp(dot, -1.0f, 1.0f);
}

// Keeps the k best rows; equal scores by memory id, so that the cut does not depend on the order of loading.
class BestRows {
 public:
  BestRows(const RowList& rows, std::size_t k) : rows_(rows), k_(k) { kept_.reserve(std::min(k, rows.rows())); }

  // Requires: k > 0; no row twice.
  void offer(RowNumber row, float score) {
    if (kept_.size() == k_ && score < kept_.front().score) return;
    keep({.row = row, .score = score});
  }
  std::vector<Hit> take();  // best first

 private:
  struct Better {
    const RowList& rows;
    bool operator()(const ScoredRow& a, const ScoredRow& b) const {
      return a.score != b.score ? a.score > b.score : rows.id(a.row) < rows.id(b.row);
    }
  };
  void keep(ScoredRow candidate);

  const RowList& rows_;
  std::size_t k_;
  std::vector<ScoredRow> kept_;  // a heap with the worst in front
};

// Offers the live rows that are selected (null: all) of the slices from `first` on.
void scan(const RowList& rows, std::size_t first, const float* query, const Selection* selected, BestRows& best);

// The cosine of each ordinal, NaN for one that is not there; ascending ordinals are read in one sweep.
std::vector<float> score_rows(const RowList& rows, const float* query, std::span<const Ordinal> ordinals);

}  // namespace hebb
