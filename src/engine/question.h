// What every way of asking begins with: the question read against one view, and encoded. Private to engine/.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/error.h"
#include "engine/question_vectors.h"
#include "model/domain.h"
#include "recall/recall.h"

namespace hebb {

// To be moved, not copied: the query looks into the vectors.
struct EncodedQuestion {
  RecallQuery query;                            // limits are the caller's; its spans lie in `vectors`
  Vector vectors;                               // of the question, then of its focus
  std::map<std::string, std::int64_t> timings;  // "read", "encode" -> microseconds
};

// `now`: what "last week" is counted from; else the clock's time. Errors: those of the encoder.
Result<EncodedQuestion> encoded_question(const RecallView& view, QuestionVectors& vectors, const std::string& text,
                                         const MemoryFilter& filters, std::optional<Instant> now);

// Meeting start + memory start; the start alone where there are no times.
std::optional<Instant> moment_of(const CatalogMeeting& meeting, std::optional<Milliseconds> start);

}  // namespace hebb
