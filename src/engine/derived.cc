#include "engine/derived.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <new>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace hebb {
namespace {

// Of a snapshot. In this order in the file.
constexpr std::size_t kCatalogSection = 0;
constexpr std::size_t kConceptsSection = 1;
constexpr std::size_t kTermsSection = 2;
constexpr std::size_t kVectorsSection = 3;

VectorPoint point_of(const Memory& memory, Ordinal ordinal) {
  HEBB_CHECK(memory.vector.size() == kVectorDimension);
  return {.ordinal = ordinal,
          .id = memory.id,
          .level = memory.level,
          .vector = std::span(memory.vector).first(kSemanticDimension)};
}

// Whether the vectors, terms and concepts of one are those of the other, where their texts and vectors are.
bool index_alike(const CatalogMeeting& a, const CatalogMeeting& b) {
  const auto same_run = [](const EpisodeRun& x, const EpisodeRun& y) { return x.first == y.first && x.end == y.end; };
  const auto same_memory = [](const CatalogMemory& x, const CatalogMemory& y) {
    return x.id == y.id && x.level == y.level;
  };
  return a.project == b.project && std::ranges::equal(a.runs, b.runs, same_run) &&
         std::ranges::equal(a.memories, b.memories, same_memory);
}

// On the way out of a failure that is told: where memory is short for this too, that one is what counts.
template <class Step>
void try_to(Step step) {
  try {
    step();
  } catch (const std::bad_alloc&) {
    return;
  }
}

}  // namespace

DerivedIndexes::DerivedIndexes(std::unique_ptr<VectorIndex> vectors)
    : vectors_(std::move(vectors)), view_(std::make_shared<RecallView>()) {
  publish(0, {});
}

Result<std::shared_ptr<const CatalogMeeting>> DerivedIndexes::load(const Meeting& meeting,
                                                                   std::span<const Memory> memories) {
  // Before the others take in anything, as it refuses what is out of order.
  auto entry = std::make_shared<CatalogMeeting>(*catalog_meeting(meeting, memories, catalog_.end()));
  std::vector<VectorPoint> points;
  std::vector<LexicalDocument> documents;
  std::vector<Ordinal> ordinals;
  Ordinal ordinal = entry->first;
  for (const Memory& memory : memories) {
    points.push_back(point_of(memory, ordinal));
    documents.push_back({.ordinal = ordinal, .level = memory.level, .text = memory.text});
    ordinals.push_back(ordinal);
    ++ordinal;
  }
  try {
    if (auto added = vectors_->add(points); !added) return std::unexpected(added.error());
    entry->terms = lexical_.add(meeting.project, documents)[static_cast<std::size_t>(Level::episode)];
    firsts_.insert_or_assign(meeting.id, entry->first);
    catalog_ = std::move(catalog_).with(entry);
  } catch (...) {
    // Whichever of them has these ordinals already: they are nobody's, and the next meeting's are new to all.
    catalog_.pass_over(entry->end());
    firsts_.erase(meeting.id);
    try_to([&] { std::ignore = vectors_->erase(ordinals); });
    try_to([&] { lexical_.erase(meeting.project, ordinals); });
    throw;
  }
  changed_memories_ += memories.size();
  return entry;
}

void DerivedIndexes::load_concepts(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories) {
  concepts_.with([&](ConceptIndex& concepts) {
    forget_removed(concepts);
    concepts.add(std::move(meeting), memories);
  });
}

std::shared_ptr<RecallView> DerivedIndexes::next_view(ConceptIndex& concepts, Seq seq) {
  auto next = std::make_shared<RecallView>(RecallView{.catalog = std::make_shared<Catalog>(catalog_),
                                                      .roster = nullptr,
                                                      .vectors = vectors_->view(),
                                                      .lexical = lexical_.view(),
                                                      .concepts = nullptr,
                                                      .applied_seq = seq});
  forget_removed(concepts);
  return next;
}

void DerivedIndexes::forget_removed(ConceptIndex& concepts) {
  if (removed_.empty()) return;
  last_roster_ = {.roster = nullptr, .removals = last_roster_.removals + 1};
  for (const auto& meeting : removed_) concepts.erase(*meeting);
  removed_.clear();
}

void DerivedIndexes::publish(Seq seq, std::vector<std::string> changed) {
  std::ranges::move(changed, std::back_inserter(changed_));
  concepts_.with([&](ConceptIndex& concepts) { set_written(next_view(concepts, seq)); });
}

void DerivedIndexes::set_written(std::shared_ptr<const RecallView> next) {
  view_.set(std::move(next));
  ++states_;
}

