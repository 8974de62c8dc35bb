#include "consolidate/stated_differences.h"

#include <algorithm>
#include <array>
#include <span>

#include "consolidate/stated.h"

namespace hebb {
namespace {

const Stated* first_without(std::span<const Stated> list, std::span<const Stated> other) {
  const auto found = std::ranges::find_if(
      list, [&](const Stated& one) { return !std::ranges::contains(other, one.value, &Stated::value); });
  return found == list.end() ? nullptr : &*found;
}

void compare(DifferenceKind kind, std::span<const Stated> earlier, std::span<const Stated> later,
             std::vector<StatedDifference>& out) {
  const Stated* before = first_without(earlier, later);
  const Stated* after = first_without(later, earlier);
  if (before != nullptr && after != nullptr) out.push_back({kind, before->shown, after->shown});
}

}  // namespace

std::string_view to_string(DifferenceKind kind) {
  constexpr auto kNames = std::to_array<std::string_view>({"negation", "number", "day"});
  return kNames.at(static_cast<std::size_t>(kind));
}

std::vector<StatedDifference> stated_differences(std::string_view earlier, std::string_view later) {
  const StatedFacts before = stated_in(earlier);
  const StatedFacts after = stated_in(later);
  std::vector<StatedDifference> out;
  if (before.negation.empty() != after.negation.empty())
    out.push_back({DifferenceKind::negation, before.negation, after.negation});
  compare(DifferenceKind::number, before.numbers, after.numbers, out);
  compare(DifferenceKind::day, before.days, after.days, out);
  return out;
}

}  // namespace hebb
