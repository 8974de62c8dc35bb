// Exact search over a RowList, and what it shares with the search by graph: scores and the k best.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "vector/quantise.h"
#include "vector/row_list.h"

namespace hebb {

// The dot product with one row. Rounding must not leave more than equal directions have.
inline float score_of(const QuantisedQuery& query, std::int32_t dot, float row_factor) {
  return std::clamp(static_cast<float>(dot) * (query.factor * row_factor), -query.length, query.length);
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
void scan(const RowList& rows, std::size_t first, const QuantisedQuery& query, const Selection* selected,
          BestRows& best);

// out[ordinal - range.first]: the score of each ordinal, NaN for one that is not there.
void score_range(const RowList& rows, const QuantisedQuery& query, OrdinalRange range, float* out);

// The sum over ordinals of weights[ordinal - first] times the vector.
std::vector<float> weighted_sum(const RowList& rows, std::span<const float> weights, Ordinal first);

}  // namespace hebb
