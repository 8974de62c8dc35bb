#include "engine/question_vectors.h"

#include <algorithm>
#include <utility>

namespace hebb {
namespace {

constexpr std::size_t kVectorOverhead = 160;  // bytes beside text and vector: nodes of the list and the map

// Of no two askers or texts the same: no project's name holds a 0.
std::string key_of(std::string_view text, const ProjectSet& seen) {
  std::string key(seen.all() ? "all" : "some");
  if (!seen.all()) {
    for (const std::string& name : seen.names()) key.append(1, '\0').append(name);
  }
  return key.append(2, '\0').append(text);
}

}  // namespace

QuestionVectors::QuestionVectors(const Encoder& encoder, std::size_t most_entries, std::size_t most_bytes)
    : encoder_(encoder), kept_(Kept{.vectors = {most_entries, most_bytes}, .counts = {}}) {}

Result<std::vector<float>> QuestionVectors::encode(const std::vector<std::string_view>& texts, const ProjectSet& seen) {
  std::vector<float> rows(texts.size() * kSemanticDimension);
  std::vector<std::string_view> missing;
  const auto row = [&](std::size_t i) { return rows.begin() + static_cast<std::ptrdiff_t>(i * kSemanticDimension); };
  kept_.with([&](Kept& kept) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (const auto* vector = kept.vectors.find(key_of(texts[i], seen))) {
        std::ranges::copy(*vector, row(i));
        ++kept.counts.hits;
      } else if (!std::ranges::contains(missing, texts[i])) {
        missing.push_back(texts[i]);
      }
    }
    kept.counts.misses += missing.size();
  });
  if (missing.empty()) return rows;
  const auto encoded = encoder_.encode(missing);
  if (!encoded) return std::unexpected(encoded.error());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto found = std::ranges::find(missing, texts[i]);
    if (found == missing.end()) continue;
    const auto at = (found - missing.begin()) * static_cast<std::ptrdiff_t>(kSemanticDimension);
    std::copy_n(encoded->begin() + at, kSemanticDimension, row(i));
  }
  kept_.with([&](Kept& kept) {
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const auto begin = encoded->begin() + static_cast<std::ptrdiff_t>(i * kSemanticDimension);
      std::vector<float> vector(begin, begin + kSemanticDimension);
      const std::string key = key_of(missing[i], seen);
      const std::size_t bytes = key.size() + vector.size() * sizeof(float) + kVectorOverhead;
      kept.vectors.put(key, std::move(vector), bytes);
    }
  });
  return rows;
}

QuestionVectorStats QuestionVectors::stats() const {
  return kept_.with([](const Kept& kept) {
    QuestionVectorStats stats = kept.counts;
    stats.entries = kept.vectors.size();
    stats.bytes = kept.vectors.bytes();
    return stats;
  });
}

}  // namespace hebb
