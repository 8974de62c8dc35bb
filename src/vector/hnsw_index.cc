#include "vector/hnsw_index.h"

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <optional>
#include <ranges>
#include <utility>

#include "base/published.h"
#include "vector/dot.h"
#include "vector/hnsw_graph.h"
#include "vector/quantise.h"
#include "vector/row_list.h"
#include "vector/row_scan.h"

namespace hebb {
namespace {

constexpr std::size_t index_of(Level level) {
  return static_cast<std::size_t>(level);
}

struct LevelState {
  RowList rows;
  std::shared_ptr<const HnswGraph> graph;  // over the first slices; null: none

  std::size_t graph_slices() const { return graph ? graph->slices() : 0; }
  std::size_t graph_rows() const { return graph ? graph->rows() : 0; }
};

struct IndexState {
  std::array<std::shared_ptr<const LevelState>, kLevels> levels;
};

class LiveAndSelected : public RowFilter {
 public:
  // `selected` null: every live row.
  LiveAndSelected(const RowList& rows, const Selection* selected) : rows_(rows), selected_(selected) {}
  bool admits(RowNumber row) const override {
    return !rows_.is_dead(row) && (selected_ == nullptr || selected_->contains(rows_.ordinal(row)));
  }

 private:
  const RowList& rows_;
  const Selection* selected_;
};

class HnswView : public VectorView {
 public:
  HnswView(IndexState state, const HnswOptions& options) : state_(std::move(state)), options_(options) {}

  Result<std::vector<Hit>> search(const VectorQuery& query) const override {
    const auto vector = quantised(query.vector);
    if (!vector) return std::unexpected(vector.error());
    const LevelState& level = *state_.levels.at(index_of(query.level));
    const std::size_t k = std::min(query.k, level.rows.live());
    if (k == 0) return std::vector<Hit>{};
    if (level.graph && graph_is_cheaper(level, query, k)) {
      if (auto hits = search_graph(level, *vector, query.selected, k, effort(query, k))) return std::move(*hits);
    }
    BestRows best(level.rows, k);
    scan(level.rows, 0, *vector, query.selected, best);
    return best.take();
  }

  Result<void> score_ranges(std::span<const float> vector, Level level, std::span<const OrdinalRange> ranges,
                            std::span<float> out) const override {
    const auto query = quantised(vector);
    if (!query) return std::unexpected(query.error());
    const RowList& rows = state_.levels.at(index_of(level))->rows;
    for (const OrdinalRange range : ranges) {
      HEBB_CHECK(range.first <= range.end && range.size() <= out.size());
      hebb::score_range(rows, *query, range, out.data());
      out = out.subspan(range.size());
    }
    HEBB_CHECK(out.empty());
    return {};
  }

  Result<std::vector<float>> weighted_sum(std::span<const float> weights, Level level,
                                          OrdinalRange range) const override {
    HEBB_CHECK(range.first <= range.end && weights.size() == range.size());
    return hebb::weighted_sum(state_.levels.at(index_of(level))->rows, weights, range.first);
  }

  std::size_t size(Level level) const override { return state_.levels.at(index_of(level))->rows.live(); }

  std::size_t resident_bytes() const override {
    std::size_t bytes = 0;
    for (const auto& level : state_.levels) bytes += level->rows.bytes() + (level->graph ? level->graph->bytes() : 0);
    return bytes;
  }

  Result<void> write(SnapshotWriter& writer) const override {
    for (const auto& level : state_.levels) {
      // The rows that are left where none is erased stand where the graph knows them.
      const bool keeps_graph = level->graph && level->rows.dead() == 0;
      (level->rows.dead() == 0 ? level->rows : packed(level->rows, 0)).write(writer);
      writer.value<std::uint8_t>(keeps_graph ? 1 : 0);
      if (keeps_graph) level->graph->write(writer);
    }
    return {};
  }

  const IndexState& state() const { return state_; }

 private:
  static Result<QuantisedQuery> quantised(std::span<const float> vector) {
    if (vector.size() != kSemanticDimension) {
      return fail(ErrorCode::invalid_argument, "vector index: the query vector has the wrong dimension");
    }
    auto query = quantise_query(vector);
    if (!query) {
      return fail(ErrorCode::invalid_argument, "vector index: the query vector holds a number that is not finite");
    }
    return *query;
  }

