// Why a memory was found, in a sentence. Private to engine/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/types.h"
#include "model/domain.h"
#include "recall/recall.h"

namespace hebb {

// How the question writes each of its terms, in lower case.
std::vector<std::string> words_for(const std::vector<std::string>& terms, std::string_view question);

// "close in meaning (cosine 0.41); shares: battery, price"; less is "related", next to nothing "far". `words`:
// words_for() the terms of the query.
std::string explain_direct(const Scored& scored, const std::vector<std::string>& words);

// "follows, 40 s later, what Anna said: “…”", of a question "asked". Both of one meeting.
std::string explain_activated(const Memory& memory, const Memory& giver);

// "said 41 times in 3 meetings; the question's own words; 6 of the passages nearest to the question speak of it"
std::string explain_concept(const ListedConcept& listed);

// "Both speak of battery and charger; nine weeks earlier, in “Kick-off”.", "Both passages speak of …" where others
// around them say so. `words`: what they share, as it was said; may be empty, and those that tell no topic are passed
// over. `source`: the memory that the bridge is most like.
std::string explain_bridge(const MemoryResult& bridge, const MemoryResult& source,
                           const std::vector<std::string>& words);

}  // namespace hebb
