#include "access/admin_key.h"

#include <algorithm>
#include <format>

#include "access/key_file.h"
#include "base/private_file.h"

namespace hebb::access {
namespace {

constexpr std::size_t kGivenBytes = 4096;
constexpr int kNames = 100;

bool administers(const ApiKey& key, Instant now) {
  return key.valid_at(now) && key.scope == Scope::admin && key.projects.all();
}

Result<std::string> secret_in(const std::filesystem::path& file) {
  auto text = read_file(file, kGivenBytes);
  if (!text) return std::unexpected(text.error());
  if (!*text) return fail(ErrorCode::not_found, std::format("HEBB_ADMIN_KEY_FILE: there is no file {}", file.string()));
  std::string& secret = **text;
  secret.erase(secret.find_last_not_of(" \t\r\n") + 1);
  return secret;
}

Result<std::string> take_given(KeyRing& ring, const std::filesystem::path& file, Instant now) {
  const auto secret = secret_in(file);
  if (!secret) return std::unexpected(secret.error());
  if (const auto known = ring.key_of(*secret)) {
    if (administers(*known, now)) return std::string();
    return fail(ErrorCode::conflict,
                std::format("HEBB_ADMIN_KEY_FILE: the key in {} {}; put another into it", file.string(),
                            known->revoked_at       ? "was revoked"
                            : !known->valid_at(now) ? "has expired"
                                                    : "is known as one that may do less"));
  }
  auto taken = ring.replace(*secret, {.name = std::string(kGivenName), .scope = Scope::admin}, now);
  if (!taken) {
    return fail(taken.error().code,
                std::format("HEBB_ADMIN_KEY_FILE: {} cannot be taken: {}", file.string(), taken.error().message));
  }
  return std::format("the key in {} may do everything here", file.string());
}

bool is_line_of_key(std::string_view text) {
  return text.ends_with('\n') && KeyRing::has_form_of_secret(text.substr(0, text.size() - 1));
}

// Free, or with a key that Hebb wrote there and that administers no more, or with what a power cut left of one.
Result<void> may_be_written(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(file, error);
  if (!std::filesystem::exists(status)) return {};
  const auto text = read_file(file, kGivenBytes);
  const bool known = text && *text;
  if (known && is_line_of_key(**text)) return {};
  if (known && std::filesystem::is_regular_file(status) && lost_its_text(**text)) return {};
  return fail(ErrorCode::conflict,
              std::format("{} is there and is no key of Hebb, so the first key is not written over "
                          "it; move it away, or choose another data directory",
                          file.string()));
}

std::string free_name(const KeyRing& ring, Instant now) {
  const auto keys = ring.keys();
  std::string name = "admin";
  for (int i = 2; i < kNames; ++i) {
    const auto taken = [&](const ApiKey& key) { return key.valid_at(now) && key.name == name; };
    if (std::ranges::none_of(keys, taken)) break;
    name = std::format("admin {}", i);
  }
  return name;
}

}  // namespace

Result<std::string> ensure_admin_key(KeyRing& ring, const std::filesystem::path& data_dir,
                                     const std::filesystem::path& given_file, Instant now) {
  if (!given_file.empty()) return take_given(ring, given_file, now);
  if (std::ranges::any_of(ring.keys(), [&](const ApiKey& key) { return administers(key, now); })) return std::string();
  const auto secret = KeyRing::new_secret();
  if (!secret) return std::unexpected(secret.error());
  // The file first: a key that is known but written nowhere would be nobody's.
  const auto file = data_dir / kAdminKeyFile;
  if (auto free = may_be_written(file); !free) return std::unexpected(free.error());
  if (auto written = replace_file(file, *secret + "\n"); !written) return std::unexpected(written.error());
  auto taken = ring.adopt(*secret, {.name = free_name(ring, now), .scope = Scope::admin}, now);
  if (!taken) return std::unexpected(taken.error());
  return std::format("a key that may do everything here is in {}, for its owner alone; `hebb keys create` makes others",
                     file.string());
}

}  // namespace hebb::access
