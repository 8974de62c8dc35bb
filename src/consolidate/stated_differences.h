// Where two statements of one matter differ in what can be told by words alone: a negation, a number, a day. It tells
// that a person must look, not which of the two is right. Private to consolidate/ but for the structs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

enum class DifferenceKind : std::uint8_t { negation, number, day };
std::string_view to_string(DifferenceKind kind);

// What each says of it, in its own words; of a negation one of the two is empty.
struct StatedDifference {
  DifferenceKind kind = DifferenceKind::negation;
  std::string earlier;
  std::string later;

  friend bool operator==(const StatedDifference&, const StatedDifference&) = default;
};

// In the order of DifferenceKind, one of each at most. A number or day that only one of them states is none: it adds
// something. Cost: linear in the texts.
std::vector<StatedDifference> stated_differences(std::string_view earlier, std::string_view later);

}  // namespace hebb
