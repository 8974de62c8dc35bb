// How one decision stands to another, beneath it.
#pragma once

#include <string>
#include <string_view>

#include "cli/json.h"
#include "cli/render.h"

namespace hebb::cli {

// Lines of their own, indented as what render_listed prints.
std::string own_line(std::string_view text, const Page& page);
// What both speak of and where they differ, after `what`; nothing where `supersedes` is null.
std::string render_supersession(std::string_view what, const Json& supersedes, const Page& page);

}  // namespace hebb::cli
