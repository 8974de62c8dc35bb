// What stands around a name, and is no part of it.
#pragma once

#include <string_view>

namespace hebb::api {

// Without white space of Unicode, and byte-order marks, at both ends: as names of requests are taken.
std::string_view without_spaces_around(std::string_view text);

}  // namespace hebb::api
