// Whether a sentence proposes something about the matter of the meeting. Private to extract/.
#pragma once

#include "extract/classifier.h"
#include "extract/reading.h"

namespace hebb {

// How often such a sentence was an idea (types.h); not for what only orders the meeting, approves, asks for a favour,
// objects ("what if you lose it?"), rates or repeats a proposal without a word of its own ("we could do that").
// `learnt`: what the classifier says of it; without that its cues alone tell, and weak ones nothing.
float idea_score(const Sentence& sentence, const UtteranceScores* learnt = nullptr);

}  // namespace hebb
