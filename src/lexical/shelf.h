// The documents of one project at one level: segments and the statistics of BM25, which are exact at any time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lexical/segment.h"

namespace hebb {

// A value; copies share the segments. Thread safety: thread-compatible.
// Invariants: (1) ordinals ascend over the segments; (2) after adding, no segment is followed by kFanIn - 1 times as
// many documents as it has: so there are O(log documents) of them, and each document is rewritten as many times.
class Shelf {
 public:
  static constexpr std::size_t kFanIn = 4;

  // score = sum over terms of weight * tf / (tf + fixed + per_term * length)
  struct WeightedTerm {
    std::string_view text;
    double idf = 0;
    double weight = 0;                        // idf, times the term's count in the query, times k1 + 1
    std::vector<Segment::Postings> postings;  // of each segment
  };
  struct LengthNorm {
    double fixed;
    double per_term;

    double score(const WeightedTerm& term, double frequency, double length) const {
      return term.weight * frequency / (frequency + fixed + per_term * length);
    }
  };

  // This and erase(): where memory ends, nothing has changed.
  void add(std::shared_ptr<const Segment> segment);
  void write(SnapshotWriter& writer) const;
  static Shelf read(SnapshotReader& reader);
  // Rewrites the segments that hold one of `ordinals` (ascending): nothing of an erased document stays.
  void erase(std::span<const Ordinal> ordinals);

  // Of the documents in `within`, which ascends; those outside count in what is frequent all the same. The score of a
  // document depends on the documents on the shelf alone, to the bit, not on how they came there.
  LexicalMatches matches(std::span<const std::string> terms, std::span<const OrdinalRange> within,
                         const Bm25Options& options) const;
  // In index terms, of each document in `range`, into out[ordinal - range.first]; the rest of `out` is left as it is.
  void lengths(OrdinalRange range, std::span<std::uint32_t> out) const;
  std::size_t documents() const { return documents_; }
  std::size_t document_frequency(std::string_view term) const;
  std::size_t segments() const { return segments_.size(); }
  std::size_t bytes() const;

 private:
  void count();
  // Of the sorted terms those that occur, each once.
  std::vector<WeightedTerm> weighted(std::span<const std::string> sorted, const Bm25Options& options) const;
  LengthNorm length_norm(const Bm25Options& options) const;  // Requires: not empty.

  std::vector<std::shared_ptr<const Segment>> segments_;
  std::size_t documents_ = 0;
  std::uint64_t total_length_ = 0;
};

}  // namespace hebb
