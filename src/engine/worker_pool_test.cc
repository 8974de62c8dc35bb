#include "engine/worker_pool.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <latch>
#include <semaphore>

namespace hebb {

TEST_CASE("a pool finishes what it accepted before it is gone", "[engine]") {
  std::atomic<int> done = 0;
  {
    WorkerPool pool("pool", 3, 1000);
    for (int i = 0; i < 500; ++i) REQUIRE(pool.submit([&] { ++done; }));
  }
  CHECK(done == 500);
}

TEST_CASE("a full queue refuses at once and says unavailable", "[engine]") {
  std::binary_semaphore go(0);
  std::latch started(1);
  WorkerPool pool("pool", 1, 2);
  REQUIRE(pool.submit([&] {
    started.count_down();
    go.acquire();
  }));
  started.wait();
  REQUIRE(pool.submit([] {}));
  REQUIRE(pool.submit([] {}));
  const auto refused = pool.submit([] {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::unavailable);
  CHECK(pool.waiting() == 2);
  CHECK(pool.refused() == 1);
  go.release();
}

TEST_CASE("run gives the result, the error and the exception of its work", "[engine]") {
  WorkerPool pool("pool", 1, 4);
  CHECK(pool.run([]() -> Result<int> { return 7; }) == 7);
  const auto failed = pool.run([]() -> Result<int> { return fail(ErrorCode::conflict, "no"); });
  CHECK(failed.error().code == ErrorCode::conflict);
  CHECK_THROWS_AS(pool.run([]() -> Result<int> {
    HEBB_CHECK(false);
    return 1;
  }),
                  ContractViolation);
}

}  // namespace hebb
