// BM25 over an inverted index (Robertson & Zaragoza 2009). Derived from the store. Front header of lexical/.
// Document frequencies and lengths never cross a project's boundary.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/selection.h"
#include "snapshot/snapshot.h"

namespace hebb {

struct Bm25Options {
  float k1 = 1.2f;
  float b = 0.6f;
};

struct LexicalDocument {
  Ordinal ordinal = 0;
  Level level = Level::episode;
  std::string_view text;
};

// Where a term of the query occurs, in the documents of one project and level.
struct TermOccurrences {
  std::string term;
  double idf = 0;                          // > 0
  std::vector<Ordinal> ordinals;           // ascending
  std::vector<std::uint16_t> frequencies;  // of each, saturated
};

// Everything that matches, for who scores whole meetings rather than single documents.
struct LexicalMatches {
  std::vector<Hit> hits;               // every document with a score above 0, ascending by ordinal
  std::vector<TermOccurrences> terms;  // the distinct terms that occur at all, in their order
};

class LexicalView;

// An index of immutable segments; adding makes a new segment, like-sized segments are merged (log-structured).
// Thread safety: writes from one thread at a time, `view` from any.
class LexicalIndex {
 public:
  explicit LexicalIndex(Bm25Options options = {});
  ~LexicalIndex();

  // Requires: ordinals new and ascending over all calls.
  // Gives the number of terms in the documents of each level.
  std::array<std::uint64_t, kLevels> add(std::string_view project, std::span<const LexicalDocument> documents);
  // Takes effect in the next view. Ordinals that are not there are passed over.
  void erase(std::string_view project, std::span<const Ordinal> ordinals);
  std::shared_ptr<const LexicalView> view() const;
  // What a view wrote. Requires: nothing was added yet; the index is used only where the section proves whole.
  void read(SnapshotReader& reader);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// An immutable state. Thread safety: thread-safe.
class LexicalView {
 public:
  struct State;
  explicit LexicalView(std::shared_ptr<const State> state);
  ~LexicalView();

  // The BM25 (> 0, larger is better) of every document of the project and level that holds one of `terms`, which are as
  // index_terms() gives them (a repeated one counts twice), and where each occurs. Erased documents count in no
  // statistic.
  LexicalMatches matches(std::span<const std::string> terms, std::string_view project, Level level) const;
  // Of that what lies in the ranges, which ascend. Cost: their postings alone.
  LexicalMatches matches_in(std::span<const OrdinalRange> ranges, std::span<const std::string> terms,
                            std::string_view project, Level level) const;
  // Of each ordinal of the range its document's index terms, counted; 0 where the project and level have none there.
  // Requires: out.size() == the range's.
  void lengths(OrdinalRange range, std::string_view project, Level level, std::span<std::uint32_t> out) const;
  std::size_t documents(std::string_view project, Level level) const;
  std::size_t document_frequency(std::string_view project, Level level, std::string_view term) const;
  std::size_t resident_bytes() const;
  void write(SnapshotWriter& writer) const;  // all but the options

 private:
  std::shared_ptr<const State> state_;
};

}  // namespace hebb
