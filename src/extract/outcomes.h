// What a statement amounts to for whoever comes back to the meeting: a decision, an action, an issue, a risk, an idea.
// Learnt from invented business meetings and from statements of QMSum train, both read and marked; where cues know no
// word for it (types.h), this tells it. After decision detection in meetings: Hsueh and Moore 2007, Fernandez et al.
// 2008. Private to extract/; tool/classifier/train makes the weights.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "base/error.h"
#include "extract/outcome_signals.h"
#include "extract/reading.h"
#include "extract/softmax.h"
#include "extract/types.h"

namespace hebb {

enum class OutcomeClass : std::uint8_t { none, decision, action, issue, risk, idea, question };
inline constexpr std::size_t kOutcomeClasses = 7;

struct OutcomeScores {
  std::array<float, kOutcomeClasses> of{};  // as Softmax::scores tells them

  float operator[](OutcomeClass kind) const { return of[static_cast<std::size_t>(kind)]; }
};

// Thread safety: immutable.
class OutcomeClassifier {
 public:
  // The one that was built in.
  static const OutcomeClassifier& shipped();

  // Weights as tool/classifier/train writes them. Errors: those of Softmax::from.
  static Result<OutcomeClassifier> from(std::span<const std::byte> weights);

  // `vectors`, of L2 norm 1, and `signals`: outcome_vectors_of and outcome_signals_of the statement.
  OutcomeScores scores(const OutcomeVectors& vectors, const Signals& signals) const {
    return {softmax_.scores(vectors, signals)};
  }

 private:
  explicit OutcomeClassifier(Softmax<kOutcomeClasses> softmax) : softmax_(std::move(softmax)) {}

  Softmax<kOutcomeClasses> softmax_;
};

// What a statement of which no cue tells the type is, by the classifier; nothing where it is not sure enough or where
// the statement says too little. Confidence: the score.
std::optional<TypeGuess> learnt_type(const OutcomeScores& scores, const Reading& reading);

}  // namespace hebb
