#include "lexical/segment.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();

struct Occurrence {
  std::uint32_t term;  // number in order of first appearance
  std::uint32_t document;
  std::uint32_t count;
};

// Each different term's number.
class Vocabulary {
 public:
  std::uint32_t number_of(std::string&& term) {
    const auto [entry, is_new] = numbers_.try_emplace(std::move(term), static_cast<std::uint32_t>(terms_.size()));
    if (is_new) terms_.push_back(entry->first);
    return entry->second;
  }
  const std::vector<std::string_view>& terms() const { return terms_; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string_view> terms_;  // the keys, which stay where they are
};

std::vector<std::uint32_t> sorted_numbers(const std::vector<std::string_view>& terms) {
  std::vector<std::uint32_t> numbers(terms.size());
  std::iota(numbers.begin(), numbers.end(), 0u);
  std::ranges::sort(numbers, {}, [&](std::uint32_t number) { return terms[number]; });
  return numbers;
}

// The first eight bytes as a number, which compares as they do.
std::uint64_t beginning_of(std::string_view term) {
  std::array<char, sizeof(std::uint64_t)> bytes{};
  term.copy(bytes.data(), bytes.size());
  const auto beginning = std::bit_cast<std::uint64_t>(bytes);
  return std::endian::native == std::endian::little ? std::byteswap(beginning) : beginning;
}

std::uint16_t saturated(std::uint32_t count) {
  return static_cast<std::uint16_t>(std::min<std::uint32_t>(count, std::numeric_limits<std::uint16_t>::max()));
}

}  // namespace

std::shared_ptr<const Segment> Segment::of(std::span<const LexicalDocument* const> documents) {
  auto segment = std::make_shared<Segment>();
  Vocabulary vocabulary;
  std::vector<Occurrence> occurrences;  // by document
  std::vector<std::uint32_t> numbers;   // of one document
  for (const LexicalDocument* document : documents) {
    const auto position = static_cast<std::uint32_t>(segment->ordinals_.size());
    numbers.clear();
    for (std::string& term : index_terms(document->text)) numbers.push_back(vocabulary.number_of(std::move(term)));
    segment->add_document(document->ordinal, static_cast<std::uint32_t>(numbers.size()));
    std::ranges::sort(numbers);
    for (auto number = numbers.begin(); number != numbers.end();) {
      const auto next = std::ranges::find_if(number, numbers.end(), [&](auto other) { return other != *number; });
      occurrences.push_back(
          {.term = *number, .document = position, .count = static_cast<std::uint32_t>(next - number)});
      number = next;
    }
  }
  std::ranges::stable_sort(occurrences, {}, &Occurrence::term);
  std::vector<std::size_t> begins(vocabulary.terms().size() + 1, occurrences.size());
  for (std::size_t i = occurrences.size(); i-- > 0;) begins[occurrences[i].term] = i;
  for (const std::uint32_t number : sorted_numbers(vocabulary.terms())) {
    for (std::size_t i = begins[number]; i < begins[number + 1]; ++i) {
      segment->add_posting(occurrences[i].document, saturated(occurrences[i].count));
    }
    segment->end_term(vocabulary.terms()[number]);
  }
  segment->shrink();
  return segment;
}

std::shared_ptr<const Segment> Segment::merged(std::span<const std::shared_ptr<const Segment>> segments,
                                               std::span<const Ordinal> without) {
  auto merged = std::make_shared<Segment>();
  std::vector<std::vector<std::uint32_t>> positions;  // of each segment's documents in the merged one
  for (const auto& segment : segments) {
    auto& places = positions.emplace_back();
    for (std::size_t i = 0; i < segment->ordinals_.size(); ++i) {
      const Ordinal ordinal = segment->ordinals_[i];
      const bool dropped = std::ranges::binary_search(without, ordinal);
      places.push_back(dropped ? kDropped : static_cast<std::uint32_t>(merged->ordinals_.size()));
      if (!dropped) merged->add_document(ordinal, segment->lengths_[i]);
    }
  }
  if (merged->ordinals_.empty()) return nullptr;
  std::vector<std::size_t> next(segments.size());  // term of each segment
  while (true) {
    std::optional<std::string_view> least;
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (next[s] == segments[s]->terms()) continue;
      const auto term = segments[s]->term(next[s]);
      if (!least || term < *least) least = term;
    }
    if (!least) break;
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (next[s] == segments[s]->terms() || segments[s]->term(next[s]) != *least) continue;
      const Postings postings = segments[s]->postings(next[s]++);
      for (std::size_t i = 0; i < postings.documents.size(); ++i) {
        const auto place = positions[s][postings.documents[i]];
        if (place != kDropped) merged->add_posting(place, postings.frequencies[i]);
      }
    }
    merged->end_term(*least);
  }
  merged->shrink();
  return merged;
}

