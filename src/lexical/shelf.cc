#include "lexical/shelf.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hebb {
namespace {

// Documents of a segment that stand one after another: positions [first, end).
struct Positions {
  std::size_t first = 0;
  std::size_t end = 0;
};

// Ascending; those in none of the ascending ranges are left out.
std::vector<Positions> positions_of(const Segment& segment, std::span<const OrdinalRange> within) {
  const auto& ordinals = segment.ordinals();
  std::vector<Positions> positions;
  auto at = ordinals.begin();
  for (const OrdinalRange range : within) {
    const auto first = std::lower_bound(at, ordinals.end(), range.first);
    at = std::lower_bound(first, ordinals.end(), range.end);
    if (first != at) {
      positions.push_back({.first = static_cast<std::size_t>(first - ordinals.begin()),
                           .end = static_cast<std::size_t>(at - ordinals.begin())});
    }
  }
  return positions;
}

// Scores of some documents of a segment, of which few have any.
class SparseScores {
 public:
  void clear(std::size_t size) {
    scores_.assign(size, 0);
    scored_.assign((size + 63) / 64, 0);
  }
  void add(std::size_t i, double score) {
    scores_[i] += score;
    scored_[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  // use(i, score), ascending by i.
  void each(auto&& use) const {
    for (std::size_t word = 0; word < scored_.size(); ++word) {
      for (std::uint64_t left = scored_[word]; left != 0; left &= left - 1) {
        const std::size_t i = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
        use(i, scores_[i]);
      }
    }
  }

 private:
  std::vector<double> scores_;
  std::vector<std::uint64_t> scored_;  // a bit each
};

}  // namespace

void Shelf::add(std::shared_ptr<const Segment> segment) {
  auto segments = segments_;
  segments.push_back(std::move(segment));
  std::size_t first = segments.size();
  std::size_t behind = 0;  // documents in the segments after i
  for (std::size_t i = segments.size(); i-- > 0;) {
    const std::size_t own = segments[i]->ordinals().size();
    if (behind >= (kFanIn - 1) * own) first = i;
    behind += own;
  }
  if (first < segments.size()) {
    auto merged = Segment::merged(std::span(segments).subspan(first), {});
    segments.resize(first);
    segments.push_back(std::move(merged));
  }
  segments_ = std::move(segments);
  count();
}

void Shelf::write(SnapshotWriter& writer) const {
  writer.value<std::uint64_t>(segments_.size());
  for (const auto& segment : segments_) segment->write(writer);
}

Shelf Shelf::read(SnapshotReader& reader) {
  Shelf shelf;
  const std::size_t segments = reader.count(1);
  for (std::size_t i = 0; i < segments && !reader.failed(); ++i) {
    if (auto segment = Segment::read(reader)) shelf.segments_.push_back(std::move(segment));
  }
  shelf.count();
  return shelf;
}

void Shelf::erase(std::span<const Ordinal> ordinals) {
  auto left = segments_;
  for (auto& segment : left) {
    if (segment->holds_any(ordinals)) segment = Segment::merged(std::span(&segment, 1), ordinals);
  }
  std::erase(left, nullptr);
  segments_ = std::move(left);
  count();
}

void Shelf::count() {
  documents_ = 0;
  total_length_ = 0;
  for (const auto& segment : segments_) {
    documents_ += segment->ordinals().size();
    total_length_ += segment->total_length();
  }
}

void Shelf::lengths(OrdinalRange range, std::span<std::uint32_t> out) const {
  for (const auto& segment : segments_) {
    for (const auto [first, end] : positions_of(*segment, std::span(&range, 1))) {
      for (std::size_t i = first; i < end; ++i) out[segment->ordinals()[i] - range.first] = segment->lengths()[i];
    }
  }
}

std::size_t Shelf::document_frequency(std::string_view term) const {
  std::size_t sum = 0;
  for (const auto& segment : segments_) sum += segment->find(term).documents.size();
  return sum;
}

std::size_t Shelf::bytes() const {
  std::size_t sum = 0;
  for (const auto& segment : segments_) sum += segment->bytes();
  return sum;
}

std::vector<Shelf::WeightedTerm> Shelf::weighted(std::span<const std::string> sorted,
                                                 const Bm25Options& options) const {
  std::vector<WeightedTerm> terms;
  for (auto term = sorted.begin(); term != sorted.end();) {
    const auto next = std::ranges::upper_bound(term, sorted.end(), *term);
    WeightedTerm one{.text = *term, .postings = {}};
    double df = 0;
    for (const auto& segment : segments_) {
      one.postings.push_back(segment->find(*term));
      df += static_cast<double>(one.postings.back().documents.size());
    }
    if (df > 0) {
      one.idf = std::log(1 + (static_cast<double>(documents_) - df + 0.5) / (df + 0.5));
      one.weight = one.idf * (double{options.k1} + 1) * static_cast<double>(next - term);
      terms.push_back(std::move(one));
    }
    term = next;
  }
  return terms;
}

Shelf::LengthNorm Shelf::length_norm(const Bm25Options& options) const {
  const double average = static_cast<double>(total_length_) / static_cast<double>(documents_);
  const double k1 = options.k1;
  return {.fixed = k1 * (1 - options.b), .per_term = k1 * options.b / average};
}

LexicalMatches Shelf::matches(std::span<const std::string> given, std::span<const OrdinalRange> within,
                              const Bm25Options& options) const {
  LexicalMatches matches;
  if (total_length_ == 0) return matches;
  std::vector<std::string> sorted(given.begin(), given.end());
  std::ranges::sort(sorted);
  const auto terms = weighted(sorted, options);
  if (terms.empty()) return matches;
  for (const WeightedTerm& term : terms) matches.terms.push_back({.term = std::string(term.text), .idf = term.idf});
  const LengthNorm norm = length_norm(options);
  SparseScores scores;
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const Segment& segment = *segments_[s];
    const auto& ordinals = segment.ordinals();
    for (const Positions positions : positions_of(segment, within)) {
      scores.clear(positions.end - positions.first);
      for (std::size_t t = 0; t < terms.size(); ++t) {
        const auto& [documents, frequencies] = terms[t].postings[s];
        const auto first = std::ranges::lower_bound(documents, positions.first);
        for (auto i = static_cast<std::size_t>(first - documents.begin()); i < documents.size(); ++i) {
          const std::uint32_t document = documents[i];
          if (document >= positions.end) break;
          scores.add(document - positions.first, norm.score(terms[t], frequencies[i], segment.lengths()[document]));
          matches.terms[t].ordinals.push_back(ordinals[document]);
          matches.terms[t].frequencies.push_back(frequencies[i]);
        }
      }
      scores.each([&](std::size_t i, double score) {
        matches.hits.push_back({.ordinal = ordinals[positions.first + i], .score = static_cast<float>(score)});
      });
    }
  }
  return matches;
}

}  // namespace hebb
