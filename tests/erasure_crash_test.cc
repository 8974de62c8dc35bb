// kill -9 while what one person said is erased in steps: the same command again completes it, and no record of what was
// erased is lost. In an executable of its own, whose parent has neither threads nor a model.
#include <unistd.h>

#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <filesystem>
#include <format>
#include <functional>
#include <optional>
#include <random>
#include <tuple>

#include "store/sqlite/sqlite_store.h"
#include "support/erased_speaker.h"
#include "support/killed_child.h"

namespace hebb {
namespace {

using namespace erased_speaker;
using store_fixture::ScratchFolder;

constexpr int kMeetings = 6;

// In a process of its own, which has no threads yet. It says that it has begun, works, and is killed after a while.
// Returns how long it worked.
std::chrono::microseconds work_and_kill(const std::function<bool(const std::function<void()>& begin)>& work,
                                        std::optional<std::chrono::microseconds> killed_after) {
  KilledChild child([&](int said) { return work([&] { std::ignore = ::write(said, "", 1); }) ? 0 : 1; });
  char begun = 0;
  CHECK(child.hear(begun));
  const auto began = std::chrono::steady_clock::now();
  if (killed_after) child.kill_after(*killed_after);
  const int status = child.status_at_end();
  if (!killed_after) REQUIRE((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
}

bool erase_until_killed(const std::filesystem::path& folder, const std::function<void()>& begin) {
  const auto engine = open_engine(folder, 1);
  begin();
  const auto erased = erase_anna(*engine);
  return erased || erased.error().code == ErrorCode::not_found;  // all of it before the kill
}

// Not a word of hers, and all of his; opening it mends what a kill left.
void check_only_anna_is_gone(const std::filesystem::path& folder) {
  {
    const auto store = open_sqlite_store({.file = folder / "hebb.db"});
    REQUIRE(store);
    CHECK((*store)->check()->empty());
    CHECK((*store)->meetings_with(std::string(kAnna))->empty());
    CHECK((*store)->meetings_with("Ben Cole")->size() == kMeetings);
  }
  const auto bytes = bytes_in(folder);
  CHECK_FALSE(bytes.contains("zephyr"));
  CHECK_FALSE(bytes.contains(kAnna));
  for (int number = 0; number < kMeetings; ++number) CHECK(bytes.contains(std::format("granite{}", number)));
}

// Whether a kill fell between two steps.
bool kill_while_erasing(int rounds) {
  INFO("--rng-seed " << Catch::getSeed());
  std::mt19937 random(Catch::getSeed());
  const ScratchFolder made;
  const auto import = [&](const std::function<void()>& begin) {
    ingest_some(*open_engine(made.path()), kMeetings);
    begin();
    return true;
  };
  work_and_kill(import, {});
  const auto whole = [&] {
    const ScratchFolder folder;
    std::filesystem::copy(made.path(), folder.path());
    return work_and_kill([&](const auto& begin) { return erase_until_killed(folder.path(), begin); }, {});
  }();
  bool cut_short = false;
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round);
    const ScratchFolder folder;
    std::filesystem::copy(made.path(), folder.path());
    const auto erase = [&](const std::function<void()>& begin) { return erase_until_killed(folder.path(), begin); };
    work_and_kill(erase, std::chrono::microseconds(random() % static_cast<std::uint64_t>(whole.count())));
    {
      const auto store = open_sqlite_store({.file = folder.path() / "hebb.db"});
      REQUIRE(store);
      const auto left = (*store)->meetings_with(std::string(kAnna))->size();
      cut_short = cut_short || (left > 0 && left < kMeetings);
      CHECK((*store)->check()->empty());
    }
    work_and_kill(erase, {});
    check_only_anna_is_gone(folder.path());
    // An older copy forgets what either run has erased.
    std::filesystem::copy(made.path() / "hebb.db", folder.path() / "hebb.db",
                          std::filesystem::copy_options::overwrite_existing);
    CHECK(bytes_in(folder.path()).contains("zephyr"));
    check_only_anna_is_gone(folder.path());
  }
  return cut_short;
}

}  // namespace

TEST_CASE("an erasure that was killed goes on when it is asked for again, and none of it is forgotten",
          "[engine][erasure][crash]") {
  if (std::getenv("MODEL_PATH") == nullptr && !find_model()) SKIP("MODEL_PATH: no model; tool/model/prepare makes it");
  kill_while_erasing(4);
}

TEST_CASE("an erasure that was killed often", "[.deep][engine][erasure][crash]") {
  CHECK(kill_while_erasing(60));
}

}  // namespace hebb
