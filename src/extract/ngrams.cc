#include "extract/ngrams.h"

#include <algorithm>
#include <utility>

namespace hebb {
namespace {

// FNV-1a (Fowler, Noll, Vo; 32 bits) over words with a space between, so that an n-gram goes on from the one before.
class Hash {
 public:
  void add(std::string_view word) {
    if (state_ != kBasis) add(' ');
    for (const char letter : word) add(letter);
  }
  std::uint32_t value() const { return state_; }

 private:
  static constexpr std::uint32_t kBasis = 0x811c9dc5;
  void add(char letter) { state_ = (state_ ^ static_cast<unsigned char>(letter)) * 0x01000193U; }
  std::uint32_t state_ = kBasis;
};

}  // namespace

void NgramBuckets::add(std::span<const std::string> sequence, const Manner& manner) {
  std::vector<std::string_view> words{"<"};
  words.insert(words.end(), sequence.begin(), sequence.end());
  words.emplace_back(">");
  buckets_.reserve(buckets_.size() + words.size() * manner.longest);
  for (std::size_t begin = 0; begin < words.size(); ++begin) {
    Hash hash;
    if (!manner.prefix.empty()) hash.add(manner.prefix);
    for (std::size_t end = begin; end < std::min(begin + manner.longest, words.size()); ++end) {
      hash.add(words[end]);
      const bool only_a_border = end == begin && (begin == 0 || begin + 1 == words.size());
      if (!only_a_border) buckets_.push_back(static_cast<std::uint16_t>(hash.value() % count_));
    }
  }
}

std::vector<std::uint16_t> NgramBuckets::taken() && {
  std::ranges::sort(buckets_);
  const auto [first, last] = std::ranges::unique(buckets_);
  buckets_.erase(first, last);
  return std::move(buckets_);
}

}  // namespace hebb