  // A graph search visits about ef * M rows when everything is admitted, and as many times more as admitted rows are
  // rarer; a scan visits each admitted row once, in order, at a fraction of the price.
  bool graph_is_cheaper(const LevelState& level, const VectorQuery& query, std::size_t k) const {
    const auto all = static_cast<double>(level.rows.live());
    const double admitted = query.selected ? std::min(all, static_cast<double>(query.selected->count())) : all;
    if (admitted <= static_cast<double>(k)) return false;
    const auto ef = static_cast<double>(effort(query, k));
    const double visited = ef * static_cast<double>(options_.M) * (all / admitted);
    return visited < admitted * options_.scan_row_cost;
  }

  std::size_t effort(const VectorQuery& query, std::size_t k) const {
    return std::max(query.effort == 0 ? options_.ef_search : query.effort, 2 * k);
  }

  // None when the walk met fewer than k rows that it may return: then only a scan is sure.
  static std::optional<std::vector<Hit>> search_graph(const LevelState& level, const QuantisedQuery& query,
                                                      const Selection* selected, std::size_t k, std::size_t effort) {
    const LiveAndSelected filter(level.rows, selected);
    const bool all = selected == nullptr && level.rows.dead() == 0;
    const auto found = level.graph->search(query, effort, all ? nullptr : &filter);
    if (found.size() < k) return std::nullopt;
    BestRows best(level.rows, k);
    for (const ScoredRow& row : found | std::views::take(2 * k)) {  // scored anew: a distance has lost the last bits
      best.offer(row.row,
                 score_of(query, dot_kernels().one(query, level.rows.row(row.row)), level.rows.factor(row.row)));
    }
    scan(level.rows, level.graph_slices(), query, selected, best);
    return best.take();
  }

  IndexState state_;
  HnswOptions options_;
};

class HnswIndex : public VectorIndex {
 public:
  explicit HnswIndex(const HnswOptions& options)
      : options_(options), published_(std::make_shared<HnswView>(empty_state(), options)) {}

  Result<void> add(std::span<const VectorPoint> points) override {
    if (points.empty()) return {};
    for (const VectorPoint& point : points) {
      HEBB_CHECK(point.vector.size() == kSemanticDimension);
      if (!is_finite(point.vector)) {
        return fail(ErrorCode::invalid_argument,
                    "vector index: the vector of memory " + point.id.text() + " holds a number that is not finite");
      }
    }
    HEBB_CHECK(std::ranges::is_sorted(points, std::ranges::less_equal{}, &VectorPoint::ordinal));
    std::lock_guard lock(mutex_);
    HEBB_CHECK(points.front().ordinal >= next_ordinal_);
    next_ordinal_ = points.back().ordinal + 1;
    IndexState state = current();
    auto tails = tails_;
    for (std::size_t i = 0; i < kLevels; ++i) {
      const auto is_here = [&](const VectorPoint& point) { return index_of(point.level) == i; };
      if (!std::ranges::any_of(points, is_here)) continue;
      auto level = std::make_shared<LevelState>(*state.levels[i]);
      for (const VectorPoint& point : points) {
        if (is_here(point)) append(level->rows, tails[i], point);
      }
      state.levels[i] = std::move(level);
    }
    publish(std::move(state));
    tails_ = std::move(tails);  // only now: a tail is the block of the last slice that is published
    return {};
  }

  Result<void> erase(std::span<const Ordinal> ordinals) override {
    std::lock_guard lock(mutex_);
    IndexState state = current();
    bool changed = false;
    for (auto& shared : state.levels) {
      auto level = std::make_shared<LevelState>(*shared);
      if (level->rows.erase(ordinals) == 0) continue;
      shared = std::move(level);
      changed = true;
    }
    if (changed) publish(std::move(state));
    return {};
  }

  Result<void> read(SnapshotReader& reader) override {
    IndexState state;
    Ordinal next_ordinal = 0;
    for (auto& shared : state.levels) {
      auto level = std::make_shared<LevelState>();
      level->rows = RowList::read(reader);
      if (reader.flag() && !reader.failed()) level->graph = HnswGraph::read(reader, level->rows, graph_options());
      const auto& slices = level->rows.slices();
      if (!slices.empty()) {
        next_ordinal = std::max(next_ordinal, slices.back().block->ordinal(slices.back().rows - 1) + 1);
      }
      shared = std::move(level);
    }
    std::lock_guard lock(mutex_);
    HEBB_CHECK(next_ordinal_ == 0);
    next_ordinal_ = next_ordinal;
    publish(std::move(state));
    return {};
  }

  std::shared_ptr<const VectorView> view() const override { return published_.get(); }

  bool wants_fold() const override {
    const IndexState state = published_.get()->state();
    return std::ranges::any_of(state.levels, [&](const auto& level) { return level_wants_fold(*level); });
  }

