#include "access/key_ring.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <format>
#include <new>
#include <unordered_map>
#include <utility>

#include "access/key_file.h"
#include "base/random.h"

namespace hebb::access {
namespace {

constexpr auto kWriteEvery = std::chrono::minutes(1);
constexpr std::size_t kFileBytes = 64u << 20;
constexpr std::string_view kSecretBegins = "hebb_";  // for scanners of leaked secrets
constexpr std::string_view kIdBegins = "key_";
constexpr std::int64_t kNever = -1;

std::uint64_t beginning_of(const Digest& digest) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | digest[i];
  return number;
}

// In time that does not depend on where they differ.
bool equal(const Digest& a, const Digest& b) {
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

Result<void> may_be_secret(std::string_view text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
  if (text.size() >= kShortestSecret && printable) return {};
  return fail(ErrorCode::invalid_argument,
              std::format("a key must be one line of at least {} printable characters without spaces, random ones: "
                          "`openssl rand -hex 32` makes one",
                          kShortestSecret));
}

}  // namespace

// An immutable state, but for the times of use, which all states of a key share.
struct KeyRing::Keys {
  struct Entry {
    StoredKey stored;
    std::shared_ptr<std::atomic<std::int64_t>> used_ms;

    ApiKey key() const {
      ApiKey key = stored.key;
      if (const auto ms = used_ms->load(std::memory_order_relaxed); ms != kNever)
        key.last_used_at = Instant(Milliseconds(ms));
      return key;
    }
  };
  std::vector<Entry> entries;  // by creation
  // What a digest begins with tells nothing of the secret, so looking it up need not take the same time.
  std::unordered_multimap<std::uint64_t, std::size_t> by_beginning;

  void add(StoredKey stored) {
    const auto& last = stored.key.last_used_at;
    const std::int64_t ms = last ? last->time_since_epoch().count() : kNever;
    by_beginning.emplace(beginning_of(stored.digest), entries.size());
    entries.push_back({std::move(stored), std::make_shared<std::atomic<std::int64_t>>(ms)});
  }

  // Forgets the oldest key that has ended. False: there is none.
  bool drop_ended(Instant now) {
    const auto ended = std::ranges::find_if(entries, [&](const Entry& entry) {
      return !entry.stored.key.valid_at(now) && entry.stored.key.name != kGivenName;
    });
    if (ended == entries.end()) return false;
    entries.erase(ended);
    by_beginning.clear();
    for (std::size_t i = 0; i < entries.size(); ++i) by_beginning.emplace(beginning_of(entries[i].stored.digest), i);
    return true;
  }

  // When each was last used, to be compared: as the file has it that they were read from, and now.
  std::string uses_in_file() const {
    std::string uses;
    for (const Entry& entry : entries) {
      const auto& last = entry.stored.key.last_used_at;
      uses += std::format("{},", last ? last->time_since_epoch().count() : kNever);
    }
    return uses;
  }
  std::string uses() const {
    std::string uses;
    for (const Entry& entry : entries) uses += std::format("{},", entry.used_ms->load());
    return uses;
  }

