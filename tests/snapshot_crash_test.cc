// kill -9 while indexes are saved, meetings come and are erased: whatever the next start finds, its indexes are those
// of the store, and no file keeps a word of what the store has no more.
#include <unistd.h>

#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <format>
#include <random>

#include "engine/derived_fixture.h"
#include "engine/index_snapshot.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"
#include "support/killed_child.h"
#include "vector/hnsw_index.h"

namespace hebb {
namespace {

using derived_fixture::described;
using store_fixture::bytes_of_file;
using store_fixture::make_record;
using store_fixture::ScratchFolder;

constexpr std::uint32_t kMeetings = 12;
constexpr Instant kNow{};

// Where no other has it: a name is no part of another.
std::string word_of(std::uint32_t number) {
  return std::format("gasket{:02}x", number);
}

MeetingRecord record_number(std::uint32_t number) {
  return make_record({.project = number % 3 == 0 ? "q" : "p",
                      .number = number,
                      .turns = 10,
                      .episodes = 40,
                      .contexts = 4,
                      .word = word_of(number)});
}

std::unique_ptr<VectorIndex> make_vectors() {
  return make_hnsw_index({.flat_limit = 64, .fold_minimum = 32});
}

// As an engine starts; null when the store or the file cannot be used.
struct Started {
  std::unique_ptr<MemoryStore> store;
  IndexSnapshot snapshot;
  std::unique_ptr<DerivedIndexes> indexes;
  bool from_snapshot = false;
};

std::unique_ptr<Started> start(const std::filesystem::path& folder) {
  auto store = open_sqlite_store({.file = folder / "hebb.db", .readers = 1});
  if (!store) return nullptr;
  auto started = std::make_unique<Started>(std::move(*store),
                                           IndexSnapshot({.file = folder / "hebb.db.index", .least_memories = 1}));
  started->indexes = started->snapshot.load(*started->store, make_vectors());
  started->from_snapshot = started->indexes != nullptr;
  if (started->from_snapshot) return started;
  auto built = build_derived(*started->store, make_vectors());
  if (!built) return nullptr;
  started->indexes = std::move(*built);
  return started;
}

bool save(Started& engine) {
  const auto draft = engine.snapshot.begin(*engine.indexes);
  return engine.snapshot.write(*draft) && engine.snapshot.publish(draft, *engine.store, *engine.indexes);
}

bool put(Started& engine, std::uint32_t number) {
  const auto record = record_number(number);
  const auto put = engine.store->put_meeting(record, kNow);
  return put && (!put->created || engine.indexes->add(record.meeting, record.memories, put->seq));
}

bool erase(Started& engine, std::uint32_t number) {
  const std::array ids{record_number(number).meeting.id};
  if (!engine.snapshot.forget(*engine.indexes)) return false;
  const auto erased = engine.store->erase_meetings(ids, false);
  return erased && engine.indexes->erase(ids, erased->seq);
}

[[noreturn]] void work_until_killed(const std::filesystem::path& folder, std::uint32_t seed, int ready) {
  const auto engine = start(folder);
  if (!engine || ::write(ready, "", 1) != 1) ::_exit(1);
  std::mt19937 random(seed);
  for (;;) {
    const auto number = static_cast<std::uint32_t>(random() % kMeetings);
    const auto deed = random() % 4;
    const bool done = deed == 0 ? erase(*engine, number) : deed == 1 ? put(*engine, number) : save(*engine);
    if (!done) ::_exit(2);
    if (random() % 8 == 0 && !engine->indexes->fold({})) ::_exit(3);
    engine->indexes->publish_fold();
  }
}

void work_and_kill(const std::filesystem::path& folder, std::mt19937& random) {
  const auto seed = static_cast<std::uint32_t>(random());
  KilledChild child([&](int ready) -> int { work_until_killed(folder, seed, ready); });
  char started = 0;
  REQUIRE(child.hear(started));
  child.kill_after(std::chrono::microseconds(random() % 40'000));
  REQUIRE(WIFSIGNALED(child.status_at_end()));
}

}  // namespace

TEST_CASE("a kill at any moment leaves no snapshot that lies or remembers", "[snapshot][crash][.deep]") {
  const ScratchFolder folder;
  std::mt19937 random(Catch::getSeed());
  int from_snapshot = 0;
  for (int round = 0; round < 120; ++round) {
    work_and_kill(folder.path(), random);
    const auto engine = start(folder.path());
    REQUIRE(engine);
    from_snapshot += engine->from_snapshot;
    const auto built = build_derived(*engine->store, make_vectors());
    REQUIRE(built);
    REQUIRE(described(*engine->indexes->view()) == described(*(*built)->view()));
    std::string left;
    for (const char* name : {"hebb.db.index", "hebb.db.index.part"}) {
      const auto file = folder.path() / name;
      if (std::filesystem::exists(file)) left += bytes_of_file(file);
    }
    for (std::uint32_t number = 0; number < kMeetings; ++number) {
      const auto known = engine->store->has_meeting(record_number(number).meeting.id);
      REQUIRE(known);
      INFO("round " << round << ", meeting " << number);
      CHECK((*known || !left.contains(word_of(number))));
    }
  }
  CHECK(from_snapshot > 0);
}

}  // namespace hebb
