// The derived indexes of one store (catalog, vectors, terms, concepts), kept together and published as one consistent
// view. Changed by the writer thread alone; read through `view` by any.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/published.h"
#include "lexical/lexical_index.h"
#include "recall/recall.h"
#include "snapshot/snapshot.h"
#include "store/memory_store.h"
#include "vector/vector_index.h"

namespace hebb {

class DerivedIndexes {
 public:
  explicit DerivedIndexes(std::unique_ptr<VectorIndex> vectors);

  // Both add without publishing, for building from a scan: all but the concepts, and these. They may run beside each
  // other, each in one thread and for one meeting after the other.
  Result<std::shared_ptr<const CatalogMeeting>> load(const Meeting& meeting, std::span<const Memory> memories);
  void load_concepts(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories);
  // `changed`: the projects whose answers may differ from those of the view before.
  void publish(Seq seq, std::vector<std::string> changed);
  // The projects that were named to `publish` since the last call. Writer thread.
  std::vector<std::string> take_changed() { return std::exchange(changed_, {}); }

  Result<void> add(const Meeting& meeting, std::span<const Memory> memories, Seq seq);
  Result<void> erase(std::span<const MeetingId> meetings, Seq seq);
  // A meeting as it is now, in place of what it was.
  Result<void> replace(const Meeting& meeting, std::span<const Memory> memories, Seq seq);
  // The same where texts and vectors are what they were: nothing of them is indexed again, and no row is left dead,
  // where the memories are the same too and their meeting is still in its project.
  Result<void> revise(const Meeting& meeting, std::span<const Memory> memories, Seq seq);
  void rename_speaker(const std::string& project, const std::string& from, const std::string& to, Seq seq);

  // Whole: the roster and the concepts are left by the writer for the first who asks, who makes them here, so that many
  // meetings one after the other do not each make them of all. Of the state when it was asked for, or a later one: no
  // part of it lags. Cost then: linear in the meetings and in what was said in the projects that changed; whoever asks
  // meanwhile waits, the writer does not. Any thread.
  std::shared_ptr<const RecallView> view() const;
  // Without roster and concepts where nobody has asked for them yet.
  std::shared_ptr<const RecallView> written() const { return view_.get(); }
  Seq applied_seq() const { return written()->applied_seq; }
  // How many concepts each project of these has, which no view needs to be whole for. Cost: ConceptTally's. Any thread;
  // neither the writer nor who asks for a view waits.
  ConceptTally::Counts count_concepts(const ProjectSet& of, ConceptIndex::Count count) const;

  // All of one moment, to be written to a file while changes go on. Writer thread.
  struct State {
    std::shared_ptr<const RecallView> view;
    std::shared_ptr<const ConceptState> concepts;
  };
  State state() const;
  // Reads and publishes what `write` wrote. Requires: nothing was added yet. Errors: corruption, after which these
  // indexes are of no use; unsupported (the vectors' backend).
  Result<void> read(const SnapshotFile& file);
  // Takes in what changed in the store since their seq, and publishes it. Errors: the store's.
  struct CaughtUp {
    bool whole = true;       // false: it cannot be told meeting by meeting what changed, and they must be built anew
    bool took_away = false;  // something of what they held, which may have been erased
  };
  Result<CaughtUp> catch_up(const MemoryStore& store);
  std::size_t memories() const;  // of all levels
  // Memories that were added or taken away, and are in no snapshot.
  std::size_t unsaved_memories() const {
    const auto saved = saved_memories_.load();  // first: it follows the other
    return changed_memories_ - saved;
  }
  std::size_t changed_memories() const { return changed_memories_; }  // since these indexes were made; only grows
  void saved(std::size_t changed) { saved_memories_ = changed; }      // all that had changed when it was so many
  void all_unsaved() { changed_memories_ += memories(); }

  bool wants_fold() const { return vectors_->wants_fold(); }
  // Long; from one background thread, while the writer goes on. The folded base shows in views after `publish_fold`.
  Result<void> fold(std::stop_token stop) { return vectors_->fold(std::move(stop)); }
  void publish_fold();  // writer thread

 private:
  // Both of load's, which the caller publishes, as what is removed. Before the first view is asked for: one that is not
  // whole yet must not hear of meetings that its catalog does not have.
  Result<void> load_whole(const Meeting& meeting, std::span<const Memory> memories);
  Result<void> remove(std::span<const MeetingId> meetings);
  // The parts of a view that the writer makes; what was removed is said by no concept from here on.
  std::shared_ptr<RecallView> next_view(ConceptIndex& concepts, Seq seq);
  void set_written(std::shared_ptr<const RecallView> next);  // under concepts_
  void forget_removed(ConceptIndex& concepts);

  std::unique_ptr<VectorIndex> vectors_;
  LexicalIndex lexical_;
  mutable Guarded<ConceptIndex> concepts_;  // its lock also orders what replaces view_; none that is long
  std::vector<std::shared_ptr<const CatalogMeeting>> removed_;  // whose concepts go with the next view
  Catalog catalog_;
  std::unordered_map<MeetingId, Ordinal> firsts_;  // of the catalog's meetings
  std::vector<std::string> changed_;
  std::atomic<std::size_t> changed_memories_ = 0;
  std::atomic<std::size_t> saved_memories_ = 0;  // of changed_memories_
  mutable Published<RecallView> view_;           // without a roster where it is not whole yet
  std::atomic<std::uint64_t> states_ = 0;        // that the writer has published in view_
  // The view that was made whole last: who waited for it while others were written takes it too, as long as it is used.
  struct Made {
    std::weak_ptr<const RecallView> view;
    std::uint64_t state = 0;
  };
  mutable Guarded<Made> made_;  // its lock is held while one is made; never by the writer
  // For the next, under concepts_: nothing of what was taken away stays in it.
  struct LastRoster {
    std::shared_ptr<const Roster> roster;  // null: there were removals since
    std::uint64_t removals = 0;
  };
  mutable LastRoster last_roster_;
};

// The errors are told by SnapshotWriter::seal, but for unsupported: the vectors' backend keeps them itself.
Result<void> write(const DerivedIndexes::State& state, SnapshotWriter& writer);

// Everything in the store, indexed. Errors: the store's.
Result<std::unique_ptr<DerivedIndexes>> build_derived(const MemoryStore& store, std::unique_ptr<VectorIndex> vectors);

}  // namespace hebb
