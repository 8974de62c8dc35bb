#include "access/key_ring.h"

#include <sys/stat.h>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "access/key_file.h"

namespace hebb::access {
namespace {

const Instant kNow = *parse_rfc3339("2026-05-14T15:00:00Z");

struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hebb-keys-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path file() const { return path / kKeyFile; }
  std::string text() const {
    std::ifstream in(file());
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
};

std::unique_ptr<KeyRing> open(const Folder& folder) {
  auto ring = KeyRing::open(folder.file());
  REQUIRE(ring);
  return std::move(*ring);
}

CreatedKey created(KeyRing& ring, const NewKey& wanted) {
  auto key = ring.create(wanted, kNow);
  REQUIRE(key);
  return *key;
}

}  // namespace

TEST_CASE("a key is 256 random bits, shown once, and only their SHA-256 is kept, in a file for its owner alone") {
  const Folder folder;
  const auto ring = open(folder);
  const auto a = created(*ring, {.name = "a"}), b = created(*ring, {.name = "b"});
  CHECK(a.secret.starts_with("hebb_"));
  CHECK(a.secret.size() == 5 + 64);
  CHECK(a.secret.find_first_not_of("0123456789abcdef", 5) == std::string::npos);
  CHECK(a.secret != b.secret);
  CHECK(a.key.id != b.key.id);
  const std::string text = folder.text();
  CHECK(text.contains(to_hex(sha256(a.secret))));
  CHECK_FALSE(text.contains(a.secret));
  CHECK_FALSE(text.contains(a.secret.substr(5)));
  struct stat status{};
  REQUIRE(::stat(folder.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a key is known by all of its secret and by nothing else") {
  const Folder folder;
  const auto ring = open(folder);
  const auto key = created(*ring, {.name = "reader", .scope = Scope::write, .projects = ProjectSet({"p"})});
  const auto caller = ring->caller(key.secret, kNow);
  REQUIRE(caller);
  CHECK(caller->key_id == key.key.id);
  CHECK(caller->scope == Scope::write);
  CHECK(caller->projects == ProjectSet({"p"}));
  std::string wrong = key.secret;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const char kept = std::exchange(wrong[i], wrong[i] == '0' ? '1' : '0');
    CHECK_FALSE(ring->caller(wrong, kNow));
    wrong[i] = kept;
  }
  for (const std::string& other :
       {std::string(), key.secret + " ", key.secret.substr(1), key.key.id, to_hex(sha256(key.secret))}) {
    CHECK_FALSE(ring->caller(other, kNow));
  }
}

TEST_CASE("a key ends when it expires or is revoked, at once, and stays so over a restart") {
  const Folder folder;
  auto ring = open(folder);
  const auto expiring = created(*ring, {.name = "guest", .expires_at = kNow + std::chrono::hours(1)});
  const auto revoked = created(*ring, {.name = "laptop"});
  CHECK(ring->caller(expiring.secret, kNow + std::chrono::minutes(59)));
  CHECK_FALSE(ring->caller(expiring.secret, kNow + std::chrono::hours(1)));
  CHECK(ring->valid(revoked.key.id, kNow));
  const auto gone = ring->revoke("laptop", kNow + std::chrono::minutes(5));
  REQUIRE(gone);
  CHECK(gone->revoked_at == kNow + std::chrono::minutes(5));
  CHECK_FALSE(ring->caller(revoked.secret, kNow));
  CHECK_FALSE(ring->valid(revoked.key.id, kNow));
  CHECK(ring->revoke(revoked.key.id, kNow + std::chrono::hours(9))->revoked_at == gone->revoked_at);
  CHECK(ring->revoke("laptop", kNow).error().code == ErrorCode::not_found);
  ring.reset();
  ring = open(folder);
  CHECK_FALSE(ring->caller(revoked.secret, kNow));
  CHECK(ring->caller(expiring.secret, kNow));
  CHECK(ring->keys().size() == 2);
}

TEST_CASE("names are of one key at a time, secrets of one for ever") {
  const Folder folder;
  const auto ring = open(folder);
  const auto first = created(*ring, {.name = "ci"});
  CHECK(ring->create({.name = "ci"}, kNow).error().code == ErrorCode::conflict);
  REQUIRE(ring->revoke("ci", kNow));
  const auto second = created(*ring, {.name = "ci"});
  CHECK(second.key.id != first.key.id);
  CHECK(ring->adopt(first.secret, {.name = "again"}, kNow).error().code == ErrorCode::conflict);
  CHECK(ring->adopt(second.secret, {.name = "again"}, kNow).error().code == ErrorCode::conflict);
  CHECK(ring->key_of(first.secret)->revoked_at.has_value());
  CHECK_FALSE(ring->key_of("nothing"));
}

TEST_CASE("at the limit the oldest keys that have ended make room, but none of HEBB_ADMIN_KEY_FILE") {
  const Folder folder;
  std::vector<StoredKey> stored;
  for (std::size_t i = 0; i < kKeyLimit; ++i) {
    const std::string number = std::to_string(i);
    stored.push_back(
        {.key = {.id = "key_" + number, .name = "n" + number, .created_at = kNow}, .digest = sha256(number)});
  }
  stored[0].key.name = kGivenName;
  stored[0].key.revoked_at = kNow;
  stored[2].key.expires_at = kNow;
  stored[5].key.revoked_at = kNow;
  REQUIRE(replace_file(folder.file(), text_of(stored)));
  auto ring = open(folder);
  const auto a = created(*ring, {.name = "a"});
  CHECK_FALSE(ring->key_of("2"));
  CHECK(ring->key_of("5"));
  created(*ring, {.name = "b"});
  CHECK_FALSE(ring->key_of("5"));
  CHECK(ring->create({.name = "c"}, kNow).error().code == ErrorCode::resource_exhausted);
  ring.reset();
  ring = open(folder);
  CHECK(ring->keys().size() == kKeyLimit);
  CHECK(ring->key_of("0")->revoked_at.has_value());
  for (const auto* secret : {"1", "6", "9999"}) CHECK(ring->caller(secret, kNow));
  CHECK(ring->caller(a.secret, kNow));
}

TEST_CASE("a secret that someone else made is taken when it is long and printable") {
  const Folder folder;
  const auto ring = open(folder);
  const std::string good(32, 'x');
  for (const std::string& bad : {std::string(31, 'x'), good + " y", good + "\n", "\x01" + good, good + "\xC3\xA9"}) {
    CHECK(ring->adopt(bad, {.name = "admin"}, kNow).error().code == ErrorCode::invalid_argument);
  }
  REQUIRE(ring->adopt(good, {.name = "admin", .scope = Scope::admin}, kNow));
  CHECK(ring->caller(good, kNow)->scope == Scope::admin);
}

TEST_CASE("when a key was used last is written, not with each use, and is known after a restart") {
  const Folder folder;
  auto ring = open(folder);
  const auto key = created(*ring, {.name = "a"});
  const std::string before = folder.text();
  const Instant then = kNow + std::chrono::seconds(95);
  for (int i = 0; i < 1000; ++i) CHECK(ring->caller(key.secret, then));
  CHECK(folder.text() == before);
  CHECK(ring->keys().front().last_used_at == kNow + std::chrono::minutes(1));
  ring.reset();
  CHECK(open(folder)->keys().front().last_used_at == kNow + std::chrono::minutes(1));
}

TEST_CASE("a damaged file opens no door: it is refused and said what to do") {
  const Folder folder;
  {
    created(*open(folder), {.name = "a", .projects = ProjectSet({"p"}), .expires_at = kNow});
  }
  const std::string good = folder.text();
  const auto opened = [&](const std::string& text) {
    std::ofstream(folder.file(), std::ios::trunc) << text;
    const auto ring = KeyRing::open(folder.file());
    if (!ring) CHECK(ring.error().code == ErrorCode::corruption);
    return ring.has_value();
  };
  CHECK(opened(good));
  for (std::size_t size = 0; size + 2 < good.size(); ++size) CHECK_FALSE(opened(good.substr(0, size)));
  for (const auto& [from, to] :
       std::initializer_list<std::pair<const char*, const char*>>{{"\"format\": 1", "\"format\": 2"},
                                                                  {"\"scope\": \"read\"", "\"scope\": \"root\""},
                                                                  {"\"sha256\": \"", "\"sha256\": \"0"},
                                                                  {"\"projects\": [", "\"projects\": [1,"},
                                                                  {"\"expires_at\": \"", "\"expires_at\": \"never"},
                                                                  {"created_at", "made_at"}}) {
    std::string text = good;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string_view(from).size(), to);
    INFO(text);
    CHECK_FALSE(opened(text));
  }
}

TEST_CASE("a revocation holds in this process even where the file cannot be written, and says so") {
  const Folder folder;
  const auto ring = open(folder);
  const auto key = created(*ring, {.name = "a"});
  std::filesystem::create_directories(folder.file().string() + ".new/in");  // where the new file would be made
  CHECK_FALSE(ring->create({.name = "b"}, kNow));
  CHECK(ring->keys().size() == 1);
  const auto revoked = ring->revoke("a", kNow);
  REQUIRE_FALSE(revoked);
  CHECK(revoked.error().message.contains("until this process ends"));
  CHECK_FALSE(ring->caller(key.secret, kNow));
  std::filesystem::remove_all(folder.file().string() + ".new");
  CHECK(ring->revoke(key.key.id, kNow));
  CHECK(folder.text().contains("revoked_at"));
}

TEST_CASE("keys are looked up while others are made and revoked") {
  const Folder folder;
  const auto ring = open(folder);
  const auto kept = created(*ring, {.name = "kept"});
  std::atomic<bool> stop = false;
  std::atomic<int> missed = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!stop) missed += !ring->caller(kept.secret, kNow);
    });
  }
  std::set<std::string> secrets;
  for (int i = 0; i < 20; ++i) {
    const auto key = created(*ring, {.name = "n" + std::to_string(i)});
    CHECK(ring->caller(key.secret, kNow));
    REQUIRE(ring->revoke(key.key.id, kNow));
    CHECK_FALSE(ring->caller(key.secret, kNow));
    secrets.insert(key.secret);
  }
  stop = true;
  readers.clear();
  CHECK(missed == 0);
  CHECK(secrets.size() == 20);
}

}  // namespace hebb::access
