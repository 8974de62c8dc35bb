// What health says when the disk fails under a running engine.
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdlib>
#include <fstream>
#include <new>
#include <thread>
#include <utility>

#include "base/allocation_fault.h"
#include "engine/engine.h"
#include "engine/lane.h"
#include "store/sqlite/fault_vfs.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"
#include "vector/hnsw_index.h"

namespace hebb {
namespace {

using sqlite::FaultVfs;
using store_fixture::bytes_of_file;
using store_fixture::ScratchFolder;

struct Folds {
  std::atomic<int> tried = 0;
  std::atomic<int> niceness = 0;  // of the thread that tried last
};

// An index that cannot be folded, first for want of memory.
class Unfoldable final : public VectorIndex {
 public:
  explicit Unfoldable(Folds& folds) : folds_(folds) {}
  Result<void> add(std::span<const VectorPoint> points) override { return index_->add(points); }
  Result<void> erase(std::span<const Ordinal> ordinals) override { return index_->erase(ordinals); }
  std::shared_ptr<const VectorView> view() const override { return index_->view(); }
  bool wants_fold() const override { return true; }
  Result<void> fold(std::stop_token) override {
    folds_.niceness = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    if (folds_.tried++ == 0) throw std::bad_alloc();
    return fail(ErrorCode::internal, "no graph");
  }

 private:
  std::unique_ptr<VectorIndex> index_ = make_hnsw_index();
  Folds& folds_;
};

// Of the connections that are opened while it lives, the next commit after `arm` leaves its thread without memory.
class NoMemoryAfterCommit {
 public:
  NoMemoryAfterCommit() { sqlite3_auto_extension(entry()); }
  ~NoMemoryAfterCommit() {
    sqlite3_cancel_auto_extension(entry());
    next_ = Next::usual;
  }
  NoMemoryAfterCommit(const NoMemoryAfterCommit&) = delete;
  NoMemoryAfterCommit& operator=(const NoMemoryAfterCommit&) = delete;

  void arm(bool commits) { next_ = commits ? Next::commits : Next::rolls_back; }

 private:
  enum class Next { usual, commits, rolls_back };
  static void (*entry())() { return reinterpret_cast<void (*)()>(&watch); }
  static int watch(sqlite3* database, char**, const sqlite3_api_routines*) {
    sqlite3_commit_hook(database, [](void*) { return committing(); }, nullptr);
    return SQLITE_OK;
  }
  static int committing() {
    const auto now = next_.exchange(Next::usual);
    if (now != Next::usual) allocation_fault::arm(0);  // SQLite takes its own from malloc
    return now == Next::rolls_back ? 1 : 0;
  }

