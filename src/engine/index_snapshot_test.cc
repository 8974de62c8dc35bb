#include "engine/index_snapshot.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <random>

#include "engine/derived_fixture.h"
#include "store/reference_store.h"
#include "store/store_fixture.h"
#include "vector/hnsw_index.h"

namespace hebb {
namespace {

using derived_fixture::described;
using store_fixture::bytes_of_file;
using store_fixture::make_record;
using store_fixture::RecordPlan;
using store_fixture::ScratchFolder;

constexpr Instant kNow{};

// Each with a word of its own, which stands in no other.
RecordPlan plan(std::uint32_t number, std::string project = "p") {
  return {.project = std::move(project),
          .number = number,
          .turns = 12,
          .episodes = 24,
          .contexts = 3,
          .word = "gasket" + std::to_string(number)};
}

std::unique_ptr<VectorIndex> graph_index() {
  return make_hnsw_index({.flat_limit = 64, .fold_minimum = 32});  // small enough to have a graph here
}

class Shelf {
 public:
  explicit Shelf(std::uint32_t meetings = 6) : store_(make_reference_store()) {
    for (std::uint32_t i = 0; i < meetings; ++i) put(plan(i, i % 3 == 2 ? "q" : "p"));
  }

  MemoryStore& store() { return *store_; }
  std::filesystem::path file() const { return folder_.path() / "hebb.db.index"; }
  IndexSnapshot snapshot() const { return IndexSnapshot({.file = file(), .least_memories = 10}); }

  void put(const RecordPlan& plan) { REQUIRE(store_->put_meeting(make_record(plan), kNow)); }
  std::unique_ptr<DerivedIndexes> built() {
    auto indexes = build_derived(*store_, graph_index());
    REQUIRE(indexes);
    return std::move(*indexes);
  }
  void save(DerivedIndexes& indexes) {
    auto snapshot = this->snapshot();
    const auto draft = snapshot.begin(indexes);
    REQUIRE(snapshot.write(*draft));
    REQUIRE(snapshot.publish(draft, *store_, indexes));
  }
  std::unique_ptr<DerivedIndexes> loaded() { return snapshot().load(*store_, graph_index()); }

