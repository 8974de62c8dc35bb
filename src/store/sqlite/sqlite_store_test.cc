#include "store/sqlite/sqlite_store.h"

#include <catch2/catch_test_macros.hpp>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

using store_contract::got;
using store_fixture::ScratchFolder;

class Folder {
 public:
  std::unique_ptr<MemoryStore> open_new() { return open(std::to_string(++files_) + ".db"); }
  std::unique_ptr<MemoryStore> reopen(std::unique_ptr<MemoryStore> store) {
    store.reset();
    return open(std::to_string(files_) + ".db");
  }

 private:
  std::unique_ptr<MemoryStore> open(const std::string& name) {
    return got(open_sqlite_store({.file = folder_.path() / name}));
  }
  ScratchFolder folder_;
  int files_ = 0;
};

}  // namespace

TEST_CASE("SQLite keeps the contract of stores", "[store]") {
  Folder folder;
  const StoreFactory make = [&] { return folder.open_new(); };
  const StoreReopener reopen = [&](std::unique_ptr<MemoryStore> store) { return folder.reopen(std::move(store)); };
  SECTION("reading") {
    check_reading_contract(make);
  }
  SECTION("paging") {
    check_paging_contract(make);
  }
  SECTION("writing") {
    check_writing_contract(make);
  }
  SECTION("renaming") {
    check_renaming_contract(make);
  }
  SECTION("erasure") {
    check_erasure_contract(make);
  }
  SECTION("changes") {
    check_changes_contract(make);
  }
  SECTION("random operations") {
    check_random_operations(make, reopen, 300);
  }
}

TEST_CASE("SQLite keeps the contract for long", "[.deep][store]") {
  Folder folder;
  check_random_operations([&] { return folder.open_new(); },
                          [&](std::unique_ptr<MemoryStore> store) { return folder.reopen(std::move(store)); }, 5000);
}

}  // namespace hebb
