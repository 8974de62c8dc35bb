// The 16 features beside the semantic vector. Private to extract/. docs/extraction.md defines each in words.
// They describe; no ranking uses them until the judge shows that it helps.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "extract/reading.h"
#include "extract/statements.h"
#include "extract/terms.h"
#include "model/domain.h"

namespace hebb {

// The specification's groups in its order: temporal 4, emotional 3, social 3, causal 3, strategic 3.
// Persisted: a feature's place in the vector never changes.
enum class Feature : std::uint8_t {
  urgency,
  deadline,
  sequence,
  duration,
  polarity,
  intensity,
  confidence,
  authority,
  influence,
  team_dynamics,
  dependencies,
  impact,
  risk,
  change_rate,
  innovation,
  adaptation,
};

inline constexpr std::array<std::string_view, kFeatureDimension> kFeatureNames{
    "urgency",   "deadline",      "sequence",     "duration", "polarity", "intensity",   "confidence", "authority",
    "influence", "team_dynamics", "dependencies", "impact",   "risk",     "change_rate", "innovation", "adaptation"};

struct Features {
  std::array<float, kFeatureDimension> values{};  // each finite, in [0,1]

  float& operator[](Feature feature) { return values[static_cast<std::size_t>(feature)]; }
  float operator[](Feature feature) const { return values[static_cast<std::size_t>(feature)]; }
};

// Those that a statement's own words tell; the rest stay 0.
Features features_of_words(const Reading& reading);

// All of a meeting's. `vectors`: kSemanticDimension numbers a statement, L2 norm 1, row-major.
// Requires: as many readings, term lists and rows as statements. Cost: linear in the meeting.
std::vector<Features> features_of(const std::vector<Statement>& statements, const std::vector<Reading>& readings,
                                  const MeetingTerms& terms, std::span<const float> vectors);

}  // namespace hebb