  Result<void> fold(std::stop_token stop) override {
    const bool some_want = wants_fold();  // else whoever calls wants all
    for (std::size_t i = 0; i < kLevels; ++i) {
      if (some_want && !level_wants_fold(*current().levels[i])) continue;
      if (auto folded = fold_level(i, stop); !folded) return folded;
    }
    return {};
  }

 private:
  static IndexState empty_state() {
    IndexState state;
    for (auto& level : state.levels) level = std::make_shared<LevelState>();
    return state;
  }

  HnswGraphOptions graph_options() const {
    return {.M = options_.M, .ef_construction = options_.ef_construction, .seed = options_.seed};
  }

  IndexState current() const { return published_.get()->state(); }
  void publish(IndexState state) { published_.set(std::make_shared<HnswView>(std::move(state), options_)); }

  static void append(RowList& rows, std::shared_ptr<RowBlock>& tail, const VectorPoint& point) {
    // A tail that holds more than is published is what an add that threw left behind.
    const bool fresh = !tail || tail->written() == kBlockRows || rows.slices().back().rows != tail->written();
    if (fresh) tail = std::make_shared<RowBlock>();
    tail->append(point.ordinal, point.id, point.vector);
    if (fresh) {
      rows.push_back({.block = tail, .rows = 1, .dead = nullptr});
    } else {
      rows.grow_last(tail->written());
    }
  }

  bool level_wants_fold(const LevelState& level) const {
    const auto dead = static_cast<double>(level.rows.dead());
    if (dead > options_.dead_fraction * static_cast<double>(level.rows.rows())) return true;
    if (level.rows.live() < options_.flat_limit) return false;
    const auto added = static_cast<double>(level.rows.rows()) - static_cast<double>(level.graph_rows());
    return added >= std::max(static_cast<double>(options_.fold_minimum),
                             options_.fold_fraction * static_cast<double>(level.graph_rows()));
  }

  Result<void> fold_level(std::size_t i, const std::stop_token& stop) {
    const auto before = seal(i);
    const std::size_t old_slices = before->graph_slices();
    const auto& slices = before->rows.slices();
    const bool extends =
        before->graph && std::none_of(slices.begin(), slices.begin() + static_cast<std::ptrdiff_t>(old_slices),
                                      [](const RowSlice& slice) { return slice.dead != nullptr; });
    LevelState next;
    next.rows = packed(before->rows, extends ? old_slices : 0);
    if (next.rows.live() >= options_.flat_limit && next.rows.live() > 0) {
      auto graph = HnswGraph::build(next.rows, extends ? before->graph.get() : nullptr, graph_options(), stop);
      if (!graph) return std::unexpected(graph.error());
      next.graph = std::move(*graph);
    }
    replace(i, *before, std::move(next));
    return {};
  }

  // The level as it is; what is added from now on goes into new blocks.
  std::shared_ptr<const LevelState> seal(std::size_t i) {
    std::lock_guard lock(mutex_);
    tails_[i] = nullptr;
    return current().levels[i];
  }

  // Puts `next`, made of `before`, in the place of those slices, with what was erased and added meanwhile.
  void replace(std::size_t i, const LevelState& before, LevelState next) {
    std::lock_guard lock(mutex_);
    IndexState state = current();
    const auto& now = state.levels[i]->rows.slices();
    std::vector<Ordinal> erased;
    for (std::size_t s = 0; s < before.rows.slices().size(); ++s) {
      const RowSlice& was = before.rows.slices()[s];
      if (now[s].dead == was.dead) continue;
      for (std::size_t row = 0; row < was.rows; ++row) {
        if (now[s].is_dead(row) && !was.is_dead(row)) erased.push_back(was.block->ordinal(row));
      }
    }
    next.rows.erase(erased);
    for (std::size_t s = before.rows.slices().size(); s < now.size(); ++s) next.rows.push_back(now[s]);
    state.levels[i] = std::make_shared<LevelState>(std::move(next));
    publish(std::move(state));
  }

  const HnswOptions options_;
  std::mutex mutex_;  // serialises changes; guards next_ordinal_ and tails_
  Ordinal next_ordinal_ = 0;
  std::array<std::shared_ptr<RowBlock>, kLevels> tails_;  // the last block of each level while it may grow; else null
  Published<HnswView> published_;
};

}  // namespace

std::unique_ptr<VectorIndex> make_hnsw_index(const HnswOptions& options) {
  return std::make_unique<HnswIndex>(options);
}

}  // namespace hebb