 private:
  ScratchFolder folder_;
  std::unique_ptr<MemoryStore> store_;
};

bool is_in(const std::string& word, const std::filesystem::path& folder) {
  return std::ranges::any_of(std::filesystem::directory_iterator(folder),
                             [&](const auto& entry) { return bytes_of_file(entry.path()).contains(word); });
}

}  // namespace

TEST_CASE("indexes from a snapshot answer as those that wrote it and as those made anew") {
  Shelf shelf;
  const auto indexes = shelf.built();
  REQUIRE(indexes->fold({}));
  indexes->publish_fold();
  shelf.save(*indexes);
  CHECK(indexes->unsaved_memories() == 0);
  const auto loaded = shelf.loaded();
  REQUIRE(loaded);
  CHECK(described(*loaded->view()) == described(*indexes->view()));
  CHECK(described(*loaded->view()) == described(*shelf.built()->view()));
  CHECK_FALSE(loaded->wants_fold());  // the graph came with it
  CHECK(loaded->unsaved_memories() == 0);

  SECTION("and go on as they do") {
    for (DerivedIndexes* one : {indexes.get(), loaded.get()}) {
      const auto record = make_record(plan(9));
      REQUIRE(one->add(record.meeting, record.memories, 100));
      REQUIRE(one->erase(std::vector{store_fixture::id_of(plan(0)), store_fixture::id_of(plan(5, "q"))}, 101));
      one->rename_speaker("p", "Anna", "Anne", 102);
      REQUIRE(one->fold({}));
      one->publish_fold();
    }
    CHECK(described(*loaded->view()) == described(*indexes->view()));
  }
}

TEST_CASE("a snapshot of nothing is one of nothing") {
  Shelf shelf(0);
  shelf.save(*shelf.built());
  const auto loaded = shelf.loaded();
  REQUIRE(loaded);
  CHECK(loaded->memories() == 0);
}

TEST_CASE("what the store changed since the snapshot is taken in") {
  Shelf shelf;
  shelf.save(*shelf.built());
  SECTION("meetings that are new") {
    shelf.put(plan(8));
    shelf.put(plan(9, "r"));
    const auto loaded = shelf.loaded();
    REQUIRE(loaded);
    CHECK(described(*loaded->view()) == described(*shelf.built()->view()));
    CHECK(loaded->unsaved_memories() > 0);
    CHECK(std::filesystem::exists(shelf.file()));
  }
  SECTION("meetings that were erased, which takes the file that has them away") {
    REQUIRE(shelf.store().erase_meetings(std::vector{store_fixture::id_of(plan(3))}, false));
    CHECK(is_in("gasket3", shelf.file().parent_path()));
    const auto loaded = shelf.loaded();
    REQUIRE(loaded);
    CHECK(described(*loaded->view()) == described(*shelf.built()->view()));
    CHECK_FALSE(std::filesystem::exists(shelf.file()));
    CHECK(shelf.snapshot().is_wanted(*loaded));
  }
  SECTION("meetings that were changed") {
    REQUIRE(shelf.store().edit_meeting(store_fixture::id_of(plan(1)), {.title = "Other", .project = "r"}));
    const auto loaded = shelf.loaded();
    REQUIRE(loaded);
    CHECK(described(*loaded->view()) == described(*shelf.built()->view()));
  }
  SECTION("meetings that came, changed and went, all at once") {
    shelf.put(plan(8));
    REQUIRE(shelf.store().edit_meeting(store_fixture::id_of(plan(0)), {.title = "Other"}));
    REQUIRE(shelf.store().edit_meeting(store_fixture::id_of(plan(4)), {.project = "r"}));
    REQUIRE(shelf.store().erase_meetings(std::vector{store_fixture::id_of(plan(3))}, false));
    const auto loaded = shelf.loaded();
    REQUIRE(loaded);
    CHECK(described(*loaded->view()) == described(*shelf.built()->view()));
    REQUIRE(loaded->erase(std::vector{store_fixture::id_of(plan(0)), store_fixture::id_of(plan(77))}, 100));
    REQUIRE(loaded->erase(std::vector{store_fixture::id_of(plan(0))}, 101));
    CHECK(loaded->view()->catalog->meetings().size() == 5);
  }
  SECTION("but not a speaker's new name, which has them made anew") {
    REQUIRE(shelf.store().rename_speaker("p", "Anna", "Anne"));
    CHECK_FALSE(shelf.loaded());
    CHECK_FALSE(std::filesystem::exists(shelf.file()));
  }
}

TEST_CASE("what an erasure left in memory is not written") {
  Shelf shelf;
  const auto indexes = shelf.built();
  REQUIRE(indexes->fold({}));
  indexes->publish_fold();
  const MeetingId erased = store_fixture::id_of(plan(3));
  const auto erased_memories = make_record(plan(3)).memories;
  const auto counts = shelf.store().erase_meetings(std::vector{erased}, false);
  REQUIRE(counts);
  REQUIRE(indexes->erase(std::vector{erased}, counts->seq));
  shelf.save(*indexes);
  const std::string bytes = bytes_of_file(shelf.file());
  CHECK_FALSE(bytes.contains("gasket3"));
  for (const Memory& memory : erased_memories) {
    const auto& id = memory.id.bytes();
    CHECK_FALSE(bytes.contains(std::string(id.begin(), id.end())));
  }
  CHECK(bytes.contains("gasket4"));
  const auto loaded = shelf.loaded();
  REQUIRE(loaded);
  CHECK(described(*loaded->view()) == described(*shelf.built()->view()));
}

TEST_CASE("a snapshot that is not this store's own is not believed") {
  Shelf shelf;
  shelf.save(*shelf.built());
  Shelf other;  // the same meetings and seq, but a life of its own
  std::filesystem::copy_file(shelf.file(), other.file());
  CHECK_FALSE(other.loaded());
  REQUIRE(other.store().put_snapshot_name({1, 2, 3}));
  CHECK_FALSE(other.loaded());
  CHECK(shelf.loaded());
}

TEST_CASE("a snapshot that is missing or damaged is not believed, whatever is damaged") {
  Shelf shelf(3);
  CHECK_FALSE(shelf.loaded());
  const auto indexes = shelf.built();
  REQUIRE(indexes->fold({}));
  indexes->publish_fold();
  shelf.save(*indexes);
  const std::string whole = bytes_of_file(shelf.file());
  std::mt19937 random(11);
  for (int i = 0; i < 400; ++i) {
    std::string damaged = whole;
    const std::size_t at = random() % damaged.size();
    // Numbers of all sizes, where counts and lengths may stand.
    for (std::size_t j = at; j < std::min(at + 1 + random() % 8, damaged.size()); ++j) {
      damaged[j] = static_cast<char>(damaged[j] ^ static_cast<char>(1 + random() % 255));
    }
    std::ofstream(shelf.file(), std::ios::binary | std::ios::trunc) << damaged;
    if (shelf.loaded()) FAIL("damaged at " << at);
  }
  for (int i = 0; i < 50; ++i) {
    std::ofstream(shelf.file(), std::ios::binary | std::ios::trunc) << whole.substr(0, random() % whole.size());
    if (shelf.loaded()) FAIL("cut short");
  }
  std::ofstream(shelf.file(), std::ios::binary | std::ios::trunc) << whole;
  CHECK(shelf.loaded());
}

TEST_CASE("once an erasure begins, neither the file nor one being written is left") {
  Shelf shelf;
  const auto indexes = shelf.built();
  shelf.save(*indexes);
  auto snapshot = shelf.snapshot();
  const auto draft = snapshot.begin(*indexes);
  REQUIRE(snapshot.write(*draft));
  CHECK(is_in("gasket3", shelf.file().parent_path()));
  REQUIRE(snapshot.forget(*indexes));
  CHECK_FALSE(is_in("gasket3", shelf.file().parent_path()));
  const auto published = snapshot.publish(draft, shelf.store(), *indexes);
  REQUIRE_FALSE(published);
  CHECK(published.error().code == ErrorCode::cancelled);
  CHECK_FALSE(std::filesystem::exists(shelf.file()));

  const auto begun = snapshot.begin(*indexes);
  REQUIRE(snapshot.forget(*indexes));
  const auto written = snapshot.write(*begun);
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::cancelled);
  CHECK(std::filesystem::is_empty(shelf.file().parent_path()));
  CHECK(snapshot.is_wanted(*indexes));
}

