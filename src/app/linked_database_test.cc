#include "app/linked_database.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <fstream>

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

}  // namespace

TEST_CASE("the ledger beside a link becomes that of the file, which has none", "[app]") {
  const Linked at;
  Linked::record_at(ledger_file_of(at.data.link));
  const auto kept = bytes_of_file(ledger_file_of(at.data.link));
  REQUIRE(settle_link(at.data));
  CHECK_FALSE(fs::exists(ledger_file_of(at.data.link)));
  CHECK(bytes_of_file(ledger_file_of(at.data.database)) == kept);
  CHECK(settle_link(at.data));
}

TEST_CASE("two ledgers stay what they are", "[app]") {
  const Linked at;
  Linked::record_at(ledger_file_of(at.data.link));
  Linked::record_at(ledger_file_of(at.data.database));
  const auto link = bytes_of_file(ledger_file_of(at.data.link)), file = bytes_of_file(ledger_file_of(at.data.database));
  REQUIRE(settle_link(at.data));
  CHECK(bytes_of_file(ledger_file_of(at.data.link)) == link);
  CHECK(bytes_of_file(ledger_file_of(at.data.database)) == file);
}

TEST_CASE("the index beside a link goes, and no file of somebody else's", "[app]") {
  const Linked at;
  const auto index = snapshot_file_of(at.data.link);
  std::ofstream(index) << "a list of names";
  REQUIRE(settle_link(at.data));
  CHECK(fs::exists(index));
  fs::remove(index);
  auto writer = SnapshotWriter::create(index);
  REQUIRE(writer);
  REQUIRE(writer->seal({}));
  REQUIRE(writer->publish());
  REQUIRE(settle_link(at.data));
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
  REQUIRE(settle_link(at.data));
  CHECK(fs::exists(ledger_file_of(at.data.database)));
  CHECK(fs::exists(snapshot_file_of(at.data.database)));
}

}  // namespace hebb::app
