// The file of the keys. Private to access/.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "access/key_ring.h"
#include "base/digest.h"

namespace hebb::access {

struct StoredKey {
  ApiKey key;
  Digest digest{};  // SHA-256 of the secret
};

// JSON: {"format": 1, "keys": [...]}. Persisted: a field never changes its meaning.
std::string text_of(const std::vector<StoredKey>& keys);
// Errors: corruption, which names the key that is wrong.
Result<std::vector<StoredKey>> keys_from(std::string_view text);

// Wholly the new text or wholly the old one, on the disk when it returns; for its owner alone (mode 0600).
// Errors: resource_exhausted, internal.
Result<void> replace_file(const std::filesystem::path& file, std::string_view text);
// Nothing where there is none. Errors: internal.
Result<std::optional<std::string>> read_file(const std::filesystem::path& file, std::size_t most_bytes);

}  // namespace hebb::access
