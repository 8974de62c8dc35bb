// An immutable piece of the inverted index: the postings of some documents of one project and level.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lexical/lexical_index.h"
#include "snapshot/snapshot.h"

namespace hebb {

// Invariants: (1) ordinals ascend, as do terms and, within a term, its documents; (2) no term is without a posting.
class Segment {
 public:
  struct Postings {
    std::span<const std::uint32_t> documents;  // positions in ordinals()
    std::span<const std::uint16_t> frequencies;
  };

  // Requires: ordinals ascending. Cost: index_terms of each text.
  static std::shared_ptr<const Segment> of(std::span<const LexicalDocument* const> documents);
  // The documents of all but those in `without` (ascending), as if they had been indexed together; null when none is
  // left. Requires: the ordinals ascend over the segments.
  static std::shared_ptr<const Segment> merged(std::span<const std::shared_ptr<const Segment>> segments,
                                               std::span<const Ordinal> without);

  void write(SnapshotWriter& writer) const;
  // Null, and the reader has failed, where what it reads is none.
  static std::shared_ptr<const Segment> read(SnapshotReader& reader);

  const std::vector<Ordinal>& ordinals() const { return ordinals_; }
  const std::vector<std::uint32_t>& lengths() const { return lengths_; }  // in terms
  std::uint64_t total_length() const { return total_length_; }
  Postings find(std::string_view term) const;  // empty when it is not here
  bool holds_any(std::span<const Ordinal> ascending) const;
  std::size_t bytes() const;

 private:
  std::size_t terms() const { return text_ends_.size(); }
  std::string_view term(std::size_t i) const;
  Postings postings(std::size_t i) const;
  void add_document(Ordinal ordinal, std::uint32_t length);
  void add_posting(std::uint32_t document, std::uint16_t frequency);
  void end_term(std::string_view term);  // of the postings added since the last; does nothing when there are none
  void shrink();

  std::vector<Ordinal> ordinals_;
  std::vector<std::uint32_t> lengths_;
  std::uint64_t total_length_ = 0;
  std::string text_;                         // all terms, one behind the other
  std::vector<std::uint32_t> text_ends_;     // of each term in text_
  std::vector<std::uint64_t> beginnings_;    // of each term its first bytes, side by side for the search
  std::vector<std::uint32_t> posting_ends_;  // of each term in the next two
  std::vector<std::uint32_t> documents_;
  std::vector<std::uint16_t> frequencies_;  // saturated
};

}  // namespace hebb
