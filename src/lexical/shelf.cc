#include "lexical/shelf.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace hebb {
namespace {

// The k best; equal scores by memory id, so that the cut does not depend on the order of loading.
class BestHits {
 public:
  explicit BestHits(std::size_t k) : k_(k) {}

  void offer(Hit hit, const MemoryId& id) {
    if (hits_.size() < k_) {
      hits_.push_back({hit, id});
      if (hits_.size() == k_) std::ranges::make_heap(hits_, better);
    } else if (k_ > 0 && hit.score >= hits_.front().hit.score && better({hit, id}, hits_.front())) {
      std::ranges::pop_heap(hits_, better);
      hits_.back() = {hit, id};
      std::ranges::push_heap(hits_, better);
    }
  }
  std::vector<Hit> take() {
    std::ranges::sort(hits_, better);
    std::vector<Hit> hits;
    hits.reserve(hits_.size());
    for (const Entry& entry : hits_) hits.push_back(entry.hit);
    return hits;
  }

 private:
  struct Entry {
    Hit hit;
    MemoryId id;
  };
  static bool better(const Entry& a, const Entry& b) {
    if (a.hit.score != b.hit.score) return a.hit.score > b.hit.score;
    return std::tie(a.id, a.hit.ordinal) < std::tie(b.id, b.hit.ordinal);
  }

  std::size_t k_;
  std::vector<Entry> hits_;  // a heap with the worst in front once there are k
};

// Term at a time, in the order of `terms`: the order of summation is the same in every segment.
void accumulate(const Segment& segment, std::span<const Shelf::WeightedTerm> terms, Shelf::LengthNorm norm,
                std::vector<double>& scores) {
  scores.assign(segment.ordinals().size(), 0);
  for (const Shelf::WeightedTerm& term : terms) {
    const auto postings = segment.find(term.text);
    for (std::size_t i = 0; i < postings.documents.size(); ++i) {
      const std::uint32_t document = postings.documents[i];
      const double frequency = postings.frequencies[i];
      scores[document] +=
          term.weight * frequency / (frequency + norm.fixed + norm.per_term * segment.lengths()[document]);
    }
  }
}

// Of the ascending `wanted` those that the segment holds and that scored.
void append_scores(const Segment& segment, std::span<const double> scores, std::span<const Ordinal> wanted,
                   std::vector<Hit>& hits) {
  const auto& ordinals = segment.ordinals();
  auto from = ordinals.begin();
  for (const Ordinal ordinal : wanted) {
    from = std::lower_bound(from, ordinals.end(), ordinal);
    if (from == ordinals.end()) return;
    const double score = scores[static_cast<std::size_t>(from - ordinals.begin())];
    if (*from == ordinal && score > 0) hits.push_back({.ordinal = ordinal, .score = static_cast<float>(score)});
  }
}

}  // namespace

void Shelf::add(std::shared_ptr<const Segment> segment) {
  segments_.push_back(std::move(segment));
  std::size_t first = segments_.size();
  std::size_t behind = 0;  // documents in the segments after i
  for (std::size_t i = segments_.size(); i-- > 0;) {
    const std::size_t own = segments_[i]->ordinals().size();
    if (behind >= (kFanIn - 1) * own) first = i;
    behind += own;
  }
  if (first < segments_.size()) {
    auto merged = Segment::merged(std::span(segments_).subspan(first), {});
    segments_.resize(first);
    segments_.push_back(std::move(merged));
  }
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
  for (auto& segment : segments_) {
    if (segment->holds_any(ordinals)) segment = Segment::merged(std::span(&segment, 1), ordinals);
  }
  std::erase(segments_, nullptr);
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
    if (const auto df = static_cast<double>(document_frequency(*term)); df > 0) {
      const double idf = std::log(1 + (static_cast<double>(documents_) - df + 0.5) / (df + 0.5));
      const double repeats = static_cast<double>(next - term);
      terms.push_back({.text = *term, .idf = idf, .weight = idf * (double{options.k1} + 1) * repeats});
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

LexicalHits Shelf::search(const LexicalQuery& query, const Bm25Options& options) const {
  if (total_length_ == 0) return {};
  auto sorted = query.terms;
  std::ranges::sort(sorted);
  const auto terms = weighted(sorted, options);
  if (terms.empty()) return {};
  const LengthNorm norm = length_norm(options);
  BestHits best(query.k);
  LexicalHits hits;
  std::vector<double> scores;
  for (const auto& segment : segments_) {
    accumulate(*segment, terms, norm, scores);
    append_scores(*segment, scores, query.also, hits.also);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const Ordinal ordinal = segment->ordinals()[i];
      if (scores[i] <= 0 || (query.selected && !query.selected->contains(ordinal))) continue;
      best.offer({.ordinal = ordinal, .score = static_cast<float>(scores[i])}, segment->ids()[i]);
      ++hits.matches;
      hits.sum += scores[i];
      hits.sum_of_squares += scores[i] * scores[i];
    }
  }
  hits.best = best.take();
  std::ranges::sort(hits.also, {}, &Hit::ordinal);
  return hits;
}

LexicalMatches Shelf::matches(std::span<const std::string> given, const Bm25Options& options) const {
  LexicalMatches matches;
  if (total_length_ == 0) return matches;
  std::vector<std::string> sorted(given.begin(), given.end());
  std::ranges::sort(sorted);
  const auto terms = weighted(sorted, options);
  if (terms.empty()) return matches;
  for (const WeightedTerm& term : terms) matches.terms.push_back({.term = std::string(term.text), .idf = term.idf});
  const LengthNorm norm = length_norm(options);
  std::vector<double> scores;
  for (const auto& segment : segments_) {
    accumulate(*segment, terms, norm, scores);
    const auto& ordinals = segment->ordinals();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (scores[i] <= 0) continue;
      matches.hits.push_back({.ordinal = ordinals[i], .score = static_cast<float>(scores[i])});
    }
    for (TermOccurrences& term : matches.terms) {
      const auto postings = segment->find(term.term);
      for (const std::uint32_t document : postings.documents) term.ordinals.push_back(ordinals[document]);
      term.frequencies.insert(term.frequencies.end(), postings.frequencies.begin(), postings.frequencies.end());
    }
  }
  return matches;
}

}  // namespace hebb
