// A stand-in for the sentence encoder in tests: texts that share words have similar vectors. Deterministic.
#pragma once

#include <cmath>
#include <random>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/domain.h"
#include "text/normalise.h"

namespace hebb {

// FNV-1a, for a seed that is the same everywhere.
inline std::uint32_t seed_of(std::string_view word) {
  std::uint32_t hash = 0x811C9DC5;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
  return hash;
}

// Each term has a direction of its own; a text's is their sum.
inline Result<std::vector<float>> fake_encode(const std::vector<std::string_view>& texts) {
  std::vector<float> rows;
  for (const auto text : texts) {
    std::vector<float> row(kSemanticDimension, 0.0F);
    row[0] = 0.01F;
    for (const auto& term : index_terms(text)) {
      std::minstd_rand random(seed_of(term) % 2147483646 + 1);
      for (auto& x : row) x += static_cast<float>(random()) / 2147483647.0F - 0.5F;
    }
    float norm = 0;
    for (const auto x : row) norm += x * x;
    for (const auto x : row) rows.push_back(x / std::sqrt(norm));
  }
  return rows;
}

}  // namespace hebb