std::shared_ptr<const RecallView> DerivedIndexes::view() const {
  const std::uint64_t asked = states_;
  if (auto current = written(); current->roster) return current;
  return made_.with([&](Made& made) {
    if (auto last = made.view.lock(); last && made.state >= asked) return last;
    std::shared_ptr<const RecallView> current;
    LastRoster before;
    std::uint64_t state = 0;
    ConceptDraft draft = concepts_.with([&](ConceptIndex& concepts) {
      current = written();
      before = last_roster_;
      state = states_;
      return current->roster ? ConceptDraft() : concepts.draft();
    });
    if (current->roster) return current;
    auto whole = std::make_shared<RecallView>(*current);
    whole->concepts = draft.made();
    whole->roster = std::make_shared<Roster>(*whole->catalog, before.roster.get());
    made = {.view = whole, .state = state};
    concepts_.with([&](ConceptIndex& concepts) {
      concepts.take_back(draft);
      if (last_roster_.removals == before.removals) last_roster_.roster = whole->roster;
      if (written() == current) view_.set(whole);
    });
    return std::shared_ptr<const RecallView>(std::move(whole));
  });
}

ConceptTally::Counts DerivedIndexes::count_concepts(const ProjectSet& of, ConceptIndex::Count count) const {
  ConceptTally tally = concepts_.with([&](ConceptIndex& concepts) { return concepts.tally(of, count); });
  auto counts = tally.counted();
  concepts_.with([&](ConceptIndex& concepts) { concepts.take_back(tally); });
  return counts;
}

DerivedIndexes::State DerivedIndexes::state() const {
  return concepts_.with([&](ConceptIndex& concepts) { return State{.view = written(), .concepts = concepts.state()}; });
}

std::size_t DerivedIndexes::memories() const {
  const auto current = written();
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kLevels; ++i) sum += current->catalog->memories(static_cast<Level>(i));
  return sum;
}

Result<void> DerivedIndexes::load_whole(const Meeting& meeting, std::span<const Memory> memories) {
  auto loaded = load(meeting, memories);
  if (!loaded) return std::unexpected(loaded.error());
  load_concepts(std::move(*loaded), memories);
  return {};
}

Result<void> DerivedIndexes::add(const Meeting& meeting, std::span<const Memory> memories, Seq seq) {
  auto loaded = load(meeting, memories);
  if (!loaded) return std::unexpected(loaded.error());
  changed_.push_back(meeting.project);
  concepts_.with([&](ConceptIndex& concepts) {
    auto next = next_view(concepts, seq);
    concepts.add(std::move(*loaded), memories);
    set_written(std::move(next));
  });
  return {};
}

Result<void> DerivedIndexes::erase(std::span<const MeetingId> meetings, Seq seq) {
  if (auto removed = remove(meetings); !removed) return removed;
  publish(seq, {});
  return {};
}

Result<void> DerivedIndexes::replace(const Meeting& meeting, std::span<const Memory> memories, Seq seq) {
  if (auto removed = remove(std::span(&meeting.id, 1)); !removed) return removed;
  return add(meeting, memories, seq);
}

Result<void> DerivedIndexes::revise(const Meeting& meeting, std::span<const Memory> memories, Seq seq) {
  const auto first = firsts_.find(meeting.id);
  if (first == firsts_.end()) return add(meeting, memories, seq);
  const std::size_t place = catalog_.place_of(meeting.id, first->second);
  const CatalogMeeting& before = *catalog_.meetings()[place];
  auto entry = catalog_meeting(meeting, memories, before.first, before.terms);
  if (!index_alike(before, *entry)) return replace(meeting, memories, seq);
  changed_.push_back(meeting.project);
  catalog_ = std::move(catalog_).revised(place, entry);
  changed_memories_ += memories.size();
  concepts_.with([&](ConceptIndex& concepts) {
    auto next = next_view(concepts, seq);
    concepts.revise(entry);
    set_written(std::move(next));
  });
  return {};
}

Result<void> DerivedIndexes::remove(std::span<const MeetingId> meetings) {
  std::vector<MeetingId> held;
  for (const MeetingId& id : meetings) {
    const auto first = firsts_.find(id);
    if (first == firsts_.end()) continue;
    const auto& meeting = catalog_.meetings()[catalog_.place_of(id, first->second)];
    std::vector<Ordinal> ordinals;
    for (Ordinal ordinal = meeting->first; ordinal < meeting->end(); ++ordinal) ordinals.push_back(ordinal);
    changed_memories_ += ordinals.size();
    if (auto erased = vectors_->erase(ordinals); !erased) return erased;
    lexical_.erase(meeting->project, ordinals);
    removed_.push_back(meeting);
    changed_.push_back(meeting->project);
    held.push_back(id);
  }
  if (held.empty()) return {};
  catalog_ = std::move(catalog_).without(held);
  for (const MeetingId& id : held) firsts_.erase(id);
  return {};
}

