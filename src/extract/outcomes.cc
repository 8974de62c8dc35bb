#include "extract/outcomes.h"

#include <algorithm>
#include <array>

#include "extract/actions.h"
#include "extract/meant.h"
#include "extract/replies.h"

// The file's bytes, put into the program by the assembler.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "hebb_outcome_weights:\n"
    ".incbin \"" HEBB_OUTCOME_WEIGHTS
    "\"\n"
    "hebb_outcome_weights_end:\n"
    ".previous\n");
extern "C" {
extern const std::byte hebb_outcome_weights[];      // NOLINT(readability-identifier-naming,*-avoid-c-arrays)
extern const std::byte hebb_outcome_weights_end[];  // NOLINT(readability-identifier-naming,*-avoid-c-arrays)
}

namespace hebb {
namespace {

struct Told {
  OutcomeClass outcome;
  MemoryType type;
  float from;  // the score from which on it is told (docs/extraction.md)
};
constexpr std::array kTold{
    Told{OutcomeClass::decision, MemoryType::decision, 0.48F}, Told{OutcomeClass::action, MemoryType::action, 0.60F},
    Told{OutcomeClass::risk, MemoryType::risk, 0.40F},         Told{OutcomeClass::issue, MemoryType::issue, 0.60F},
    Told{OutcomeClass::idea, MemoryType::idea, 0.60F},
};
constexpr std::size_t kFewestWords = 4;

}  // namespace

Result<OutcomeClassifier> OutcomeClassifier::from(std::span<const std::byte> weights) {
  auto softmax = Softmax<kOutcomeClasses>::from(
      weights,
      {.head = "HEBBOUT2", .signals = outcome_signal_names(), .buckets = kOutcomeBuckets, .vectors = kOutcomeVectors});
  if (!softmax) return std::unexpected(softmax.error());
  return OutcomeClassifier(*std::move(softmax));
}

const OutcomeClassifier& OutcomeClassifier::shipped() {
  static const OutcomeClassifier classifier = [] {
    auto made = from({hebb_outcome_weights, hebb_outcome_weights_end});
    HEBB_CHECK(made.has_value());
    return *std::move(made);
  }();
  return classifier;
}

std::optional<TypeGuess> learnt_type(const OutcomeScores& scores, const Reading& reading) {
  if (reading.words < kFewestWords) return std::nullopt;
  std::optional<TypeGuess> likeliest;
  for (const auto& told : kTold) {
    const float score = scores[told.outcome];
    if (told.type == MemoryType::action &&
        (std::ranges::any_of(reading.sentences, takes_back) || std::ranges::all_of(reading.sentences, is_farewell) ||
         std::ranges::all_of(reading.sentences, says_done)))
      continue;
    if (score >= told.from && (!likeliest || score > likeliest->confidence)) likeliest = {told.type, score};
  }
  return likeliest;
}

}  // namespace hebb
