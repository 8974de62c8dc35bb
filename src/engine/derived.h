// The derived indexes of one store (catalog, vectors, terms, concepts), kept together and published as one consistent
// view. Changed by the writer thread alone; read through `view` by any.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/published.h"
#include "lexical/lexical_index.h"
#include "recall/recall.h"
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
  void rename_speaker(const std::string& project, const std::string& from, const std::string& to, Seq seq);

  std::shared_ptr<const RecallView> view() const { return view_.get(); }
  bool wants_fold() const { return vectors_->wants_fold(); }
  // Long; from one background thread, while the writer goes on. The folded base shows in views after `publish_fold`.
  Result<void> fold(std::stop_token stop) { return vectors_->fold(std::move(stop)); }
  void publish_fold();  // writer thread

 private:
  Result<void> remove(std::span<const MeetingId> meetings);  // does not publish

  std::unique_ptr<VectorIndex> vectors_;
  LexicalIndex lexical_;
  ConceptIndex concepts_;
  Catalog catalog_;
  std::vector<std::string> changed_;
  Published<RecallView> view_;
};

// Everything in the store, indexed. Errors: the store's.
Result<std::unique_ptr<DerivedIndexes>> build_derived(const MemoryStore& store, std::unique_ptr<VectorIndex> vectors);

}  // namespace hebb
