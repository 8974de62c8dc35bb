#include "extract/classifier.h"

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

Result<UtteranceClassifier> UtteranceClassifier::from(std::span<const std::byte> weights) {
  auto softmax = Softmax<kUtteranceClasses>::from(
      weights, {.head = "HEBBUTT1", .signals = signal_names(), .buckets = kNgramBuckets, .vectors = 1});
  if (!softmax) return std::unexpected(softmax.error());
  return UtteranceClassifier(*std::move(softmax));
}

const UtteranceClassifier& UtteranceClassifier::shipped() {
  static const UtteranceClassifier classifier = [] {
    auto made = from({hebb_utterance_weights, hebb_utterance_weights_end});
    HEBB_CHECK(made.has_value());
    return *std::move(made);
  }();
  return classifier;
}

std::string_view without_final_marks(std::string_view sentence) {
  const auto last = sentence.find_last_not_of(" .!?\"')");
  return last == std::string_view::npos ? sentence.substr(0, 0) : sentence.substr(0, last + 1);
}

}  // namespace hebb
