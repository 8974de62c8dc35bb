// The API keys of one data directory: who has which, by the SHA-256 of 256 random bits. Front header of access/.
// They lie in a file of their own beside the database, so that no backup holds them and no restore brings a revoked one
// back (decision 0013).
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "access/caller.h"
#include "base/error.h"
#include "base/published.h"
#include "base/time.h"

namespace hebb::access {

struct ApiKey {
  std::string id;    // public: for lists and logs
  std::string name;  // of no other key that is valid
  Scope scope = Scope::read;
  ProjectSet projects;
  Instant created_at{};
  std::optional<Instant> expires_at;  // from then on it is not valid
  std::optional<Instant> revoked_at;
  std::optional<Instant> last_used_at;  // to the minute: it is written once a minute at most

  bool valid_at(Instant now) const { return !revoked_at && (!expires_at || now < *expires_at); }
  friend bool operator==(const ApiKey&, const ApiKey&) = default;
};

struct NewKey {
  std::string name;
  Scope scope = Scope::read;
  ProjectSet projects;
  std::optional<Instant> expires_at;
};

struct CreatedKey {
  ApiKey key;
  std::string secret;  // nowhere else, and never again
};

inline constexpr std::string_view kKeyFile = "keys.json";  // in the data directory
inline constexpr std::size_t kKeyLimit = 10'000;           // ended ones too, of which the oldest make room
inline constexpr std::size_t kShortestSecret = 32;         // characters of one that someone else made
// The name of keys out of this setting's file: never forgotten, so that none which was revoked is taken again.
inline constexpr std::string_view kGivenName = "HEBB_ADMIN_KEY_FILE";

// Thread safety: thread-safe. `caller` and `valid` neither block on a disk nor wait for who does.
// Errors of what changes keys: resource_exhausted (disk full, too many keys), internal (the file cannot be written).
class KeyRing {
 public:
  // One process at a time: the holder of the data directory. A file that is not there is an empty ring.
  // Errors: corruption (the file is damaged: then no key is taken, and the message says what to do), internal.
  static Result<std::unique_ptr<KeyRing>> open(std::filesystem::path file);
  ~KeyRing();  // writes what was used last

  // 256 bits of the system's randomness as text. Errors: internal.
  static Result<std::string> new_secret();
  // As new_secret makes them; whether it is anybody's key is another question.
  static bool has_form_of_secret(std::string_view text);

  // Durable when it returns. Errors: conflict (the name is taken).
  Result<CreatedKey> create(const NewKey& wanted, Instant now);
  // As `create`, with a secret that someone else made. Errors: invalid_argument (too short, or not printable ASCII),
  // conflict (the name is taken, or the secret is another key's, revoked or not).
  Result<ApiKey> adopt(std::string_view secret, const NewKey& wanted, Instant now);
  // As `adopt`, in the place of the key that has the name, which is revoked with the same write: after an error all is
  // as before.
  Result<ApiKey> replace(std::string_view secret, const NewKey& wanted, Instant now);
  // At once, also where the file cannot be written: then the error says so. By id, or by the name of a key that is
  // valid. Again changes nothing. Errors: not_found.
  Result<ApiKey> revoke(std::string_view id_or_name, Instant now);

  std::vector<ApiKey> keys() const;  // by creation
  // The key of a secret, valid or not; nothing when nobody has it.
  std::optional<ApiKey> key_of(std::string_view secret) const;
  // Who sends this secret, and notes that they did; nothing when it is no valid key's.
  std::optional<Caller> caller(std::string_view secret, Instant now) const;
  bool valid(std::string_view id, Instant now) const;

 private:
  struct Keys;
  KeyRing(std::filesystem::path file, std::shared_ptr<const Keys> keys);

  enum class NameTaken { refuse, revoke_its_key };
  Result<ApiKey> add(std::string_view secret, const NewKey& wanted, Instant now, NameTaken taken);
  Result<void> write(const Keys& keys) const;
  void write_uses(const std::stop_token& stop);

  const std::filesystem::path file_;
  Published<Keys> keys_;
  std::mutex writing_;  // of who changes `keys_` and the file
  std::mutex sleep_mutex_;
  std::condition_variable_any sleep_;
  std::jthread writer_;  // last: it uses all of the above
};

}  // namespace hebb::access
