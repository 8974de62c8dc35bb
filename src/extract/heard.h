// A meeting's statements as the extractor hears them. Private to extract/.
#pragma once

#include <span>
#include <vector>

#include "extract/classifier.h"
#include "extract/manner.h"
#include "extract/reading.h"
#include "extract/statements.h"
#include "extract/uptake.h"
#include "model/domain.h"

namespace hebb {

// Each list has an entry a statement, in their order.
struct HeardMeeting {
  std::vector<Reading> readings;
  MeetingManner manner;
  std::vector<std::vector<UtteranceScores>> learnt;  // what the utterance classifier says of each sentence
  std::vector<Uptake> uptakes;
};

// Requires: `vectors` has kSemanticDimension numbers a statement, row-major. The readings point into the statements.
HeardMeeting hear(const Meeting& meeting, const std::vector<Statement>& statements, std::span<const float> vectors);

}  // namespace hebb
