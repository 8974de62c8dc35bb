// Erasing what one person said, beside other writes: what comes or changes meanwhile.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "store/sqlite/database.h"
#include "support/erased_speaker.h"

namespace hebb {
namespace {

using namespace erased_speaker;

bool is_known(const Engine& engine, std::string_view name, const std::string& project = "p") {
  const auto speakers = engine.speakers(project, {});
  REQUIRE(speakers);
  return std::ranges::contains(*speakers, name, &SpeakerSummary::name);
}

std::uint64_t writes_of(const Engine& engine) {
  return std::ranges::fold_left(engine.measures().writes.counts(), std::uint64_t{0}, std::plus());
}

// Asked before each meeting is looked at: what others do just then.
Budget at_look(int number, std::function<void()> deed) {
  return {.deadline = {}, .gone = [=, asked = std::make_shared<int>(0)] {
            if (++*asked == number) deed();
            return false;
          }};
}

}  // namespace

TEST_CASE("an erasure goes in steps, and a dry run counts what they erase", "[engine][erasure]") {
  const ScratchFolder folder;
  auto engine = open_engine(folder.path(), 1);
  const auto ids = ingest_some(*engine, 4);
  const auto counted = engine->erase_speaker(std::string(kAnna), kEverything, true, {});
  REQUIRE(counted);
  CHECK(is_known(*engine, kAnna));
  const auto writes = writes_of(*engine);
  const auto erased = erase_anna(*engine);
  REQUIRE(erased);
  CHECK(writes_of(*engine) == writes + ids.size() + 1);  // the last one finds that none is left
  CHECK(erased->reduced.size() == ids.size());
  CHECK(erased->reduced == counted->reduced);
  CHECK(erased->turns == 2 * ids.size());
  CHECK(erased->turns == counted->turns);
  CHECK(erased->memories == counted->memories);
  CHECK(erased->connections == counted->connections);
  CHECK_FALSE(erased->traces_remain);
  CHECK_FALSE(is_known(*engine, kAnna));
  CHECK(erase_anna(*engine).error().code == ErrorCode::not_found);
  engine.reset();
  CHECK_FALSE(bytes_in(folder.path()).contains("zephyr"));
  CHECK_FALSE(bytes_in(folder.path()).contains(kAnna));
  CHECK(bytes_in(folder.path()).contains("granite3"));
}

TEST_CASE("a dry run waits for no write", "[engine][erasure]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path());
  const auto ids = ingest_some(*engine, 2);
  const auto memories = engine->memories_of(ids[0], {});
  REQUIRE(memories);
  sqlite::Database other({.file = folder.path() / "hebb.db", .access = sqlite::Access::write, .vfs = {}});
  std::future<Result<NoteReply>> note;
  {
    const sqlite::Transaction held(other, sqlite::Transaction::Kind::write);
    note = std::async(std::launch::async,
                      [&] { return engine->add_note({.content = "The gasket is blue.", .project = "p"}, Instant{}); });
    while (engine->measures().queues.at("writer").running == 0) std::this_thread::yield();
    CHECK(engine->erase_speaker(std::string(kAnna), kEverything, true, {}));
    CHECK(engine->erase_memory(memories->front().id, true, {}));
    CHECK(engine->erase_meetings(ids, true, {}));
    CHECK(engine->erase_period(kEverything, true, {}));
    CHECK(engine->erase_project("p", true, {}));
    CHECK(note.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
  }
  CHECK(note.get());
}

TEST_CASE("what comes while somebody is erased is erased too", "[engine][erasure]") {
  const ScratchFolder folder;
  auto engine = open_engine(folder.path());
  ingest_some(*engine, 2);
  const auto erased = erase_anna(*engine, at_look(2, [&] { ingest(*engine, 2); }));
  REQUIRE(erased);
  CHECK(erased->reduced.size() == 3);
  CHECK_FALSE(is_known(*engine, kAnna));
  engine.reset();
  CHECK_FALSE(bytes_in(folder.path()).contains("zephyr"));
}

TEST_CASE("what others change while somebody is erased stays as they changed it", "[engine][erasure]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path());
  ingest_some(*engine, 3);
  std::vector<MeetingId> order;  // in which they are looked at
  const auto page = engine->meetings({.project = "p"});
  REQUIRE(page);
  for (const auto& summary : page->meetings) order.push_back(summary.meeting.id);
  SECTION("a title, and a word of a person") {
    const auto memories = engine->memories_of(order[0], {});
    REQUIRE(memories);
    const auto kept = std::ranges::find(*memories, std::optional<std::string>("Ben Cole"), &Memory::speaker);
    REQUIRE(kept != memories->end());
    const auto change = [&] {
      REQUIRE(engine->edit_meeting(order[0], {.title = "Costs", .project = {}}, {}));
      REQUIRE(engine->correct_memory(kept->id, {.type = MemoryType::risk}, Instant{}, {}));
    };
    const auto erased = erase_anna(*engine, at_look(2, change));
    REQUIRE(erased);
    CHECK(erased->reduced.size() == 3);
    CHECK(engine->meeting(order[0], {})->summary.meeting.title == "Costs");
    CHECK(engine->memory(kept->id, {})->listed.memory.type == MemoryType::risk);
  }
  SECTION("a meeting that went to another project") {
    const auto erased = erase_anna(
        *engine, at_look(2, [&] { REQUIRE(engine->edit_meeting(order[0], {.title = {}, .project = "q"}, {})); }));
    REQUIRE(erased);
    CHECK(erased->reduced.size() == 2);
    CHECK(is_known(*engine, kAnna, "q"));
  }
  SECTION("a meeting that was erased whole") {
    const auto erased =
        erase_anna(*engine, at_look(2, [&] { REQUIRE(engine->erase_meetings(std::array{order[0]}, false, {})); }));
    REQUIRE(erased);
    CHECK(erased->reduced.size() == 2);
  }
  SECTION("whom another request erased first, and another's name") {
    const auto others = [&] {
      REQUIRE(erase_anna(*engine));
      REQUIRE(engine->rename_speaker({.project = "p", .from = "Ben Cole", .to = "Benedict Cole"}, {}));
    };
    CHECK(erase_anna(*engine, at_look(2, others)));
  }
  SECTION("another's name") {
    const auto rename = [&] {
      REQUIRE(engine->rename_speaker({.project = "p", .from = "Ben Cole", .to = "Benedict Cole"}, {}));
    };
    const auto erased = erase_anna(*engine, at_look(2, rename));
    REQUIRE(erased);
    CHECK(erased->reduced.size() == 3);
    CHECK(is_known(*engine, "Benedict Cole"));
  }
  CHECK_FALSE(is_known(*engine, kAnna));
}

TEST_CASE("who is renamed while she is erased is not told to be gone", "[engine][erasure]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path());
  ingest_some(*engine, 2);
  const auto rename = [&] {
    REQUIRE(engine->rename_speaker({.project = "p", .from = std::string(kAnna), .to = "Annabel"}, {}));
  };
  CHECK(erase_anna(*engine, at_look(2, rename)).error().code == ErrorCode::conflict);
  CHECK(is_known(*engine, "Annabel"));
}

}  // namespace hebb
