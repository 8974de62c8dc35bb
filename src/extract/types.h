// What kind of statement a memory is, told by cues. Private to extract/. Precision before recall: where the words do
// not state it, a memory is `context`.
#pragma once

#include <string>
#include <unordered_set>

#include "extract/reading.h"
#include "model/domain.h"

namespace hebb {

struct TypeGuess {
  MemoryType type = MemoryType::context;
  float confidence = 0;  // [0,1]; for `context`: how sure that it is nothing else
};

// What the whole meeting tells about its statements.
struct MeetingManner {
  bool punctuated = true;                   // sentences end with marks, so a question has its '?'
  std::unordered_set<std::string> members;  // words of the speakers' names, lower case: "anna will …" assigns
};

TypeGuess type_of(const Reading& reading, const MeetingManner& manner);

}  // namespace hebb
