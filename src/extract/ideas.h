// Whether a sentence proposes something about the matter of the meeting. Private to extract/.
#pragma once

#include "extract/reading.h"

namespace hebb {

// How often such a sentence was an idea (types.h); not for what only orders the meeting, approves, asks for a favour,
// objects ("what if you lose it?") or repeats a proposal without a word of its own ("we could do that").
float idea_score(const Sentence& sentence);

}  // namespace hebb
