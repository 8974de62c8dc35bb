#include "access/caller.h"

#include <algorithm>
#include <array>

namespace hebb::access {
namespace {

constexpr auto kScopes = std::to_array<std::string_view>({"read", "write", "admin"});

}  // namespace

std::string_view to_string(Scope scope) {
  return kScopes[static_cast<std::size_t>(scope)];
}

std::optional<Scope> parse_scope(std::string_view name) {
  const auto found = std::ranges::find(kScopes, name);
  if (found == kScopes.end()) return std::nullopt;
  return static_cast<Scope>(found - kScopes.begin());
}

}  // namespace hebb::access
