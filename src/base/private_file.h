// Files for their owner alone, in folders where others may write too.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace hebb {

// A descriptor to write to, of a file made anew with mode 0600: whatever bears the name goes first, since whoever made
// it could read what comes into it. -1 with errno set: EEXIST when somebody makes one just then.
int make_private_file(const std::filesystem::path& file);

// All of it, also in several writes; false with errno set.
bool write_whole(int descriptor, std::string_view text);

// What a power cut leaves of a file whose name reached the disk before its text did: nothing, or zeros.
bool lost_its_text(std::string_view text);

// Wholly the new text or wholly the old one, never a half, with mode 0600, by way of `file`.new. The name itself is not
// yet on the disk: who needs that syncs the folder. Errors: resource_exhausted, internal.
Result<void> write_private_file(const std::filesystem::path& file, std::string_view text);

}  // namespace hebb
