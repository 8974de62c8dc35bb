// Whether what a question asks for was said in a meeting that it names. Private to recall/.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "recall/question_names.h"
#include "recall/question_time.h"
#include "text/placed_words.h"

namespace hebb {

// Leaves `whole_title` only to mentions of a question that asks what was said there: "what did we agree in the
// kick-off?". Not where one says which thing is meant ("has the issue raised in the kick-off been fixed?"), nor where
// the question asks what became of it, which later meetings tell. Where it looks ahead they may be its topic, for a
// meeting that is to come may have met before under the same name.
void settle_what_is_asked(std::vector<MeetingMention>& mentions, std::span<const PlacedWord> words,
                          const std::optional<TimeMention>& when);

}  // namespace hebb
