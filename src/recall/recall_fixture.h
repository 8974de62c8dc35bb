// Memories made by hand in all the indexes that recall reads. Test code only.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "recall/recall.h"
#include "vector/hnsw_index.h"

namespace hebb {

class IndexedMeetings {
 public:
  // Requires: the memories are episodes, each with its vector (the semantic part alone).
  void add(const Meeting& meeting, std::span<const Memory> memories) {
    std::vector<VectorPoint> points;
    std::vector<LexicalDocument> documents;
    Ordinal ordinal = catalog_.end();
    for (const Memory& m : memories) {
      points.push_back({.ordinal = ordinal, .id = m.id, .level = Level::episode, .vector = m.vector});
      documents.push_back({.ordinal = ordinal++, .level = Level::episode, .text = m.text});
    }
    HEBB_CHECK(vectors_->add(points).has_value());
    const auto terms = lexical_.add(meeting.project, documents);
    catalog_ = catalog_.with(
        catalog_meeting(meeting, memories, catalog_.end(), terms[static_cast<std::size_t>(Level::episode)]));
  }

  RecallView view() {
    return {.catalog = std::make_shared<Catalog>(catalog_), .vectors = vectors_->view(), .lexical = lexical_.view()};
  }

 private:
  std::unique_ptr<VectorIndex> vectors_ = make_hnsw_index();
  LexicalIndex lexical_;
  Catalog catalog_;
};

}  // namespace hebb
