#include "extract/softmax.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <format>

#include "base/digest.h"
#include "extract/classifier.h"
#include "extract/outcomes.h"
#include "model/domain.h"

namespace hebb {
namespace {

static_assert(std::endian::native == std::endian::little, "the weights are little-endian");

Digest digest_of(std::span<const std::string_view> signals) {
  Sha256 digest;
  for (const auto name : signals) digest.field(name);
  return digest.finish();
}

// Takes values off the front of bytes whose size was checked.
class Taker {
 public:
  explicit Taker(std::span<const std::byte> bytes) : left_(bytes) {}

  template <class T>
  void into(T& value) {
    std::memcpy(&value, left_.data(), sizeof(T));
    left_ = left_.subspan(sizeof(T));
  }

 private:
  std::span<const std::byte> left_;
};

float logistic(float x) {
  return 1 / (1 + std::exp(-x));
}

}  // namespace

template <std::size_t kClasses>
Result<Softmax<kClasses>> Softmax<kClasses>::from(std::span<const std::byte> weights, const Form& form) {
  constexpr std::size_t kParameters = 5;  // rows besides the weights
  const std::size_t rows = form.vectors * kSemanticDimension + form.signals.size();
  Digest signals{};
  Row dense_unit{};
  const auto size = form.head.size() + signals.size() + kParameters * sizeof(Row) +
                    (rows * sizeof(std::int16_t) + form.buckets) * kClasses;
  if (weights.size() < form.head.size() + signals.size())
    return fail(ErrorCode::corruption, std::format("the weights of {} are cut short", form.head));
  if (std::memcmp(weights.data(), form.head.data(), form.head.size()) != 0)
    return fail(ErrorCode::corruption, std::format("these are no weights of {}", form.head));
  Taker taker(weights.subspan(form.head.size()));
  taker.into(signals);
  if (signals != digest_of(form.signals))
    return fail(ErrorCode::unsupported,
                std::format("the weights of {} were made for other signals: run tool/classifier/train", form.head));
  if (weights.size() != size)
    return fail(ErrorCode::corruption,
                std::format("the weights of {} have {} bytes instead of {}", form.head, weights.size(), size));

  Softmax softmax;
  taker.into(dense_unit);
  taker.into(softmax.ngram_unit_);
  taker.into(softmax.bias_);
  taker.into(softmax.slope_);
  taker.into(softmax.offset_);
  softmax.dense_.resize(rows);
  for (Row& row : softmax.dense_) {
    std::array<std::int16_t, kClasses> steps{};
    taker.into(steps);
    for (std::size_t k = 0; k < kClasses; ++k) row[k] = static_cast<float>(steps[k]) * dense_unit[k];
  }
  softmax.ngrams_.resize(form.buckets);
  for (auto& row : softmax.ngrams_) taker.into(row);
  return softmax;
}

template <std::size_t kClasses>
typename Softmax<kClasses>::Row Softmax<kClasses>::scores(std::span<const std::span<const float>> vectors,
                                                          const Signals& signals) const {
  HEBB_CHECK(vectors.size() * kSemanticDimension + signals.dense.size() == dense_.size());
  HEBB_CHECK(signals.ngrams.empty() || signals.ngrams.back() < ngrams_.size());
  Row logits = bias_;
  const auto add = [&](std::span<const float> numbers, std::size_t first_row) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] == 0) continue;
      for (std::size_t k = 0; k < kClasses; ++k) logits[k] += numbers[i] * dense_[first_row + i][k];
    }
  };
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    HEBB_CHECK(vectors[i].empty() || vectors[i].size() == kSemanticDimension);
    add(vectors[i], i * kSemanticDimension);
  }
  add(signals.dense, vectors.size() * kSemanticDimension);
  std::array<std::int32_t, kClasses> steps{};
  for (const auto bucket : signals.ngrams) {
    for (std::size_t k = 0; k < kClasses; ++k) steps[k] += ngrams_[bucket][k];
  }
  for (std::size_t k = 0; k < kClasses; ++k) logits[k] += static_cast<float>(steps[k]) * ngram_unit_[k];
  const float most = std::ranges::max(logits);
  Row scores{};
  float sum = 0;
  for (std::size_t k = 0; k < kClasses; ++k) sum += scores[k] = std::exp(logits[k] - most);
  for (std::size_t k = 0; k < kClasses; ++k) {
    const float p = std::clamp(scores[k] / sum, 1e-6F, 1 - 1e-6F);
    scores[k] = logistic(slope_[k] * std::log(p / (1 - p)) + offset_[k]);
  }
  return scores;
}

template class Softmax<kUtteranceClasses>;
template class Softmax<kOutcomeClasses>;

}  // namespace hebb
