// How what a question names acts: what it adds to a filter.
#include "recall/question.h"

namespace hebb {

std::string_view to_string(Standing standing) {
  switch (standing) {
    case Standing::none:
      return "none";
    case Standing::prior:
      return "prior";
    case Standing::filter:
      return "filter";
  }
  return "none";
}

MemoryFilter narrowed(MemoryFilter scope, const QuestionReading& reading) {
  if (scope.speakers.empty()) {
    for (const auto& speaker : reading.speakers) {
      if (speaker.standing == Standing::filter) scope.speakers.push_back(speaker.name);
    }
  }
  if (scope.meetings.empty()) {
    for (const auto& meeting : reading.meetings) {
      if (meeting.standing == Standing::filter) scope.meetings.push_back(meeting.id);
    }
  }
  if (scope.types.empty()) {
    for (const auto& type : reading.types) {
      if (type.standing == Standing::filter) scope.types.push_back(type.type);
    }
  }
  return scope;
}

}  // namespace hebb