void Segment::write(SnapshotWriter& writer) const {
  writer.array(ordinals_);
  writer.array(lengths_);
  writer.value(total_length_);
  writer.text(text_);
  writer.array(text_ends_);
  writer.array(posting_ends_);
  writer.array(documents_);
  writer.array(frequencies_);
}

std::shared_ptr<const Segment> Segment::read(SnapshotReader& reader) {
  auto segment = std::make_shared<Segment>();
  reader.array(segment->ordinals_);
  reader.array(segment->lengths_);
  segment->total_length_ = reader.value<std::uint64_t>();
  segment->text_ = reader.text();
  reader.array(segment->text_ends_);
  reader.array(segment->posting_ends_);
  reader.array(segment->documents_);
  reader.array(segment->frequencies_);
  if (segment->ordinals_.empty() || !std::ranges::is_sorted(segment->text_ends_) ||
      (!segment->text_ends_.empty() && segment->text_ends_.back() > segment->text_.size()))
    reader.fail();
  if (reader.failed()) return nullptr;
  segment->beginnings_.reserve(segment->terms());
  for (std::size_t i = 0; i < segment->terms(); ++i) segment->beginnings_.push_back(beginning_of(segment->term(i)));
  return segment;
}

Segment::Postings Segment::find(std::string_view wanted) const {
  const std::uint64_t beginning = beginning_of(wanted);
  auto i = static_cast<std::size_t>(std::ranges::lower_bound(beginnings_, beginning) - beginnings_.begin());
  while (i < terms() && beginnings_[i] == beginning && term(i) < wanted) ++i;
  return i < terms() && term(i) == wanted ? postings(i) : Postings{};
}

bool Segment::holds_any(std::span<const Ordinal> ascending) const {
  const auto first = std::ranges::lower_bound(ascending, ordinals_.front());
  return std::any_of(first, std::ranges::upper_bound(ascending, ordinals_.back()),
                     [&](Ordinal ordinal) { return std::ranges::binary_search(ordinals_, ordinal); });
}

std::size_t Segment::bytes() const {
  return sizeof *this + ordinals_.capacity() * sizeof(Ordinal) + text_.capacity() +
         (lengths_.capacity() + text_ends_.capacity() + posting_ends_.capacity() + documents_.capacity()) *
             sizeof(std::uint32_t) +
         beginnings_.capacity() * sizeof(std::uint64_t) + frequencies_.capacity() * sizeof(std::uint16_t);
}

std::string_view Segment::term(std::size_t i) const {
  const std::size_t begin = i == 0 ? 0 : text_ends_[i - 1];
  return std::string_view(text_).substr(begin, text_ends_[i] - begin);
}

Segment::Postings Segment::postings(std::size_t i) const {
  const std::size_t begin = i == 0 ? 0 : posting_ends_[i - 1];
  const std::size_t count = posting_ends_[i] - begin;
  return {.documents = std::span(documents_).subspan(begin, count),
          .frequencies = std::span(frequencies_).subspan(begin, count)};
}

void Segment::add_document(Ordinal ordinal, std::uint32_t length) {
  ordinals_.push_back(ordinal);
  lengths_.push_back(length);
  total_length_ += length;
}

void Segment::add_posting(std::uint32_t document, std::uint16_t frequency) {
  documents_.push_back(document);
  frequencies_.push_back(frequency);
}

void Segment::end_term(std::string_view term) {
  const std::size_t before = posting_ends_.empty() ? 0 : posting_ends_.back();
  if (documents_.size() == before) return;
  text_ += term;
  beginnings_.push_back(beginning_of(term));
  HEBB_CHECK(std::max(text_.size(), documents_.size()) < std::numeric_limits<std::uint32_t>::max());
  text_ends_.push_back(static_cast<std::uint32_t>(text_.size()));
  posting_ends_.push_back(static_cast<std::uint32_t>(documents_.size()));
}

void Segment::shrink() {
  ordinals_.shrink_to_fit();
  lengths_.shrink_to_fit();
  text_.shrink_to_fit();
  text_ends_.shrink_to_fit();
  beginnings_.shrink_to_fit();
  posting_ends_.shrink_to_fit();
  documents_.shrink_to_fit();
  frequencies_.shrink_to_fit();
}

}  // namespace hebb
