#include "api/spaces.h"

#include <algorithm>
#include <array>

namespace hebb::api {
namespace {

// White space of Unicode, and the byte-order mark, which editors leave at beginnings.
constexpr auto kSpaces = std::to_array<std::string_view>(
    {" ",      "\t",     "\n",     "\r",     "\v",     "\f",     "\u0085", "\u00A0", "\u1680",
     "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
     "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\uFEFF"});

}  // namespace

std::string_view without_spaces_around(std::string_view text) {
  const auto cut = [&](auto fits, auto remove) {
    const auto space = std::ranges::find_if(kSpaces, fits);
    if (space != kSpaces.end()) remove(space->size());
    return space != kSpaces.end();
  };
  while (cut([&](auto s) { return text.starts_with(s); }, [&](auto n) { text.remove_prefix(n); })) {
  }
  while (cut([&](auto s) { return text.ends_with(s); }, [&](auto n) { text.remove_suffix(n); })) {
  }
  return text;
}

}  // namespace hebb::api
