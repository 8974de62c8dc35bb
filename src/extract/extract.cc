#include "extract/extract.h"

#include "extract/pipeline.h"

namespace hebb {

Result<Extraction> extract_memories(const Meeting& meeting, const std::vector<Turn>& turns, const Encoder& encoder,
                                    const ExtractOptions& options) {
  return extract_with(
      meeting, turns, [&](const std::vector<std::string_view>& texts) { return encoder.encode(texts); }, options);
}

}  // namespace hebb
