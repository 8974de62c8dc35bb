// What a statement says that a reader could check against another: numbers, days, and whether it denies something.
// Private to consolidate/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hebb {

// A number or day, so that "12.50" and "12.5" or "Friday" and "friday" are one.
struct Stated {
  std::string value;
  std::string shown;
};

struct StatedFacts {
  std::string negation;  // its first; empty where there is none
  std::vector<Stated> numbers;
  std::vector<Stated> days;
};

// Numbers in digits or words ("twelve and a half"), days by name, date or "next week". Cost: linear.
StatedFacts stated_in(std::string_view text);

}  // namespace hebb