  static inline std::atomic<Next> next_ = Next::usual;
};

Result<std::unique_ptr<VectorIndex>> usual_index() {
  return make_hnsw_index();
}

std::unique_ptr<Engine> open_engine(const std::filesystem::path& database, const std::string& vfs = "",
                                    const VectorIndexFactory& make_vectors = usual_index, bool background = false) {
  const char* set = std::getenv("MODEL_PATH");
  const auto model = set != nullptr ? Result<std::filesystem::path>(set) : find_model();
  if (!model) SKIP("MODEL_PATH: no model; tool/model/prepare makes it");
  auto encoder = Encoder::load({.model = *model});
  REQUIRE(encoder);
  auto store = open_sqlite_store({.file = database, .vfs = vfs});
  REQUIRE(store);
  auto engine = Engine::open(std::move(*store), make_vectors, std::move(*encoder),
                             {.threads = 2, .background = background, .database = database});
  REQUIRE(engine);
  return std::move(*engine);
}

Result<IngestReply> ingest(Engine& engine, int number) {
  return engine.ingest({.transcript = "Anna: We decided to order " + std::to_string(number) + " sensors.\n",
                        .title = "Order " + std::to_string(number)},
                       Instant{});
}

bool says(const Health& health, std::string_view part) {
  return std::ranges::contains(health.degraded, part);
}

template <class Holds>
bool in_time(Holds holds) {
  const auto due = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > due) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace

TEST_CASE("every part is healthy where nothing fails", "[health]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  REQUIRE(ingest(*engine, 1));
  const auto report = engine->examine();
  CHECK(report.state == ComponentState::healthy);
  for (const auto& [name, part] : report.components) {
    INFO(name);
    CHECK(part.state == ComponentState::healthy);
    CHECK_FALSE(part.error);
  }
  CHECK(report.components.at("database").seq == report.components.at("vector_store").seq);
  const auto measures = engine->measures();
  CHECK(measures.store_bytes > 0);
  CHECK(measures.memories[2] > 0);
}

TEST_CASE("a full disk shows in health, and no more once there is room, without an import", "[health]") {
  const ScratchFolder folder;
  FaultVfs vfs;
  const auto engine = open_engine(folder.path() / "hebb.db", vfs.name());
  REQUIRE(ingest(*engine, 1));
  CHECK(engine->health().degraded.empty());
  vfs.fail_from_now(FaultVfs::Fault::disk_full);
  const auto refused = ingest(*engine, 2);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::resource_exhausted);
  const auto health = engine->health();
  CHECK(health.healthy);
  CHECK(says(health, "writes"));
  const auto report = engine->examine();
  CHECK(report.state == ComponentState::degraded);
  CHECK(report.components.at("writes").state == ComponentState::degraded);
  CHECK(report.components.at("writes").error->contains("hebb.db"));
  CHECK(engine->query({.query = "sensors"})->results.size() == 1);  // reading goes on
  CHECK(engine->measures().failed_writes == 1);
  vfs.heal();
  CHECK(in_time([&] { return engine->health().degraded.empty(); }));
  CHECK(ingest(*engine, 2));
  CHECK(engine->examine().state == ComponentState::healthy);
}

TEST_CASE("the disk is tried again after a try for which memory ended", "[health]") {
  const ScratchFolder folder;
  FaultVfs vfs;
  NoMemoryAfterCommit memory;
  const auto engine = open_engine(folder.path() / "hebb.db", vfs.name());
  REQUIRE(ingest(*engine, 1));
  vfs.fail_from_now(FaultVfs::Fault::disk_full);
  REQUIRE_FALSE(ingest(*engine, 2));
  vfs.heal();
  memory.arm(false);
  CHECK(says(engine->health(), "writes"));  // and tries
  CHECK(in_time([&] { return engine->health().degraded.empty(); }));
}

TEST_CASE("work that finds nothing to write does not say that a full disk has room", "[health]") {
  const ScratchFolder folder;
  FaultVfs vfs;
  const auto engine = open_engine(folder.path() / "hebb.db", vfs.name());
  const auto first = ingest(*engine, 1);
  REQUIRE(first);
  vfs.fail_from_now(FaultVfs::Fault::disk_full);
  REQUIRE_FALSE(ingest(*engine, 2));
  REQUIRE(engine->erase_meetings(std::array{first->meeting_id}, true, {}));
  CHECK(says(engine->health(), "writes"));
  vfs.heal();
  REQUIRE(ingest(*engine, 2));
  CHECK_FALSE(says(engine->health(), "writes"));
}

TEST_CASE("what an erasure left undone is done once nobody reads the state before it", "[health]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db";
  auto engine = open_engine(file);
  const auto first = ingest(*engine, 4711);
  REQUIRE(first);
  sqlite3* reader = nullptr;
  REQUIRE(sqlite3_open_v2(file.c_str(), &reader, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM turns", nullptr, nullptr, nullptr) == SQLITE_OK);
  const auto erased = engine->erase_meetings(std::array{first->meeting_id}, false, {});
  REQUIRE(erased);
  CHECK(erased->traces_remain);
  const auto is_there = [&] {
    return bytes_of_file(file).contains("order 4711") || bytes_of_file(file.string() + "-wal").contains("order 4711");
  };
  REQUIRE(engine->write_accesses());
  CHECK(is_there());
  SECTION("by the process that erased it") {}
  SECTION("by one that is started afterwards") {
    engine.reset();
    engine = open_engine(file);
    CHECK(is_there());
  }
  sqlite3_close(reader);
  REQUIRE(engine->write_accesses());
  CHECK_FALSE(is_there());
}

TEST_CASE("an erasure of which a later part fails says that a part is done", "[health]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db";
  const auto engine = open_engine(file);
  REQUIRE(ingest(*engine, 1));  // goes whole, after the parts of others
  REQUIRE(
      engine->ingest({.transcript = "Anna: We decided to order sensors.\nBen: I am against that order.\n"}, Instant{}));
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open_v2(file.c_str(), &other, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "CREATE TRIGGER no BEFORE DELETE ON meetings BEGIN SELECT RAISE(ABORT, 'no'); END",
                       nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(other);
  const auto erased = engine->erase_speaker("Anna", {.project = "default", .since = {}, .until = {}}, false, {});
  REQUIRE_FALSE(erased);
  CHECK(erased.error().message.contains("what was done until then stays"));
}

TEST_CASE("a fold that fails, even for want of memory, leaves the engine and its index whole", "[health]") {
  const ScratchFolder folder;
  Folds folds;
  const auto engine = open_engine(
      folder.path() / "hebb.db", "",
      [&] { return Result<std::unique_ptr<VectorIndex>>(std::make_unique<Unfoldable>(folds)); }, true);
  CHECK(in_time([&] { return folds.tried >= 1; }));
  CHECK(folds.niceness >= kBackgroundNiceness);
  REQUIRE(ingest(*engine, 1));
  CHECK(in_time([&] { return engine->measures().background_errors >= 2; }));
  CHECK(engine->health().degraded.empty());
  CHECK_FALSE(engine->answers().stats().suspended);
  CHECK(engine->query({.query = "sensors"})->results.size() == 1);
}

TEST_CASE("a change that was stored, and thrown away before the indexes had it, shows in health", "[health]") {
  const ScratchFolder folder, other;
  NoMemoryAfterCommit memory;
  const auto engine = open_engine(folder.path() / "hebb.db");
  const auto source = open_engine(other.path() / "hebb.db");
  const auto stored = ingest(*source, 2);
  REQUIRE(stored);
  const auto record = source->record(stored->meeting_id);
  REQUIRE(record);
  REQUIRE(*record);
  REQUIRE(ingest(*engine, 1));
  const bool commits = GENERATE(true, false);
  memory.arm(commits);
  SECTION("a speaker's new name") {
    CHECK_THROWS_AS(engine->rename_speaker({"default", "Anna", "Hanna"}, {}), std::bad_alloc);
  }
  SECTION("a meeting of an archive") {
    CHECK_THROWS_AS(engine->import_record(**record), std::bad_alloc);
  }
  CHECK(says(engine->health(), "index") == commits);
  CHECK(engine->answers().stats().suspended == commits);
  CHECK(engine->measures().background_errors == (commits ? 1 : 0));
  REQUIRE(engine->reindex());
  CHECK(engine->health().degraded.empty());
}

TEST_CASE("a damaged database takes no more writes, and health says what to do", "[health]") {
  const ScratchFolder folder;
  const auto database = folder.path() / "hebb.db";
  {
    REQUIRE(ingest(*open_engine(database), 1));
  }  // closed: all of it is in the one file
  const auto engine = open_engine(database);
  {
    std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = std::filesystem::file_size(database);
    file.seekp(4096);
    for (std::uintmax_t at = 4096; at < size; ++at) file.put('\x5a');
  }
  const auto first = ingest(*engine, 2);
  REQUIRE_FALSE(first);
  CHECK(first.error().code == ErrorCode::corruption);
  const auto second = ingest(*engine, 3);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::corruption);
  const auto report = engine->examine();
  CHECK(report.state != ComponentState::healthy);
  CHECK_FALSE(engine->health().degraded.empty());
}

}  // namespace hebb
