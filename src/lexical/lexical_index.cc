#include "lexical/lexical_index.h"

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>

#include "lexical/shelf.h"

namespace hebb {
namespace {

using Shelves = std::array<Shelf, kLevels>;
using Projects = std::map<std::string, Shelves, std::less<>>;

constexpr std::size_t index_of(Level level) {
  return static_cast<std::size_t>(level);
}

}  // namespace

struct LexicalView::State {
  Projects projects;
  Bm25Options options;
  Ordinal next_ordinal = 0;

  const Shelf* shelf(std::string_view project, Level level) const {
    const auto found = projects.find(project);
    return found == projects.end() ? nullptr : &found->second.at(index_of(level));
  }
};

struct LexicalIndex::State {
  explicit State(Bm25Options given) : options(given) {}

  // Erasing rewrites segments, so what one batch erases is gathered here and done once.
  void apply_erasures() {
    for (auto& [project, ordinals] : erased) {
      const auto found = projects.find(project);
      if (found == projects.end()) continue;
      std::ranges::sort(ordinals);
      for (Shelf& shelf : found->second) shelf.erase(ordinals);
      if (std::ranges::all_of(found->second, [](const Shelf& s) { return s.documents() == 0; })) projects.erase(found);
    }
    erased.clear();
  }

  const Bm25Options options;
  std::mutex mutex;  // guards what follows
  Ordinal next_ordinal = 0;
  Projects projects;
  std::map<std::string, std::vector<Ordinal>, std::less<>> erased;  // not yet gone from projects
  std::shared_ptr<const LexicalView> view;                          // of the present state; null: to be made
};

LexicalIndex::LexicalIndex(Bm25Options options) : state_(std::make_unique<State>(options)) {}
LexicalIndex::~LexicalIndex() = default;

std::array<std::uint64_t, kLevels> LexicalIndex::add(std::string_view project,
                                                     std::span<const LexicalDocument> documents) {
  std::array<std::uint64_t, kLevels> lengths{};
  if (documents.empty()) return lengths;
  HEBB_CHECK(std::ranges::is_sorted(documents, std::ranges::less_equal{}, &LexicalDocument::ordinal));
  std::array<std::vector<const LexicalDocument*>, kLevels> by_level;
  for (const LexicalDocument& document : documents) by_level.at(index_of(document.level)).push_back(&document);
  std::array<std::shared_ptr<const Segment>, kLevels> segments;
  for (std::size_t i = 0; i < kLevels; ++i) {
    if (by_level[i].empty()) continue;
    segments[i] = Segment::of(by_level[i]);
    lengths[i] = segments[i]->total_length();
  }
  std::lock_guard lock(state_->mutex);
  HEBB_CHECK(documents.front().ordinal >= state_->next_ordinal);
  state_->next_ordinal = documents.back().ordinal + 1;
  state_->view = nullptr;
  Shelves& shelves = state_->projects[std::string(project)];
  for (std::size_t i = 0; i < kLevels; ++i) {
    if (segments[i]) shelves[i].add(std::move(segments[i]));
  }
  return lengths;
}

void LexicalIndex::erase(std::string_view project, std::span<const Ordinal> ordinals) {
  std::lock_guard lock(state_->mutex);
  state_->view = nullptr;
  auto& erased = state_->erased[std::string(project)];
  erased.insert(erased.end(), ordinals.begin(), ordinals.end());
}

std::shared_ptr<const LexicalView> LexicalIndex::view() const {
  std::lock_guard lock(state_->mutex);
  if (!state_->view) {
    state_->apply_erasures();
    state_->view = std::make_shared<LexicalView>(std::make_shared<LexicalView::State>(LexicalView::State{
        .projects = state_->projects, .options = state_->options, .next_ordinal = state_->next_ordinal}));
  }
  return state_->view;
}

void LexicalIndex::read(SnapshotReader& reader) {
  Projects projects;
  const auto next_ordinal = reader.value<Ordinal>();
  const std::size_t count = reader.count(1);
  for (std::size_t i = 0; i < count && !reader.failed(); ++i) {
    auto& shelves = projects[reader.text()];
    for (Shelf& shelf : shelves) shelf = Shelf::read(reader);
  }
  std::lock_guard lock(state_->mutex);
  HEBB_CHECK(state_->next_ordinal == 0);
  state_->next_ordinal = next_ordinal;
  state_->projects = std::move(projects);
  state_->view = nullptr;
}

void LexicalView::write(SnapshotWriter& writer) const {
  writer.value(state_->next_ordinal);
  writer.value<std::uint64_t>(state_->projects.size());
  for (const auto& [project, shelves] : state_->projects) {
    writer.text(project);
    for (const Shelf& shelf : shelves) shelf.write(writer);
  }
}

LexicalView::LexicalView(std::shared_ptr<const State> state) : state_(std::move(state)) {}
LexicalView::~LexicalView() = default;

LexicalMatches LexicalView::matches(std::span<const std::string> terms, std::string_view project, Level level) const {
  constexpr OrdinalRange kAll{.first = 0, .end = std::numeric_limits<Ordinal>::max()};
  return matches_in(std::span(&kAll, 1), terms, project, level);
}

LexicalMatches LexicalView::matches_in(std::span<const OrdinalRange> ranges, std::span<const std::string> terms,
                                       std::string_view project, Level level) const {
  const Shelf* shelf = state_->shelf(project, level);
  return shelf ? shelf->matches(terms, ranges, state_->options) : LexicalMatches{};
}

void LexicalView::lengths(OrdinalRange range, std::string_view project, Level level,
                          std::span<std::uint32_t> out) const {
  std::ranges::fill(out, 0);
  if (const Shelf* shelf = state_->shelf(project, level)) shelf->lengths(range, out);
}

std::size_t LexicalView::documents(std::string_view project, Level level) const {
  const Shelf* shelf = state_->shelf(project, level);
  return shelf ? shelf->documents() : 0;
}

std::size_t LexicalView::document_frequency(std::string_view project, Level level, std::string_view term) const {
  const Shelf* shelf = state_->shelf(project, level);
  return shelf ? shelf->document_frequency(term) : 0;
}

std::size_t LexicalView::resident_bytes() const {
  std::size_t sum = 0;
  for (const auto& [project, shelves] : state_->projects) {
    for (const Shelf& shelf : shelves) sum += shelf.bytes();
  }
  return sum;
}

}  // namespace hebb
