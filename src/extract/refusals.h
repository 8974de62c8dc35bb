// How a reply says no to work: that it refuses it, or names another day for it. Private to extract/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/reading.h"

namespace hebb {

struct OtherDay {
  std::vector<std::string> words;  // "on monday", for due.h
  bool earliest = false;           // "not before Monday": it may be later
};

bool refuses(const Sentence& reply);  // "No, I can't"; not "I can't today, but I'll send it tomorrow"
// "I can't do it before Monday", "I'm away on Friday, so Thursday", "Not Wednesday, Thursday then".
std::optional<OtherDay> other_day(const Sentence& reply);

}  // namespace hebb
