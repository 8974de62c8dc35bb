// What kind of statement a memory is, told by cues. Private to extract/. Precision before recall: where the words do
// not state it, a memory is `context`.
#pragma once

#include "extract/classifier.h"
#include "extract/manner.h"
#include "extract/reading.h"
#include "model/domain.h"

namespace hebb {

struct TypeGuess {
  MemoryType type = MemoryType::context;
  float confidence = 0;  // [0,1]; for `context`: how sure that it is nothing else
};

// `learnt`: what the classifier says of the statement, where the meeting has no marks, so that no '?' tells a question;
// a question is then told from kAsks on, and its confidence is the calibrated score.
TypeGuess type_of(const Reading& reading, const MeetingManner& manner, const UtteranceScores* learnt = nullptr);

}  // namespace hebb
