#include "store/sqlite/reader_pool.h"

#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <format>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "store/store_fixture.h"

namespace hebb::sqlite {
namespace {

using store_fixture::ScratchFolder;

struct Fixture {
  Fixture() { create_private_file(options.file); }

  ScratchFolder folder;
  DatabaseOptions options{.file = folder.path() / "hebb.db", .access = Access::write, .busy_timeout = {}, .vfs = {}};
  ReaderPool pool{options, 2};
};

// A thread that says which one it is of the process, so that it is seen to wait.
class Watched {
 public:
  template <class F>
  explicit Watched(F work)
      : thread_([this, work] {
          id_ = ::gettid();
          work();
        }) {}

  void wait_until_asleep_or_over() const {
    while (id_ == 0) std::this_thread::yield();
    std::string stat;
    for (bool runs = true; runs && !stat.contains(") S");) {
      std::ifstream file(std::format("/proc/self/task/{}/stat", id_.load()));
      runs = !std::getline(file, stat).fail();
    }
  }

 private:
  std::atomic<pid_t> id_ = 0;
  std::jthread thread_;
};

}  // namespace

TEST_CASE("while connections are waited for to be opened anew, no other is given", "[store]") {
  Fixture f;
  std::atomic<bool> reopened = false;
  std::atomic<int> too_early = 0;
  const auto lease = [&] { return std::unique_ptr<ReaderPool::Lease>(new ReaderPool::Lease(f.pool.lease())); };
  auto one = lease();
  auto other = lease();
  const Watched opener([&] {
    f.pool.reopen([&] {
      reopened = true;
      return f.options;
    });
  });
  opener.wait_until_asleep_or_over();
  one.reset();
  const Watched reader([&] {
    const auto next = f.pool.lease();
    too_early += !reopened;
  });
  reader.wait_until_asleep_or_over();
  other.reset();
  while (!reopened) std::this_thread::yield();
  const auto after = f.pool.lease();
  CHECK(too_early == 0);
}

TEST_CASE("a pool whose connections cannot be opened anew gives the same as before", "[store]") {
  Fixture f;
  CHECK_THROWS_AS(f.pool.reopen([]() -> DatabaseOptions { throw std::runtime_error("no"); }), std::runtime_error);
  const auto one = f.pool.lease();
  const auto other = f.pool.lease();
  const auto own = f.pool.lease_own();
}

}  // namespace hebb::sqlite