  const Entry* with(std::string_view secret) const {
    const Digest digest = sha256(secret);
    const auto [first, last] = by_beginning.equal_range(beginning_of(digest));
    for (auto at = first; at != last; ++at) {
      if (equal(entries[at->second].stored.digest, digest)) return &entries[at->second];
    }
    return nullptr;
  }
};

Result<std::unique_ptr<KeyRing>> KeyRing::open(std::filesystem::path file) {
  const auto text = read_file(file, kFileBytes);
  if (!text) return std::unexpected(text.error());
  auto keys = std::make_shared<Keys>();
  if (*text) {
    auto stored = keys_from(**text);
    if (!stored) {
      return fail(
          ErrorCode::corruption,
          std::format("the file of the API keys {} is damaged: {}. Put a copy of it back, or move it away: then "
                      "no key is valid any more and new ones must be made",
                      file.string(), stored.error().message));
    }
    for (StoredKey& one : *stored) keys->add(std::move(one));
  }
  return std::unique_ptr<KeyRing>(new KeyRing(std::move(file), std::move(keys)));
}

KeyRing::KeyRing(std::filesystem::path file, std::shared_ptr<const Keys> keys)
    : file_(std::move(file)),
      keys_(std::move(keys)),
      writer_([this](const std::stop_token& stop) { write_uses(stop); }) {}

KeyRing::~KeyRing() = default;

Result<void> KeyRing::write(const Keys& keys) const {
  std::vector<StoredKey> stored;
  stored.reserve(keys.entries.size());
  for (const Keys::Entry& entry : keys.entries) stored.push_back({entry.key(), entry.stored.digest});
  return replace_file(file_, text_of(stored));
}

// A use that cannot be written is lost with the process: keys work on a disk that is full or read-only.
void KeyRing::write_uses(const std::stop_token& stop) {
  std::string written;
  try {
    written = keys_.get()->uses_in_file();  // a key may have been used before this thread began
  } catch (const std::bad_alloc&) {
    written.clear();  // then they are written once too often
  }
  for (bool last = false; !last;) {
    {
      std::unique_lock lock(sleep_mutex_);
      sleep_.wait_for(lock, stop, kWriteEvery, [] { return false; });
      last = stop.stop_requested();
    }
    try {
      std::lock_guard lock(writing_);
      const auto keys = keys_.get();
      auto uses = keys->uses();
      if (uses != written && write(*keys)) written = std::move(uses);
    } catch (const std::bad_alloc&) {
      continue;  // written with the next
    }
  }
}

Result<ApiKey> KeyRing::add(std::string_view secret, const NewKey& wanted, Instant now, NameTaken taken) {
  const auto random = random_bytes<6>();
  if (!random) return std::unexpected(random.error());
  StoredKey stored{.key = {.id = std::string(kIdBegins) + to_hex(*random),
                           .name = wanted.name,
                           .scope = wanted.scope,
                           .projects = wanted.projects,
                           .created_at = now,
                           .expires_at = wanted.expires_at},
                   .digest = sha256(secret)};
  std::lock_guard lock(writing_);
  const auto present = keys_.get();
  if (present->with(secret) != nullptr) return fail(ErrorCode::conflict, "this secret is a key already, or was one");
  auto next = std::make_shared<Keys>(*present);
  for (auto& entry : next->entries) {
    ApiKey& key = entry.stored.key;
    if (key.id == stored.key.id) return fail(ErrorCode::unavailable, "try again");
    if (!key.valid_at(now) || key.name != wanted.name) continue;
    if (taken == NameTaken::refuse) {
      return fail(ErrorCode::conflict, "a key of this name is there already; revoke it first, or take another name");
    }
    key.revoked_at = now;
  }
  if (next->entries.size() >= kKeyLimit && !next->drop_ended(now)) {
    return fail(ErrorCode::resource_exhausted,
                std::format("there are {} valid keys already, no more are taken; revoke some", kKeyLimit));
  }
  next->add(stored);
  if (auto written = write(*next); !written) return std::unexpected(written.error());
  keys_.set(std::move(next));
  return stored.key;
}

Result<std::string> KeyRing::new_secret() {
  const auto random = random_bytes<32>();
  if (!random) return std::unexpected(random.error());
  return std::string(kSecretBegins) + to_hex(*random);
}

bool KeyRing::has_form_of_secret(std::string_view text) {
  constexpr std::size_t kHexDigits = 64;
  return text.size() == kSecretBegins.size() + kHexDigits && text.starts_with(kSecretBegins) &&
         text.find_first_not_of("0123456789abcdef", kSecretBegins.size()) == std::string_view::npos;
}

Result<CreatedKey> KeyRing::create(const NewKey& wanted, Instant now) {
  auto secret = new_secret();
  if (!secret) return std::unexpected(secret.error());
  auto key = add(*secret, wanted, now, NameTaken::refuse);
  if (!key) return std::unexpected(key.error());
  return CreatedKey{.key = std::move(*key), .secret = std::move(*secret)};
}

Result<ApiKey> KeyRing::adopt(std::string_view secret, const NewKey& wanted, Instant now) {
  if (auto may = may_be_secret(secret); !may) return std::unexpected(may.error());
  return add(secret, wanted, now, NameTaken::refuse);
}

Result<ApiKey> KeyRing::replace(std::string_view secret, const NewKey& wanted, Instant now) {
  if (auto may = may_be_secret(secret); !may) return std::unexpected(may.error());
  return add(secret, wanted, now, NameTaken::revoke_its_key);
}

Result<ApiKey> KeyRing::revoke(std::string_view id_or_name, Instant now) {
  std::lock_guard lock(writing_);
  const auto present = keys_.get();
  const auto& entries = present->entries;
  auto found =
      std::ranges::find(entries, id_or_name, [](const auto& entry) { return std::string_view(entry.stored.key.id); });
  if (found == entries.end()) {
    found = std::ranges::find_if(entries, [&](const auto& entry) {
      return entry.stored.key.valid_at(now) && entry.stored.key.name == id_or_name;
    });
  }
  if (found == entries.end())
    return fail(ErrorCode::not_found, "no key has this id or name; `hebb keys list` lists them");
  auto next = std::make_shared<Keys>(*present);
  Keys::Entry& entry = next->entries[static_cast<std::size_t>(found - entries.begin())];
  if (!entry.stored.key.revoked_at) entry.stored.key.revoked_at = now;
  ApiKey revoked = entry.key();
  const auto written = write(*next);
  keys_.set(std::move(next));
  if (!written) {
    return fail(written.error().code, "the key is refused from now on, but only until this process ends, for " +
                                          written.error().message + "; mend that and revoke it again");
  }
  return revoked;
}

std::vector<ApiKey> KeyRing::keys() const {
  std::vector<ApiKey> all;
  const auto keys = keys_.get();
  for (const auto& entry : keys->entries) all.push_back(entry.key());
  return all;
}

std::optional<ApiKey> KeyRing::key_of(std::string_view secret) const {
  const auto keys = keys_.get();
  const Keys::Entry* entry = keys->with(secret);
  return entry == nullptr ? std::nullopt : std::optional(entry->key());
}

std::optional<Caller> KeyRing::caller(std::string_view secret, Instant now) const {
  const auto keys = keys_.get();
  const Keys::Entry* entry = keys->with(secret);
  if (entry == nullptr || !entry->stored.key.valid_at(now)) return std::nullopt;
  const auto minute = std::chrono::floor<std::chrono::minutes>(now);
  entry->used_ms->store(std::chrono::duration_cast<Milliseconds>(minute.time_since_epoch()).count(),
                        std::memory_order_relaxed);
  const ApiKey& key = entry->stored.key;
  return Caller{.key_id = key.id, .scope = key.scope, .projects = key.projects};
}

bool KeyRing::valid(std::string_view id, Instant now) const {
  const auto keys = keys_.get();
  const auto found =
      std::ranges::find(keys->entries, id, [](const auto& entry) { return std::string_view(entry.stored.key.id); });
  return found != keys->entries.end() && found->stored.key.valid_at(now);
}

}  // namespace hebb::access
