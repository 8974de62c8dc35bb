#include "store/sqlite/sqlite_store.h"

#include <catch2/catch_test_macros.hpp>

#include "store/store_fixture.h"

namespace hebb {
namespace {

using store_fixture::make_record;
using store_fixture::ScratchFolder;

constexpr Instant kNow{Milliseconds(1'770'000'000'000)};

std::unique_ptr<MemoryStore> open_in(const ScratchFolder& folder) {
  auto store = open_sqlite_store({.file = folder.path() / "hebb.db"});
  INFO((store ? "" : store.error().message));
  REQUIRE(store);
  return std::move(*store);
}

}  // namespace

TEST_CASE("what is stored is there after closing and opening", "[store]") {
  const ScratchFolder folder;
  const auto record = make_record({});
  {
    const auto store = open_in(folder);
    const auto outcome = store->put_meeting(record, kNow);
    INFO((outcome ? "" : outcome.error().message));
    REQUIRE(outcome);
    CHECK(outcome->created);
    CHECK(outcome->seq == 1);
  }
  const auto store = open_in(folder);
  CHECK(store->memories_of(record.meeting.id, true) == record.memories);
  CHECK(store->turns(record.meeting.id, 0, 100) == record.turns);
  CHECK(store->check() == std::vector<std::string>{});
}

}  // namespace hebb
