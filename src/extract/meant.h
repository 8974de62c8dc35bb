// Whether words that take on or give out work mean it. Private to extract/.
#pragma once

#include <string_view>

#include "extract/reading.h"

namespace hebb {

bool is_own(const Sentence& sentence, const CueHit& hit);  // "I'll", "I can": the speaker's
bool takes_on(const Sentence& sentence);                   // whether the speaker promises or offers work
std::string_view word_before(const Sentence& sentence, const CueHit& hit);

// Told of others ("they will"), by others ("my boss says I'll"), within what describes something else ("the way we're
// gonna send it"), or quoted.
bool is_report(const Sentence& sentence, const CueHit& hit);

// Reported, conditional, doubted ("I doubt I'll send it") or denied ("I'll not send it"), or as always ("normally
// I'll").
bool is_not_meant(const Sentence& sentence, const CueHit& hit);

// "I'll see you all tomorrow", "we'll speak again on Thursday", and takes on nothing else.
bool is_farewell(const Sentence& sentence);

}  // namespace hebb
