// The vector index of one process: exact scan for small and strongly filtered sets, HNSW above. A state is a frozen
// graph over the older blocks of vectors, blocks behind it that are scanned exactly, and marks on erased rows.
#pragma once

#include <cstdint>
#include <memory>

#include "vector/vector_index.h"

namespace hebb {

struct HnswOptions {
  // The paper's names. ef_search is for queries that name no effort of their own; a search for k uses at least 2 k.
  std::size_t M = 16;
  std::size_t ef_construction = 100;
  std::size_t ef_search = 400;
  // A level of fewer vectors has no graph: a scan of so many takes under a millisecond, forgets nothing, and needs
  // neither the graph's memory nor the time to build it.
  std::size_t flat_limit = 65'536;
  std::size_t fold_minimum = 4096;  // added since the last fold before another is worth it …
  double fold_fraction = 0.1;       // … or this part of what the graph holds, whichever is more
  double dead_fraction = 0.1;       // erased rows that make a fold worth it (it frees their memory)
  double scan_row_cost = 0.1;       // of a row in an exact scan, in units of one that a graph search visits
  std::uint64_t seed = 0x48656262;  // of the graph's random levels
};

// Searching is deterministic for the same sequence of calls; equal scores are ordered by memory id.
// `add` fails with invalid_argument, adding nothing, on a vector with a number that is not finite.
std::unique_ptr<VectorIndex> make_hnsw_index(const HnswOptions& options = {});

}  // namespace hebb
