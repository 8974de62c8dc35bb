#include "app/linked_database.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <format>
#include <fstream>
#include <iterator>

#include "snapshot/snapshot.h"
#include "store/erasure_ledger.h"
#include "store/store_fixture.h"

namespace hebb::app {
namespace {

namespace fs = std::filesystem;
using store_fixture::bytes_of_file;

struct Linked {
  store_fixture::ScratchFolder folder;
  Config::Data data{.dir = folder.path(), .database = folder.path() / "real.db", .link = folder.path() / "link.db"};

  static void record_at(const fs::path& file) {
    auto ledger = ErasureLedger::open(file);
    REQUIRE(ledger);
    REQUIRE(ledger->append(std::array{ErasureRecord{.number = 7}}));
  }
};

fs::path settle(const Linked& at) {
  const auto ledger = settle_link(at.data, [](std::string_view text) { FAIL(text); });
  REQUIRE(ledger);
  return *ledger;
}

std::string refused(const Linked& at) {
  const auto settled = settle_link_for_restore(at.data, [](std::string_view text) { FAIL(text); });
  return settled ? "" : settled.error().message;
}

}  // namespace

TEST_CASE("the ledger beside a link becomes that of the file, which has none", "[app]") {
  const Linked at;
  Linked::record_at(ledger_file_of(at.data.link));
  const auto kept = bytes_of_file(ledger_file_of(at.data.link));
  CHECK(settle(at).empty());
  CHECK_FALSE(fs::exists(ledger_file_of(at.data.link)));
  CHECK(bytes_of_file(ledger_file_of(at.data.database)) == kept);
  CHECK(settle(at).empty());
}

TEST_CASE("two ledgers stay what they are", "[app]") {
  const Linked at;
  Linked::record_at(ledger_file_of(at.data.link));
  Linked::record_at(ledger_file_of(at.data.database));
  const auto link = bytes_of_file(ledger_file_of(at.data.link)), file = bytes_of_file(ledger_file_of(at.data.database));
  CHECK(settle(at).empty());
  CHECK(bytes_of_file(ledger_file_of(at.data.link)) == link);
  CHECK(bytes_of_file(ledger_file_of(at.data.database)) == file);
}

TEST_CASE("a ledger is taken over from another file system", "[app]") {
  Linked at;
  const bool in_memory = at.folder.path().string().starts_with("/dev/shm");
  const auto other = fs::path(in_memory ? "/var/tmp" : "/dev/shm") / std::format("hebb-ledger-{}", ::getpid());
  fs::create_directory(other);
  struct Removed {
    fs::path folder;
    ~Removed() { fs::remove_all(folder); }
  } const removed{other};
  struct stat here{}, there{};
  REQUIRE(::stat(at.folder.path().c_str(), &here) == 0);
  REQUIRE(::stat(other.c_str(), &there) == 0);
  if (here.st_dev == there.st_dev) SKIP("there is no other file system to write to");
  at.data.database = other / "real.db";
  Linked::record_at(ledger_file_of(at.data.link));
  const auto kept = bytes_of_file(ledger_file_of(at.data.link));
  CHECK(settle(at).empty());
  CHECK_FALSE(fs::exists(ledger_file_of(at.data.link)));
  CHECK(bytes_of_file(ledger_file_of(at.data.database)) == kept);
  CHECK(std::distance(fs::directory_iterator(other), {}) == 1);
  constexpr auto kForOwner = fs::perms::owner_read | fs::perms::owner_write;
  CHECK(fs::status(ledger_file_of(at.data.database)).permissions() == kForOwner);
}

TEST_CASE("a ledger that cannot be taken over is used where it is, and no restore is done", "[app]") {
  Linked at;
  at.data.database = at.folder.path() / "letter.txt" / "real.db";  // even to root
  std::ofstream(at.data.database.parent_path()) << "Dear Anna";
  Linked::record_at(ledger_file_of(at.data.link));
  std::string warning;
  const auto ledger = settle_link(at.data, [&](std::string_view text) { warning = text; });
  REQUIRE(ledger);
  CHECK(*ledger == ledger_file_of(at.data.link));
  CHECK(warning.contains("cannot be moved to " + ledger_file_of(at.data.database).string()));
  CHECK(refused(at) == warning);
}

TEST_CASE("where the ledger beside a link records more, no restore is done", "[app]") {
  const Linked at;
  Linked::record_at(ledger_file_of(at.data.link));
  CHECK(refused(at).empty());
  Linked::record_at(ledger_file_of(at.data.link));
  CHECK(refused(at).empty());  // what both know
  auto ledger = ErasureLedger::open(ledger_file_of(at.data.link));
  REQUIRE(ledger);
  REQUIRE(ledger->append(std::array{ErasureRecord{.number = 8}}));
  CHECK(refused(at).contains("move that file away to restore all the same"));
  CHECK(settle(at).empty());
}

TEST_CASE("the index beside a link goes, and no file of somebody else's", "[app]") {
  const Linked at;
  const auto index = snapshot_file_of(at.data.link);
  std::ofstream(index) << "a list of names";
  CHECK(settle(at).empty());
  CHECK(fs::exists(index));
  fs::remove(index);
  auto writer = SnapshotWriter::create(index);
  REQUIRE(writer);
  REQUIRE(writer->seal({}));
  REQUIRE(writer->publish());
  CHECK(settle(at).empty());
  CHECK_FALSE(fs::exists(index));
}

TEST_CASE("another way to write the same path is no link", "[app]") {
  Linked at;
  at.data.link = at.folder.path() / "." / "real.db";
  Linked::record_at(ledger_file_of(at.data.database));
  auto writer = SnapshotWriter::create(snapshot_file_of(at.data.database));
  REQUIRE(writer);
  REQUIRE(writer->seal({}));
  REQUIRE(writer->publish());
  CHECK(settle(at).empty());
  CHECK(fs::exists(ledger_file_of(at.data.database)));
  CHECK(fs::exists(snapshot_file_of(at.data.database)));
}

}  // namespace hebb::app
