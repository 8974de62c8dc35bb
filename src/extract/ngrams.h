// Hashed word n-grams (Weinberger et al. 2009). Private to extract/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

// The buckets of the n-grams of word sequences, "<" before each and ">" after it. A border alone is none.
class NgramBuckets {
 public:
  struct Manner {
    std::string_view prefix;  // of each n-gram, so that the same words elsewhere are others
    std::size_t longest = 3;  // words
  };

  explicit NgramBuckets(std::size_t buckets) : count_(buckets) {}  // at most 65,536
  void add(std::span<const std::string> words, const Manner& manner);
  std::vector<std::uint16_t> taken() &&;  // ascending, each once

 private:
  std::size_t count_;
  std::vector<std::uint16_t> buckets_;
};

}  // namespace hebb
