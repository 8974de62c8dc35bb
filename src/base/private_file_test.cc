#include "base/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace hebb {
namespace {

struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hebb-private-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

std::string text_in(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

mode_t mode_of(const std::filesystem::path& file) {
  struct stat status{};
  REQUIRE(::lstat(file.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("who made the file beforehand, or holds it open, reads nothing of what is written", "[base]") {
  const Folder folder;
  const auto file = folder.path / "hebb.db.serve.json";
  const auto fresh = folder.path / "hebb.db.serve.json.new";
  std::ofstream(fresh) << "mine";
  std::filesystem::permissions(fresh, std::filesystem::perms::all);
  const int held = ::open(fresh.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(held >= 0);
  REQUIRE(write_private_file(file, "a token"));
  CHECK(text_in(file) == "a token");
  CHECK(mode_of(file) == 0600);
  CHECK_FALSE(std::filesystem::exists(fresh));
  char seen[16] = {};
  CHECK(::read(held, seen, sizeof seen) == 4);
  CHECK(std::string(seen) == "mine");
  ::close(held);
}

TEST_CASE("a link in the place of the new file leads nowhere", "[base]") {
  const Folder folder;
  std::ofstream(folder.path / "theirs") << "untouched";
  std::filesystem::create_symlink(folder.path / "theirs", folder.path / "note.new");
  REQUIRE(write_private_file(folder.path / "note", "a token"));
  CHECK(text_in(folder.path / "theirs") == "untouched");
  CHECK(text_in(folder.path / "note") == "a token");
  CHECK(mode_of(folder.path / "note") == 0600);
}

TEST_CASE("a file that cannot be put in its place leaves nothing behind and is named", "[base]") {
  const Folder folder;
  std::filesystem::create_directories(folder.path / "note" / "full");
  const auto refused = write_private_file(folder.path / "note", "a token");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::internal);
  CHECK(refused.error().message.contains((folder.path / "note").string() + ":"));
  CHECK_FALSE(std::filesystem::exists(folder.path / "note.new"));
  CHECK_FALSE(write_private_file(folder.path / "none" / "note", "a token"));
}

}  // namespace hebb
