// The vectors of questions asked lately: encoding one costs more than finding its answer. Private to engine/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/lru_map.h"
#include "base/published.h"
#include "embed/encoder.h"
#include "model/project_set.h"

namespace hebb {

struct QuestionVectorStats {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::size_t entries = 0;
  std::size_t bytes = 0;
};

// Thread safety: thread-safe; encoding holds no lock. Invariant: (1) as Encoder's: a text's vector depends on the text
// alone, so that nothing here ever grows stale.
class QuestionVectors {
 public:
  // The encoder must outlive it. 0 entries: nothing is kept.
  QuestionVectors(const Encoder& encoder, std::size_t most_entries, std::size_t most_bytes);

  // As Encoder::encode; the same text twice is encoded once. What was kept for others than `seen` is encoded anew: how
  // long it takes would tell who may see some projects what was asked by who may see others.
  Result<std::vector<float>> encode(const std::vector<std::string_view>& texts, const ProjectSet& seen);
  QuestionVectorStats stats() const;

 private:
  struct Kept {
    LruMap<std::string, std::vector<float>> vectors;
    QuestionVectorStats counts;
  };

  const Encoder& encoder_;
  Guarded<Kept> kept_;
};

}  // namespace hebb
