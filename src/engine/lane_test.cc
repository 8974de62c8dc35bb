#include "engine/lane.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <latch>
#include <new>
#include <semaphore>
#include <stdexcept>
#include <vector>

#include "base/allocation_fault.h"

namespace hebb {
namespace {

// A lane of one thread that is held at its first task until let go.
struct Held {
  explicit Held(LaneOptions options) : lane(std::move(options)) {
    REQUIRE(lane.submit([this] {
      started.count_down();
      go.acquire();
    }));
    started.wait();
  }
  ~Held() { go.release(); }

  std::latch started{1};
  std::binary_semaphore go{0};
  Lane lane;  // last: its tasks use the above
};

TEST_CASE("what waits for a lane is given up with its budget and then never begins", "[engine]") {
  std::atomic<int> begun = 0;
  {
    Held held({.name = "writes", .threads = 1});
    const auto work = [&]() -> Result<int> { return ++begun; };
    const auto late = held.lane.run(work, {.deadline = Lane::Clock::now() + std::chrono::milliseconds(30)});
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::deadline_exceeded);
    std::atomic<int> asked = 0;
    const auto alone = held.lane.run(work, {.deadline = {}, .gone = [&] { return ++asked == 2; }});
    REQUIRE_FALSE(alone);
    CHECK(alone.error().code == ErrorCode::cancelled);
    CHECK(held.lane.stats().waiting == 0);  // and leaves its place to others
  }  // the lane is let go, and finishes what it was given
  CHECK(begun == 0);
}

TEST_CASE("what has no budget left is not begun, though the lane is free", "[engine]") {
  int begun = 0;
  {
    Lane lane({.name = "writes"});
    const auto late = lane.run([&]() -> Result<int> { return ++begun; }, {.deadline = Lane::Clock::now()});
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::deadline_exceeded);
  }
  CHECK(begun == 0);
}

TEST_CASE("what a lane has begun is waited for, though its budget is spent meanwhile", "[engine]") {
  Lane lane({.name = "writes"});
  std::latch begun{1};
  std::binary_semaphore go{0};
  const auto gone = [&] {
    if (!begun.try_wait()) return false;
    go.release();
    return true;
  };
  const auto done = lane.run(
      [&]() -> Result<int> {
        begun.count_down();
        go.acquire();
        return 7;
      },
      {.deadline = {}, .gone = gone});
  CHECK(done == 7);
}

TEST_CASE("work that has begun is over before what asking the budget throws goes on", "[engine]") {
  Lane lane({.name = "writes"});
  std::latch begun{1};
  std::binary_semaphore go{0};
  std::atomic<bool> over = false;
  const auto work = [&]() -> Result<int> {
    begun.count_down();
    go.acquire();
    over = true;
    return 7;
  };
  const auto gone = [&]() -> bool {
    if (!begun.try_wait()) return false;
    go.release();
    throw std::bad_alloc();
  };
  CHECK_THROWS_AS(lane.run(work, {.deadline = {}, .gone = gone}), std::bad_alloc);
  CHECK(over);
}

TEST_CASE("work that waits is withdrawn when asking the budget throws", "[engine]") {
  std::atomic<int> begun = 0;
  {
    Held held({.name = "writes", .threads = 1});
    int asked = 0;
    const auto gone = [&]() -> bool { return ++asked == 2 ? throw std::bad_alloc() : false; };
    CHECK_THROWS_AS(held.lane.run([&]() -> Result<int> { return ++begun; }, {.deadline = {}, .gone = gone}),
                    std::bad_alloc);
    CHECK(held.lane.stats().waiting == 0);
  }
  CHECK(begun == 0);
}

TEST_CASE("a lane that cannot have all its threads is none, and lets go of those that it has", "[engine]") {
  std::size_t nth = 0;
  while (allocation_fault::ends_at(nth, [] { const Lane lane({.name = "questions", .threads = 3}); })) ++nth;
  CHECK(nth > 3);
}

TEST_CASE("work that is shared out is done once each, whether the lane has threads for it or none", "[engine]") {
  for (const bool held : {false, true}) {
    std::latch started{3};
    std::counting_semaphore<3> go{0};
    Lane lane({.name = "imports", .threads = 3});  // last: its tasks use the above
    for (int i = 0; held && i < 3; ++i) {
      REQUIRE(lane.submit([&] {
        started.count_down();
        go.acquire();
      }));
    }
    if (held) started.wait();
    for (const std::size_t count : {0UZ, 1UZ, 200UZ}) {
      std::vector<std::atomic<int>> done(count);
      lane.share_out(count, [&](std::size_t i) { ++done[i]; });
      CHECK(std::ranges::all_of(done, [](const auto& times) { return times == 1; }));
    }
    go.release(3);
  }
}

TEST_CASE("the lane's threads take a part of what is shared out", "[engine]") {
  std::latch both{2};
  Lane lane({.name = "imports", .threads = 2});
  lane.share_out(2, [&](std::size_t) { both.arrive_and_wait(); });  // would never end on one thread
  CHECK(lane.stats().running <= 1);
}

TEST_CASE("what shared work throws reaches who shared it out, once all is done", "[engine]") {
  Lane lane({.name = "imports", .threads = 2});
  std::atomic<int> done = 0;
  const auto work = [&](std::size_t i) {
    ++done;
    if (i == 3) throw std::runtime_error("no");
  };
  CHECK_THROWS_AS(lane.share_out(20, work), std::runtime_error);
  CHECK(done == 20);
}

