#include "vector/hnsw_graph.h"

#include <hnswlib/hnswlib.h>
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

#include "vector/dot.h"
#include "vector/row_scan.h"

namespace hebb {
namespace {

using Hnsw = hnswlib::HierarchicalNSW<float>;

// The first point goes above any level that chance will give (16^-12 for M = 16): it stays the entry point, and hnswlib
// never has to hold its lock of the whole while it takes the locks of points, the reverse of its usual order.
constexpr int kTopLevel = 12;
constexpr int kRandomLevel = -1;
constexpr int kHighestLevel = 64;  // that chance could give

// What hnswlib holds of a row. The factor stands here, too, because hnswlib fetches this into the cache ahead of time.
struct Point {
  RowNumber row = 0;
  float factor = 0;
};

Point point_at(const void* place) {
  Point point;
  std::memcpy(&point, place, sizeof point);
  return point;
}

// Where row numbers lead; hnswlib hands it to the distance functions. Both distances are 1 - cosine.
struct RowVectors {
  std::vector<const std::uint8_t*> blocks;
  const DotKernels& kernels = dot_kernels();

  const std::uint8_t* at(RowNumber row) const {
    return blocks[row / kBlockRows] + row % kBlockRows * kSemanticDimension;
  }
};

float distance_of_rows(const void* a, const void* b, const void* vectors) {
  const auto& rows = *static_cast<const RowVectors*>(vectors);
  const Point left = point_at(a);
  const Point right = point_at(b);
  return 1 -
         static_cast<float>(rows.kernels.pair(rows.at(left.row), rows.at(right.row))) * (left.factor * right.factor);
}

// While searching, hnswlib's first argument is always the query.
float distance_to_query(const void* query, const void* row, const void* vectors) {
  const auto& rows = *static_cast<const RowVectors*>(vectors);
  const auto& quantised = *static_cast<const QuantisedQuery*>(query);
  const Point point = point_at(row);
  return 1 - score_of(quantised, rows.kernels.one(quantised, rows.at(point.row)), point.factor);
}

class RowSpace : public hnswlib::SpaceInterface<float> {
 public:
  explicit RowSpace(RowVectors& vectors) : vectors_(vectors) {}
  std::size_t get_data_size() override { return sizeof(Point); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return distance_of_rows; }
  void* get_dist_func_param() override { return &vectors_; }

 private:
  RowVectors& vectors_;
};

class LabelFilter : public hnswlib::BaseFilterFunctor {
 public:
  explicit LabelFilter(const RowFilter& filter) : filter_(filter) {}
  bool operator()(hnswlib::labeltype label) override { return filter_.admits(static_cast<RowNumber>(label)); }

 private:
  const RowFilter& filter_;
};

// hnswlib can only append to an index in place, which its readers forbid; so the links are copied first.
void copy_links(const Hnsw& from, Hnsw& to) {
  const std::size_t count = from.cur_element_count;
  if (count > to.max_elements_ || from.size_data_per_element_ != to.size_data_per_element_) {
    throw std::logic_error("the graphs differ in shape");
  }
  std::memcpy(to.data_level0_memory_, from.data_level0_memory_, count * from.size_data_per_element_);
  for (std::size_t i = 0; i < count; ++i) {
    const int level = from.element_levels_[i];
    if (level > 0) {
      const std::size_t bytes = from.size_links_per_element_ * static_cast<std::size_t>(level) + 1;
      to.linkLists_[i] = static_cast<char*>(std::malloc(bytes));
      if (to.linkLists_[i] == nullptr) throw std::bad_alloc();
      std::memcpy(to.linkLists_[i], from.linkLists_[i], bytes);
    }
    to.element_levels_[i] = level;
    to.cur_element_count = i + 1;  // what its destructor frees
  }
  to.maxlevel_ = from.maxlevel_;
  to.enterpoint_node_ = from.enterpoint_node_;
}

}  // namespace

struct HnswGraph::State {
  std::vector<std::shared_ptr<const RowBlock>> blocks;  // kept alive for `vectors`
  RowVectors vectors;
  RowSpace space{vectors};
  std::unique_ptr<Hnsw> hnsw;