void DerivedIndexes::rename_speaker(const std::string& project, const std::string& from, const std::string& to,
                                    Seq seq) {
  catalog_ = catalog_.with_speaker_renamed(project, from, to);
  publish(seq, {project});
}

void DerivedIndexes::publish_fold() {
  concepts_.with([&](ConceptIndex&) {
    auto folded = std::make_shared<RecallView>(*written());
    folded->vectors = vectors_->view();
    view_.set(std::move(folded));
  });
}

// The heavy half of the work, the vectors and the terms, beside the rest.
Result<void> DerivedIndexes::read(const SnapshotFile& file) {
  auto heavy = std::async(std::launch::async, [&]() -> Result<void> {
    SnapshotReader vectors = file.section(kVectorsSection);
    if (auto read = vectors_->read(vectors); !read) return read;
    if (auto whole = vectors.close(); !whole) return whole;
    SnapshotReader terms = file.section(kTermsSection);
    lexical_.read(terms);
    return terms.close();
  });
  const auto rest = [&]() -> Result<void> {
    SnapshotReader catalog = file.section(kCatalogSection);
    catalog_ = Catalog::read(catalog);
    if (auto whole = catalog.close(); !whole) return whole;
    for (const auto& meeting : catalog_.meetings()) firsts_.emplace(meeting->id, meeting->first);
    SnapshotReader section = file.section(kConceptsSection);
    return concepts_.with([&](ConceptIndex& concepts) -> Result<void> {
      concepts.read(section, catalog_);
      if (auto whole = section.close(); !whole) return whole;
      concepts.view();  // made once, and here beside the vectors
      return {};
    });
  }();
  const auto heavy_read = heavy.get();
  if (!heavy_read) return heavy_read;
  if (!rest) return rest;
  publish(file.head().seq, {});
  return {};
}

Result<void> write(const DerivedIndexes::State& state, SnapshotWriter& writer) {
  writer.begin(kCatalogSection);
  state.view->catalog->write(writer);
  writer.begin(kConceptsSection);
  write(*state.concepts, writer);
  writer.begin(kTermsSection);
  state.view->lexical->write(writer);
  writer.begin(kVectorsSection);
  return state.view->vectors->write(writer);
}

Result<DerivedIndexes::CaughtUp> DerivedIndexes::catch_up(const MemoryStore& store) {
  constexpr std::size_t kAtOnce = 1000;
  Seq seq = applied_seq();
  CaughtUp caught_up;
  std::unordered_set<MeetingId> changed;
  for (;;) {
    const auto changes = store.changes(seq, kAtOnce);
    if (!changes) return std::unexpected(changes.error());
    if (changes->empty()) break;
    for (const Change& change : *changes) {
      if (change.kind == Change::Kind::consolidated) continue;                            // of which nothing is derived
      caught_up.whole = caught_up.whole && change.kind != Change::Kind::speaker_renamed;  // it does not say whose
      caught_up.took_away = caught_up.took_away || change.kind != Change::Kind::meeting_added;
      changed.insert(change.meeting);
    }
    seq = changes->back().seq;
  }
  if (!caught_up.whole) return caught_up;
  const std::vector<MeetingId> all(changed.begin(), changed.end());
  if (auto removed = remove(all); !removed) return std::unexpected(removed.error());
  for (const MeetingId& id : all) {
    const auto summary = store.meeting(id);
    if (!summary) return std::unexpected(summary.error());
    if (!*summary) continue;
    const auto memories = store.memories_of(id, true);
    if (!memories) return std::unexpected(memories.error());
    if (auto loaded = load_whole((*summary)->meeting, *memories); !loaded) return std::unexpected(loaded.error());
  }
  if (seq != applied_seq()) publish(seq, {});
  return caught_up;
}

Result<std::unique_ptr<DerivedIndexes>> build_derived(const MemoryStore& store, std::unique_ptr<VectorIndex> vectors) {
  auto derived = std::make_unique<DerivedIndexes>(std::move(vectors));
  std::future<void> hearing;  // concepts of the meeting before, half of the work, beside the reading of the next
  const auto seq = store.scan({.vectors = true, .connections = false}, [&](StoredMeeting&& stored) -> Result<void> {
    auto loaded = derived->load(stored.summary.meeting, stored.memories);
    if (!loaded) return std::unexpected(loaded.error());
    if (hearing.valid()) hearing.get();
    hearing = std::async(std::launch::async,
                         [&derived = *derived, meeting = std::move(*loaded), memories = std::move(stored.memories)] {
                           derived.load_concepts(meeting, memories);
                         });
    return {};
  });
  if (hearing.valid()) hearing.get();
  if (!seq) return std::unexpected(seq.error());
  derived->publish(*seq, {});
  return derived;
}

}  // namespace hebb
