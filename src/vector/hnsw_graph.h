// A frozen HNSW graph (Malkov & Yashunin 2018, by hnswlib) over the first slices of a RowList. It holds links and row
// numbers; the vectors stay in the list's blocks, once.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "vector/row_list.h"

namespace hebb {

struct HnswGraphOptions {
  std::size_t M = 16;
  std::size_t ef_construction = 100;
  std::uint64_t seed = 0;
};

// Decides which rows a search may return; the walk still passes through the others.
class RowFilter {
 public:
  virtual ~RowFilter() = default;
  virtual bool admits(RowNumber row) const = 0;
};

// Thread safety: thread-safe once built.
class HnswGraph {
 public:
  // Over all rows of `rows`, dead ones left out. With `previous`, takes over its links and adds what lies behind its
  // slices. Requires: the slices of `previous` are those of `rows`, without dead rows.
  // Errors: cancelled, internal (hnswlib's own), resource_exhausted. Cost: some 0.3 ms a new row; `stop` is heeded
  // after each.
  static Result<std::shared_ptr<const HnswGraph>> build(const RowList& rows, const HnswGraph* previous,
                                                        const HnswGraphOptions& options, const std::stop_token& stop);
  ~HnswGraph();

  void write(SnapshotWriter& writer) const;
  // Over the first slices of `rows`, which were those of the graph that was written. Null, and the reader has failed,
  // where what it reads is none, or one of other options.
  static std::shared_ptr<const HnswGraph> read(SnapshotReader& reader, const RowList& rows,
                                               const HnswGraphOptions& options);

  // About the `k` best by cosine, best first. `filter` null: every row. Fewer when the walk met fewer.
  std::vector<ScoredRow> search(const QuantisedQuery& query, std::size_t k, const RowFilter* filter) const;

  std::size_t slices() const;  // how many of the list's slices it covers
  std::size_t rows() const;
  std::size_t bytes() const;

 private:
  struct State;
  explicit HnswGraph(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hebb
