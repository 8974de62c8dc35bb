// The first key of a server that asks for keys.
#pragma once

#include <filesystem>
#include <string>

#include "access/key_ring.h"

namespace hebb::access {

inline constexpr std::string_view kAdminKeyFile = "admin.key";  // in the data directory, mode 0600

// Makes sure that somebody holds a valid key of the scope admin for all projects. With `given_file`
// (HEBB_ADMIN_KEY_FILE), its text is one: another than at the last start replaces that one. Without, and where there is
// none yet, a new one is written to kAdminKeyFile. Gives what to tell whoever starts the server; never a key.
// Errors: not_found and invalid_argument (the file given is none, or holds no key that can be taken), conflict (it
// holds one that was revoked or may do less; or kAdminKeyFile is there and holds no key of ours), and those of KeyRing.
Result<std::string> ensure_admin_key(KeyRing& ring, const std::filesystem::path& data_dir,
                                     const std::filesystem::path& given_file, Instant now);

}  // namespace hebb::access
