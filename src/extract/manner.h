// What a whole meeting tells about its statements. Private to extract/.
#pragma once

#include <string>
#include <unordered_map>

namespace hebb {

struct MeetingManner {
  bool punctuated = true;  // sentences end with marks, so a question has its '?'
  // Words of the names of its people, lower case -> the name (a speaker's, where a list spells it otherwise too): "anna
  // will …" assigns. Empty where two share the word.
  std::unordered_map<std::string, std::string> members;
};

}  // namespace hebb