TEST_CASE("a file that cannot be removed keeps nobody from what can be read") {
  Shelf shelf;
  shelf.save(*shelf.built());
  REQUIRE(shelf.store().edit_meeting(store_fixture::id_of(plan(1)), {.title = "Other"}));
  std::filesystem::create_directory(shelf.file().string() +
                                    ".part");  // which no one can remove as a file, root neither
  CHECK(shelf.loaded());
  CHECK_FALSE(std::filesystem::exists(shelf.file()));
  auto snapshot = shelf.snapshot();
  const auto indexes = shelf.built();
  CHECK_FALSE(snapshot.forget(*indexes));  // but an erasure is refused that would leave words on the disk
  CHECK_FALSE(snapshot.write(*snapshot.begin(*indexes)));
}

TEST_CASE("a snapshot is wanted when enough changed, and none is kept without a file") {
  Shelf shelf;
  const auto indexes = shelf.built();
  CHECK(shelf.snapshot().is_wanted(*indexes));
  CHECK_FALSE(IndexSnapshot({}).is_wanted(*indexes));
  CHECK_FALSE(IndexSnapshot({}).load(shelf.store(), graph_index()));
  shelf.save(*indexes);
  CHECK_FALSE(shelf.snapshot().is_wanted(*indexes));
  const auto record = make_record(plan(7));
  REQUIRE(indexes->add(record.meeting, record.memories, 100));
  CHECK_FALSE(shelf.snapshot().is_wanted(*indexes));  // 28 of 196: less than a quarter
  for (std::uint32_t i = 10; i < 13; ++i) {
    const auto more = make_record(plan(i));
    REQUIRE(indexes->add(more.meeting, more.memories, 100 + i));
  }
  CHECK(shelf.snapshot().is_wanted(*indexes));
}

}  // namespace hebb
