// What kind of statement a memory is, told by cues. Private to extract/. Precision before recall: where no cue states
// it, a memory is `context`, unless the outcome classifier is sure (outcomes.h).
#pragma once

#include <span>

#include "extract/classifier.h"
#include "extract/manner.h"
#include "extract/reading.h"
#include "extract/uptake.h"
#include "model/domain.h"

namespace hebb {

struct TypeGuess {
  MemoryType type = MemoryType::context;
  float confidence = 0;  // [0,1]; for `context`: how sure that it is nothing else
};

// `learnt`: what the classifier says of each sentence, or empty: then cues alone tell ideas. Where the meeting has no
// marks, so that no '?' tells a question, a statement of one sentence is one from kAsks on; its confidence is the
// calibrated score. `uptake`: what others say to it at once. `before`: the statement before, where the same person made
// it.
TypeGuess type_of(const Reading& reading, const MeetingManner& manner, std::span<const UtteranceScores> learnt = {},
                  const Uptake& uptake = {}, const Reading* before = nullptr);

}  // namespace hebb
