#include "extract/extract.h"

#include <unordered_map>
#include <utility>

#include "extract/features.h"
#include "extract/pipeline.h"
#include "extract/reading.h"
#include "extract/statements.h"

namespace hebb {

Result<Extraction> extract_memories(const Meeting& meeting, const std::vector<Turn>& turns, const Encoder& encoder,
                                    const ExtractOptions& options) {
  return extract_with(
      meeting, turns, [&](const std::vector<std::string_view>& texts) { return encoder.encode(texts, options.budget); },
      options);
}

Result<Extraction> extract_again(const Meeting& meeting, const std::vector<Turn>& turns, std::span<const Memory> known,
                                 const Encoder& encoder) {
  std::unordered_map<std::string_view, std::span<const float>> vectors;
  for (const Memory& memory : known) {
    if (memory.level == Level::episode)
      vectors.emplace(memory.text, std::span(memory.vector).first(kSemanticDimension));
  }
  return extract_with(meeting, turns, [&](const std::vector<std::string_view>& texts) -> Result<std::vector<float>> {
    std::vector<std::string_view> fresh;
    for (const auto text : texts) {
      if (!vectors.contains(text)) fresh.push_back(text);
    }
    const auto encoded = encoder.encode(fresh);
    if (!encoded) return std::unexpected(encoded.error());
    std::vector<float> rows;
    rows.reserve(texts.size() * kSemanticDimension);
    std::size_t next = 0;
    for (const auto text : texts) {
      const auto found = vectors.find(text);
      const auto row = found != vectors.end()
                           ? found->second
                           : std::span(*encoded).subspan(kSemanticDimension * next++, kSemanticDimension);
      rows.insert(rows.end(), row.begin(), row.end());
    }
    return rows;
  });
}

Result<Memory> extract_note(const Meeting& meeting, const Turn& turn, const Encoder& encoder) {
  std::vector<Statement> statements(1);
  Statement& all = statements.front();
  all.text = turn.text;
  all.own_bytes = all.text.size();
  all.first_turn = all.last_turn = turn.number;
  all.speaker = turn.speaker;
  all.start = turn.start;
  all.end = turn.end;
  auto memories = remembered(meeting, statements,
                             [&](const std::vector<std::string_view>& texts) { return encoder.encode(texts); });
  if (!memories) return std::unexpected(memories.error());
  return std::move(memories->front());
}

std::array<float, kFeatureDimension> features_of_text(std::string_view text) {
  return features_of_words(read(text)).values;
}

}  // namespace hebb