TEST_CASE("a lane finishes what it accepted before it is gone", "[engine]") {
  std::atomic<int> done = 0;
  {
    Lane lane({.name = "questions", .threads = 3, .queue_limit = 1000});
    for (int i = 0; i < 500; ++i) REQUIRE(lane.submit([&] { ++done; }));
  }
  CHECK(done == 500);
}

TEST_CASE("a burst waits; a queue that stands is refused at the door", "[engine]") {
  Held held({.name = "questions", .threads = 1, .queue_limit = 100, .standing_depth = 2});
  for (int i = 0; i < 20; ++i) REQUIRE(held.lane.submit([] {}));
  std::this_thread::sleep_for(Lane::kPatience + std::chrono::milliseconds(50));
  const auto refused = held.lane.submit([] {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::unavailable);
  CHECK(refused.error().message == "too many questions are waiting; try again in a moment");
  const auto stats = held.lane.stats();
  CHECK(stats.waiting == 20);
  CHECK(stats.running == 1);
  CHECK(stats.refused == 1);
  held.go.release();
  while (held.lane.stats().waiting > 0) std::this_thread::yield();
  CHECK(held.lane.submit([] {}));
}

TEST_CASE("overload is not over when the queue runs empty once", "[engine]") {
  std::counting_semaphore<100> go(0);  // outlives the tasks that wait for it
  Lane lane({.name = "questions", .threads = 1, .queue_limit = 100, .standing_depth = 2});
  const auto held = [&] { go.acquire(); };
  for (int i = 0; i < 10; ++i) REQUIRE(lane.submit(held));
  std::this_thread::sleep_for(Lane::kPatience + std::chrono::milliseconds(50));
  REQUIRE_FALSE(lane.submit(held));
  go.release(10);
  while (lane.stats().done < 10) std::this_thread::yield();
  // The queue is empty, but what comes now is the same load: no burst is taken before there was calm.
  int accepted = 0;
  while (accepted < 10 && lane.submit(held)) ++accepted;
  CHECK(accepted <= 3);  // two that wait, and one that runs
  go.release(accepted);
  while (lane.stats().waiting > 0) std::this_thread::yield();
  std::this_thread::sleep_for(Lane::kCalm + std::chrono::milliseconds(50));
  for (std::uint64_t done = lane.stats().done; done < 300; done = lane.stats().done) {  // tasks are short again
    if (lane.stats().waiting == 0) REQUIRE(lane.submit([] {}));
  }
  for (int i = 0; i < 6; ++i) CHECK(lane.submit(held));
  go.release(6);
}

TEST_CASE("a lane without a standing depth takes up to its limit, however long they wait", "[engine]") {
  Held held({.name = "imports", .threads = 1, .queue_limit = 3});
  for (int i = 0; i < 2; ++i) REQUIRE(held.lane.submit([] {}));
  std::this_thread::sleep_for(Lane::kPatience + std::chrono::milliseconds(50));
  CHECK(held.lane.submit([] {}));
  CHECK_FALSE(held.lane.submit([] {}));
}

TEST_CASE("tasks that take long are not let to queue up for longer than a burst may wait", "[engine]") {
  std::binary_semaphore go(0);  // outlives the task that waits for it
  Lane lane({.name = "questions", .threads = 1, .queue_limit = 1000, .standing_depth = 1});
  REQUIRE(lane.submit([] { std::this_thread::sleep_for(std::chrono::milliseconds(100)); }));
  while (lane.stats().done == 0) std::this_thread::yield();
  int accepted = 0;
  REQUIRE(lane.submit([&] { go.acquire(); }));
  while (lane.stats().running == 0) std::this_thread::yield();
  while (accepted < 100 && lane.submit([] {})) ++accepted;
  CHECK(accepted == 2);  // the third would wait for 300 ms
  go.release();
}

TEST_CASE("a full queue refuses at once and says unavailable", "[engine]") {
  Held held({.name = "writes", .queue_limit = 2});
  REQUIRE(held.lane.submit([] {}));
  REQUIRE(held.lane.submit([] {}));
  const auto refused = held.lane.submit([] {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::unavailable);
  CHECK(held.lane.stats().waiting == 2);
  CHECK(held.lane.stats().refused == 1);
}

TEST_CASE("run gives the result, the error and the exception of its work", "[engine]") {
  Lane lane({.name = "writes", .queue_limit = 4});
  CHECK(lane.run([]() -> Result<int> { return 7; }) == 7);
  const auto failed = lane.run([]() -> Result<int> { return fail(ErrorCode::conflict, "no"); });
  CHECK(failed.error().code == ErrorCode::conflict);
  CHECK_THROWS_AS(lane.run([]() -> Result<int> {
    HEBB_CHECK(false);
    return 1;
  }),
                  ContractViolation);
}

TEST_CASE("a lane's threads may be nicer than the rest", "[engine]") {
  std::atomic<int> niceness = -100;
  {
    Lane lane({.name = "imports", .niceness = 10});
    REQUIRE(lane.submit([&] { niceness = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); }));
  }
  CHECK(niceness == std::max(10, ::getpriority(PRIO_PROCESS, 0)));
}

}  // namespace
}  // namespace hebb
