// A learnt softmax regression over vectors, dense signals and hashed n-grams. Private to extract/;
// tool/classifier learns the weights, docs/extraction.md has their format.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "extract/signals.h"

namespace hebb {

// Thread safety: immutable.
template <std::size_t kClasses>
class Softmax {
 public:
  using Row = std::array<float, kClasses>;

  struct Form {
    std::string_view head;  // the file's first eight bytes
    std::span<const std::string_view> signals;
    std::size_t buckets;  // of n-grams
    std::size_t vectors;  // of kSemanticDimension numbers each
  };

  // Errors: corruption (size or head), unsupported (made for other signals).
  static Result<Softmax> from(std::span<const std::byte> weights, const Form& form);

  // Probabilities, each in [0,1]; calibrated one by one, so they need not add to 1. `vectors`: as many as the form has,
  // of L2 norm 1; one that is empty says nothing.
  Row scores(std::span<const std::span<const float>> vectors, const Signals& signals) const;

 private:
  Softmax() = default;

  std::vector<Row> dense_;  // of the vectors' numbers, then of the dense signals
  std::vector<std::array<std::int8_t, kClasses>> ngrams_;
  Row ngram_unit_{};
  Row bias_{};
  Row slope_{};  // a class's probability p is told as logistic(slope * logit(p) + offset) (Platt 1999)
  Row offset_{};
};

}  // namespace hebb
