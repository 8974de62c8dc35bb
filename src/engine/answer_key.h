// Which questions are the same: what an answer depends on, but for the memories themselves.
#pragma once

#include <string_view>

#include "engine/answer_cache.h"
#include "engine/types.h"

namespace hebb {

// What the days in a question are counted from where its request does not say: now, on the machine's wall clock.
Instant asked_now();

// Two requests with the same key get the same answer from the same memories. Fields that bear on the answer the same
// way make one key: defaults that are written out, lists in another order. A time that is told in words counts as the
// days it means when asked, so that "last week" is another question the week after. `form` tells apart what is made of
// one answer: "query", "context" …
// Requires: request.now, so that the question is answered for the day that the key says.
AnswerKey answer_key(const QueryRequest& request, std::string_view form);
AnswerKey answer_key(const ContextRequest& request, std::string_view form);

}  // namespace hebb
