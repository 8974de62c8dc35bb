// Completion scripts of the shells, made from the manual.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/manual.h"

namespace hebb::cli {

// `shell` is bash, zsh or fish; nothing for another.
std::optional<std::string> completions(std::string_view shell, std::span<const SettingFlag> settings);

}  // namespace hebb::cli
