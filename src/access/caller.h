// Who asks, and what they may do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/project_set.h"

namespace hebb::access {

// Each may do what those before it may.
enum class Scope : std::uint8_t { read, write, admin };
std::string_view to_string(Scope scope);
std::optional<Scope> parse_scope(std::string_view name);

// By default whoever may do everything: the command line, and a listener that asks for no key.
struct Caller {
  std::string key_id;                         // for logs; empty: no key
  std::optional<Scope> scope = Scope::admin;  // nothing: a key is asked for, and none was given
  ProjectSet projects;
};

}  // namespace hebb::access