  // After this only searches are right. Frees what only inserting needs (some 100 bytes a row).
  void freeze() {
    hnsw->fstdistfunc_ = distance_to_query;
    std::vector<std::mutex>().swap(hnsw->link_list_locks_);
    std::vector<std::mutex>().swap(hnsw->label_op_locks_);
    decltype(hnsw->label_lookup_)().swap(hnsw->label_lookup_);
  }
};

HnswGraph::HnswGraph(std::unique_ptr<State> state) : state_(std::move(state)) {}
HnswGraph::~HnswGraph() = default;

Result<std::shared_ptr<const HnswGraph>> HnswGraph::build(const RowList& rows, const HnswGraph* previous,
                                                          const HnswGraphOptions& options,
                                                          const std::stop_token& stop) try {
  auto state = std::make_unique<State>();
  for (const RowSlice& slice : rows.slices()) {
    state->blocks.push_back(slice.block);
    state->vectors.blocks.push_back(slice.block->row(0));
  }
  const std::size_t first = previous ? previous->slices() : 0;
  HEBB_CHECK(first <= rows.slices().size());
  // A seed of its own for every start, so that levels are drawn anew behind `previous`, yet the same on every run.
  const std::size_t seed = options.seed + (previous ? previous->rows() : 0);
  state->hnsw = std::make_unique<Hnsw>(&state->space, std::max<std::size_t>(1, rows.live()), options.M,
                                       options.ef_construction, seed);
  // While inserting, hnswlib reads one link past a full list of an upper level, to prefetch it: leave it room.
  state->hnsw->size_links_per_element_ += sizeof(hnswlib::tableint);
  if (previous) copy_links(*previous->state_->hnsw, *state->hnsw);
  for (std::size_t slice = first; slice < rows.slices().size(); ++slice) {
    for (std::size_t i = 0; i < rows.slices()[slice].rows; ++i) {
      const auto row = static_cast<RowNumber>(slice * kBlockRows + i);
      if (rows.is_dead(row)) continue;
      if (stop.stop_requested()) return fail(ErrorCode::cancelled, "vector index: building the graph was cancelled");
      const Point point{.row = row, .factor = rows.factor(row)};
      state->hnsw->addPoint(&point, row, state->hnsw->cur_element_count == 0 ? kTopLevel : kRandomLevel);
      state->hnsw->label_lookup_.erase(row);  // labels do not recur; the nodes of this map would scatter the heap
    }
  }
  state->freeze();
  return std::shared_ptr<const HnswGraph>(new HnswGraph(std::move(state)));
} catch (const std::bad_alloc&) {
  return fail(ErrorCode::resource_exhausted, "vector index: too little memory to build the graph");
} catch (const std::runtime_error& error) {
  return fail(ErrorCode::internal, std::string("vector index: hnswlib could not build the graph: ") + error.what());
}

void HnswGraph::write(SnapshotWriter& writer) const {
  const Hnsw& hnsw = *state_->hnsw;
  writer.value<std::uint64_t>(slices());
  writer.value<std::uint64_t>(hnsw.size_data_per_element_);
  writer.value<std::uint64_t>(hnsw.size_links_per_element_);
  writer.value<std::int32_t>(hnsw.maxlevel_);
  writer.value<std::uint32_t>(hnsw.enterpoint_node_);
  writer.array(std::span(hnsw.element_levels_).first(rows()));
  writer.bytes(std::as_bytes(std::span(hnsw.data_level0_memory_, rows() * hnsw.size_data_per_element_)));
  for (std::size_t i = 0; i < rows(); ++i) {
    const auto levels = static_cast<std::size_t>(hnsw.element_levels_[i]);
    if (levels > 0) writer.bytes(std::as_bytes(std::span(hnsw.linkLists_[i], hnsw.size_links_per_element_ * levels)));
  }
}

std::shared_ptr<const HnswGraph> HnswGraph::read(SnapshotReader& reader, const RowList& rows,
                                                 const HnswGraphOptions& options) try {
  auto state = std::make_unique<State>();
  const auto slices = reader.value<std::uint64_t>();
  const auto node_bytes = reader.value<std::uint64_t>();
  const auto link_bytes = reader.value<std::uint64_t>();
  const auto top_level = reader.value<std::int32_t>();
  const auto entry = reader.value<std::uint32_t>();
  std::vector<int> levels;
  reader.array(levels);
  const auto is_level = [](int level) { return level >= 0 && level <= kHighestLevel; };
  if (slices == 0 || slices > rows.slices().size() || levels.empty() || levels.size() > rows.rows() ||
      entry >= levels.size() || !is_level(top_level) || !std::ranges::all_of(levels, is_level)) {
    reader.fail();
  }
  if (reader.failed()) return nullptr;
  for (const RowSlice& slice : std::span(rows.slices()).first(slices)) {
    state->blocks.push_back(slice.block);
    state->vectors.blocks.push_back(slice.block->row(0));
  }
  state->hnsw = std::make_unique<Hnsw>(&state->space, levels.size(), options.M, options.ef_construction, options.seed);
  Hnsw& hnsw = *state->hnsw;
  hnsw.size_links_per_element_ += sizeof(hnswlib::tableint);
  if (node_bytes != hnsw.size_data_per_element_ || link_bytes != hnsw.size_links_per_element_) {
    reader.fail();
    return nullptr;
  }
  reader.bytes(std::as_writable_bytes(std::span(hnsw.data_level0_memory_, levels.size() * node_bytes)));
  for (std::size_t i = 0; i < levels.size() && !reader.failed(); ++i) {
    const std::size_t bytes = link_bytes * static_cast<std::size_t>(levels[i]);
    if (bytes > 0) {
      hnsw.linkLists_[i] = static_cast<char*>(std::calloc(1, bytes + 1));
      if (hnsw.linkLists_[i] == nullptr) throw std::bad_alloc();
      reader.bytes(std::as_writable_bytes(std::span(hnsw.linkLists_[i], bytes)));
    }
    hnsw.element_levels_[i] = levels[i];
    hnsw.cur_element_count = i + 1;  // what its destructor frees
  }
  hnsw.maxlevel_ = top_level;
  hnsw.enterpoint_node_ = entry;
  state->freeze();
  return reader.failed() ? nullptr : std::shared_ptr<const HnswGraph>(new HnswGraph(std::move(state)));
} catch (const std::runtime_error&) {  // hnswlib's own
  reader.fail();
  return nullptr;
}

std::vector<ScoredRow> HnswGraph::search(const QuantisedQuery& query, std::size_t k, const RowFilter* filter) const {
  std::vector<ScoredRow> found;
  if (k == 0) return found;
  std::optional<LabelFilter> label_filter;
  if (filter != nullptr) label_filter.emplace(*filter);
  auto queue = state_->hnsw->searchKnn(&query, k, label_filter ? &*label_filter : nullptr);
  found.resize(queue.size());
  for (auto place = found.rbegin(); place != found.rend(); ++place) {
    *place = {.row = static_cast<RowNumber>(queue.top().second), .score = 1 - queue.top().first};
    queue.pop();
  }
  return found;
}

std::size_t HnswGraph::slices() const {
  return state_->blocks.size();
}

std::size_t HnswGraph::rows() const {
  return state_->hnsw->cur_element_count;
}

std::size_t HnswGraph::bytes() const {
  const Hnsw& hnsw = *state_->hnsw;
  std::size_t upper = 0;
  for (std::size_t i = 0; i < rows(); ++i) {
    upper += static_cast<std::size_t>(hnsw.element_levels_[i]) * hnsw.size_links_per_element_;
  }
  constexpr std::size_t kVisitedBytes = sizeof(hnswlib::vl_type);  // one list; another for each concurrent search
  return rows() * (hnsw.size_data_per_element_ + sizeof(char*) + sizeof(int) + kVisitedBytes) + upper;
}

}  // namespace hebb
