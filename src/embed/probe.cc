#include <algorithm>
#include <cmath>
#include <format>
#include <span>

#include "embed/encoder.h"

namespace hebb {
namespace {

constexpr double kLeastCosine = 0.95;  // int8 and fp32 of one model stay above it, other models far below

double cosine(std::span<const float> a, std::span<const float> b) {
  double dot = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = a[i], y = b[i];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? dot / std::sqrt(aa * bb) : 0;
}

std::unexpected<Error> incompatible(const EncoderProbe& stored, const EncoderProbe& present, const std::string& how) {
  return fail(
      ErrorCode::conflict,
      std::format("the memories here were embedded by {}, and the present model, {}, is not compatible ({}): use "
                  "the former model by MODEL_PATH, or import the meetings again into another --data-dir",
                  stored.model, present.model, how));
}

}  // namespace

// Persisted by their vectors: never change them.
const std::vector<std::string_view>& probe_sentences() {
  static const std::vector<std::string_view> sentences{
      "We decided to move the launch to the second week of March.",
      "Anna will send the revised budget to everybody by Friday.",
      "What happens if the supplier raises the price again?",
      "I don't think that the new design solves the problem.",
      "The remote control should have fewer buttons and a softer case.",
      "Unemployment among young people rose by two per cent last year.",
      "Could you turn up the microphone gain, please?",
      "Okay.",
  };
  return sentences;
}

Result<EncoderProbe> make_probe(const Encoder& encoder) {
  auto vectors = encoder.encode(probe_sentences());
  if (!vectors) return std::unexpected(vectors.error());
  const auto& about = encoder.description();
  return EncoderProbe{.model = std::format("{} {} ({:.12})", about.name, about.precision, about.digest),
                      .vectors = std::move(*vectors)};
}

Result<void> check_probe(const EncoderProbe& stored, const EncoderProbe& present) {
  if (stored.vectors.size() != present.vectors.size()) {
    return incompatible(stored, present, "vectors of another size");
  }
  double least = 1;
  for (std::size_t at = 0; at + kSemanticDimension <= stored.vectors.size(); at += kSemanticDimension) {
    const auto row = [at](const EncoderProbe& probe) {
      return std::span(probe.vectors).subspan(at, kSemanticDimension);
    };
    least = std::min(least, cosine(row(stored), row(present)));
  }
  if (least >= kLeastCosine) return {};
  return incompatible(stored, present, std::format("least cosine {:.3f}", least));
}

}  // namespace hebb
