// Where a decision differs from the one that it supersedes, in replies. Private to api/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/wire.h"
#include "consolidate/supersession.h"

namespace hebb::api {

// What each says; of a negation one of the two is null.
struct DifferenceWire {
  std::string_view kind;
  OrNull<std::string_view> earlier;
  OrNull<std::string_view> later;
};

inline OrNull<std::string_view> unless_empty(const std::string& text) {
  return text.empty() ? OrNull<std::string_view>() : OrNull<std::string_view>(text);
}

// Views: they do not outlive `why`.
inline std::vector<DifferenceWire> differences_of(const Supersession& why) {
  std::vector<DifferenceWire> wire;
  for (const StatedDifference& one : why.differences) {
    wire.push_back(
        {.kind = to_string(one.kind), .earlier = unless_empty(one.earlier), .later = unless_empty(one.later)});
  }
  return wire;
}

}  // namespace hebb::api
