#include "extract/classifier.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <format>
#include <string>

#include "base/digest.h"
#include "model/domain.h"

// The file's bytes, put into the program by the assembler.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "hebb_utterance_weights:\n"
    ".incbin \"" HEBB_UTTERANCE_WEIGHTS
    "\"\n"
    "hebb_utterance_weights_end:\n"
    ".previous\n");
extern "C" {
extern const std::byte hebb_utterance_weights[];      // NOLINT(readability-identifier-naming,*-avoid-c-arrays)
extern const std::byte hebb_utterance_weights_end[];  // NOLINT(readability-identifier-naming,*-avoid-c-arrays)
}

namespace hebb {
namespace {

static_assert(std::endian::native == std::endian::little, "the weights are little-endian");

constexpr std::string_view kHead = "HEBBUTT1";

Digest digest_of_signals() {
  Sha256 digest;
  for (const auto name : signal_names()) digest.field(name);
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

Result<UtteranceClassifier> UtteranceClassifier::from(std::span<const std::byte> weights) {
  const std::size_t rows = kSemanticDimension + signal_names().size();
  std::array<char, kHead.size()> head{};
  Digest signals{};
  Row dense_unit{};
  const auto parameters = 5 * sizeof(Row);
  const auto size =
      head.size() + signals.size() + parameters + (rows * sizeof(std::int16_t) + kNgramBuckets) * kUtteranceClasses;
  if (weights.size() < head.size() + signals.size())
    return fail(ErrorCode::corruption, "the utterance classifier's weights are cut short");
  Taker taker(weights);
  taker.into(head);
  taker.into(signals);
  if (std::string_view(head.data(), head.size()) != kHead)
    return fail(ErrorCode::corruption, "these are no weights of the utterance classifier");
  if (signals != digest_of_signals())
    return fail(ErrorCode::unsupported,
                "the utterance classifier's weights were made for other signals: run tool/classifier/train");
  if (weights.size() != size)
    return fail(ErrorCode::corruption,
                std::format("the utterance classifier's weights have {} bytes instead of {}", weights.size(), size));

  UtteranceClassifier classifier;
  taker.into(dense_unit);
  taker.into(classifier.ngram_unit_);
  taker.into(classifier.bias_);
  taker.into(classifier.slope_);
  taker.into(classifier.offset_);
  classifier.dense_.resize(rows);
  for (Row& row : classifier.dense_) {
    std::array<std::int16_t, kUtteranceClasses> steps{};
    taker.into(steps);
    for (std::size_t k = 0; k < kUtteranceClasses; ++k) row[k] = static_cast<float>(steps[k]) * dense_unit[k];
  }
  classifier.ngrams_.resize(kNgramBuckets);
  for (auto& row : classifier.ngrams_) taker.into(row);
  return classifier;
}

const UtteranceClassifier& UtteranceClassifier::shipped() {
  static const UtteranceClassifier classifier = [] {
    auto made = from({hebb_utterance_weights, hebb_utterance_weights_end});
    HEBB_CHECK(made.has_value());
    return *std::move(made);
  }();
  return classifier;
}

UtteranceScores UtteranceClassifier::scores(std::span<const float> vector, const Signals& signals) const {
  HEBB_CHECK(vector.size() + signals.dense.size() == dense_.size());
  Row logits = bias_;
  const auto add = [&](std::span<const float> numbers, std::size_t first_row) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] == 0) continue;
      for (std::size_t k = 0; k < kUtteranceClasses; ++k) logits[k] += numbers[i] * dense_[first_row + i][k];
    }
  };
  add(vector, 0);
  add(signals.dense, vector.size());
  std::array<std::int32_t, kUtteranceClasses> steps{};
  for (const auto bucket : signals.ngrams) {
    for (std::size_t k = 0; k < kUtteranceClasses; ++k) steps[k] += ngrams_[bucket][k];
  }
  float sum = 0;
  for (std::size_t k = 0; k < kUtteranceClasses; ++k) logits[k] += static_cast<float>(steps[k]) * ngram_unit_[k];
  const float most = std::ranges::max(logits);
  Row shares{};
  for (std::size_t k = 0; k < kUtteranceClasses; ++k) sum += shares[k] = std::exp(logits[k] - most);
  UtteranceScores scores;
  for (std::size_t k = 0; k < kUtteranceClasses; ++k) {
    const float p = std::clamp(shares[k] / sum, 1e-6F, 1 - 1e-6F);
    scores.of[k] = logistic(slope_[k] * std::log(p / (1 - p)) + offset_[k]);
  }
  return scores;
}

std::string_view without_final_marks(std::string_view sentence) {
  const auto last = sentence.find_last_not_of(" .!?\"')");
  return last == std::string_view::npos ? sentence.substr(0, 0) : sentence.substr(0, last + 1);
}

}  // namespace hebb
