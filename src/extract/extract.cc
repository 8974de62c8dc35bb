#include "extract/extract.h"

#include "extract/features.h"
#include "extract/pipeline.h"
#include "extract/reading.h"

namespace hebb {

Result<Extraction> extract_memories(const Meeting& meeting, const std::vector<Turn>& turns, const Encoder& encoder,
                                    const ExtractOptions& options) {
  return extract_with(
      meeting, turns, [&](const std::vector<std::string_view>& texts) { return encoder.encode(texts, options.budget); },
      options);
}

std::array<float, kFeatureDimension> features_of_text(std::string_view text) {
  return features_of_words(read(text)).values;
}

}  // namespace hebb
