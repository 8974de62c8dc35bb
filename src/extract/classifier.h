// What an utterance is, learnt from meetings in which people marked it (MRDA: Shriberg et al. 2004): one softmax
// regression over the sentence's vector and its signals. Private to extract/; tool/classifier/train makes the weights.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "extract/signals.h"
#include "extract/softmax.h"
#include "model/domain.h"

namespace hebb {

enum class UtteranceClass : std::uint8_t { noise, question, action, idea, statement };
inline constexpr std::size_t kUtteranceClasses = 5;

// From which score on an utterance counts as one of its class, chosen on MRDA train.
inline constexpr float kAsks = 0.30F;
inline constexpr float kActs = 0.15F;
inline constexpr float kProposes = 0.18F;

struct UtteranceScores {
  std::array<float, kUtteranceClasses> of{};  // as Softmax::scores tells them

  float operator[](UtteranceClass kind) const { return of[static_cast<std::size_t>(kind)]; }
};

// Thread safety: immutable.
class UtteranceClassifier {
 public:
  // The one that was built in.
  static const UtteranceClassifier& shipped();

  // Weights as tool/classifier/train writes them. Errors: those of Softmax::from.
  static Result<UtteranceClassifier> from(std::span<const std::byte> weights);

  // `vector`: kSemanticDimension numbers, L2 norm 1, of the sentence without its final mark.
  UtteranceScores scores(std::span<const float> vector, const Signals& signals) const {
    HEBB_CHECK(vector.size() == kSemanticDimension);
    return {softmax_.scores({&vector, 1}, signals)};
  }

 private:
  explicit UtteranceClassifier(Softmax<kUtteranceClasses> softmax) : softmax_(std::move(softmax)) {}

  Softmax<kUtteranceClasses> softmax_;
};

// The text of which the classifier wants the vector.
std::string_view without_final_marks(std::string_view sentence);

}  // namespace hebb
