// A rename that takes no other file's place.
#pragma once

#include <filesystem>

namespace hebb {

// As rename(2), 0 or -1 with errno set, but for EEXIST where there is a `to` already. On a file system that cannot tell
// (RENAME_NOREPLACE) it looks first: what comes between the look and the rename is replaced.
int rename_to_free(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace hebb
