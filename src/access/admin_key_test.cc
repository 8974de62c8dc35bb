#include "access/admin_key.h"

#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>

#include "access/key_file.h"

namespace hebb::access {
namespace {

const Instant kNow = *parse_rfc3339("2026-05-14T15:00:00Z");

struct Folder {
  std::filesystem::path path;
  std::unique_ptr<KeyRing> ring;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hebb-admin-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
    auto opened = KeyRing::open(path / kKeyFile);
    REQUIRE(opened);
    ring = std::move(*opened);
  }
  ~Folder() {
    ring.reset();
    std::filesystem::remove_all(path);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path file() const { return path / kAdminKeyFile; }
  std::filesystem::path given(const std::string& text) const {
    std::ofstream(path / "given", std::ios::trunc) << text;
    return path / "given";
  }
  Result<std::string> ensure(const std::filesystem::path& given_file = {}, Instant now = kNow) const {
    return ensure_admin_key(*ring, path, given_file, now);
  }
};

std::string secret_in(const std::filesystem::path& file) {
  auto text = read_file(file, 1000);
  REQUIRE(text);
  REQUIRE(*text);
  REQUIRE((*text)->ends_with('\n'));
  return (*text)->substr(0, (*text)->size() - 1);
}

}  // namespace

TEST_CASE("the first start writes a key for its owner alone and names the file, later ones leave it") {
  const Folder folder;
  const auto said = folder.ensure();
  REQUIRE(said);
  CHECK(said->contains(folder.file().string()));
  const std::string secret = secret_in(folder.file());
  CHECK_FALSE(said->contains(secret));
  struct stat status{};
  REQUIRE(::stat(folder.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto caller = folder.ring->caller(secret, kNow);
  REQUIRE(caller);
  CHECK(caller->scope == Scope::admin);
  CHECK(caller->projects.all());
  CHECK(folder.ensure()->empty());
  CHECK(secret_in(folder.file()) == secret);
  CHECK(folder.ring->keys().size() == 1);
}

TEST_CASE("a file in the place of the first key that is no key of ours is left as it is") {
  const Folder folder;
  for (const std::string& theirs :
       {std::string("-----BEGIN PRIVATE KEY-----\n"), std::string("\0\0x", 3), "hebb_" + std::string(64, 'g') + "\n"}) {
    std::ofstream(folder.file(), std::ios::trunc) << theirs;
    const auto refused = folder.ensure();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(refused.error().message.contains(folder.file().string()));
    CHECK(read_file(folder.file(), 1000)->value() == theirs);
    CHECK(folder.ring->keys().empty());
  }
}

TEST_CASE("a first key whose text a power cut took is written anew") {
  for (const std::string& left : {std::string(), std::string(70, '\0')}) {
    const Folder folder;
    std::ofstream(folder.file()) << left;
    REQUIRE(folder.ensure());
    CHECK(folder.ring->caller(secret_in(folder.file()), kNow));
  }
  const Folder folder;
  std::filesystem::create_symlink("/dev/null", folder.file());
  CHECK_FALSE(folder.ensure());
}

TEST_CASE("a new one is written only where nobody may administer all projects any more") {
  const Folder folder;
  REQUIRE(folder.ring->create({.name = "admin", .scope = Scope::admin, .projects = ProjectSet({"p"})}, kNow));
  REQUIRE(folder.ring->create({.name = "writer", .scope = Scope::write}, kNow));
  const auto expires = kNow + std::chrono::hours(1);
  CHECK_FALSE(folder.ensure()->empty());
  const std::string first = secret_in(folder.file());
  CHECK(folder.ring->key_of(first)->name == "admin 2");
  REQUIRE(folder.ring->revoke("admin 2", kNow));
  REQUIRE(folder.ring->create({.name = "boss", .scope = Scope::admin, .expires_at = expires}, kNow));
  CHECK(folder.ensure()->empty());
  CHECK_FALSE(folder.ensure({}, expires)->empty());
  CHECK(secret_in(folder.file()) != first);
}

TEST_CASE("a key of a file is taken, replaced by another, and not taken again once it was revoked") {
  const Folder folder;
  const std::string first(40, 'a'), second(40, 'b');
  const auto said = folder.ensure(folder.given(first + "\r\n"));
  REQUIRE(said);
  CHECK_FALSE(said->contains(first));
  CHECK_FALSE(std::filesystem::exists(folder.file()));
  CHECK(folder.ring->caller(first, kNow)->scope == Scope::admin);
  CHECK(folder.ensure(folder.given(first))->empty());
  REQUIRE(folder.ensure(folder.given(second)));
  CHECK(folder.ring->caller(second, kNow));
  CHECK_FALSE(folder.ring->caller(first, kNow));
  CHECK(folder.ensure(folder.given(first)).error().code == ErrorCode::conflict);
  CHECK(folder.ring->caller(second, kNow));
}

TEST_CASE("a file whose key cannot be taken leaves the one before it valid, now and at the next start") {
  Folder folder;
  const std::string good(40, 'a');
  REQUIRE(folder.ensure(folder.given(good)));
  for (const std::string& bad : {std::string(), std::string("short"), std::string(40, 'b') + " c"}) {
    CHECK(folder.ensure(folder.given(bad)).error().code == ErrorCode::invalid_argument);
    CHECK(folder.ring->caller(good, kNow));
  }
  folder.ring.reset();
  auto opened = KeyRing::open(folder.path / kKeyFile);
  REQUIRE(opened);
  folder.ring = std::move(*opened);
  const auto again = folder.ensure(folder.given(good));
  REQUIRE(again);
  CHECK(again->empty());
  CHECK(folder.ring->caller(good, kNow));
}

TEST_CASE("a file that is not there, or holds no key, stops the start and is named") {
  const Folder folder;
  const auto missing = folder.ensure(folder.path / "nothing");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.contains("nothing"));
  for (const std::string& bad :
       {std::string(), std::string("short"), std::string(40, 'a') + " b", std::string(5000, 'a')}) {
    const auto refused = folder.ensure(folder.given(bad));
    REQUIRE_FALSE(refused);
    CHECK_FALSE(refused.error().message.contains(std::string(40, 'a')));
  }
  CHECK(folder.ensure(folder.given("\n")).error().message.contains("at least 32"));
  const auto weak = folder.ring->create({.name = "weak"}, kNow);
  REQUIRE(weak);
  CHECK(folder.ensure(folder.given(weak->secret)).error().code == ErrorCode::conflict);
}

}  // namespace hebb::access
