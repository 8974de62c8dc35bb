// Which names a short one stands for.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace hebb {

// Of the known names those that any of `asked` means: the same in its words, whatever their case and spacing, or where
// none is, those that have all of its words: "Anna" is Anna Berg where nobody is just "Anna". In the order of `known`,
// without duplicates. Thread-safe.
std::vector<std::string> names_meant(std::span<const std::string> asked, std::span<const std::string> known);

}  // namespace hebb
