#include "server/rate_limiter.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <thread>

namespace hebb::server {
namespace {

using namespace std::chrono_literals;
using Clock = RateLimiter::Clock;

ClientId numbered(std::uint64_t number) {
  ClientId id{};
  for (std::size_t i = 0; i < 8; ++i) id.at(i) = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}

// What the limiter promises, in its plainest form: every client's windows in a map, nothing ever forgotten.
class Model {
 public:
  explicit Model(RateLimits limits) : limits_(limits) {}

  bool count(const ClientId& client, std::int64_t tick) {
    auto& [minute, hour] = clients_[client];
    const bool admitted = open(minute, 600, limits_.per_minute, tick) && open(hour, 36'000, limits_.per_hour, tick);
    if (admitted) {
      use(minute, tick);
      use(hour, tick);
    }
    return admitted;
  }
  std::uint32_t left(const ClientId& client) const { return limits_.per_minute - clients_.at(client).first.used; }

 private:
  struct Window {
    std::int64_t began = 0;
    std::uint32_t used = 0;
  };
  static bool open(Window& window, std::int64_t length, std::uint32_t limit, std::int64_t tick) {
    if (tick - window.began >= length) window.used = 0;
    return window.used < limit;
  }
  static void use(Window& window, std::int64_t tick) {
    if (window.used++ == 0) window.began = tick;
  }

  RateLimits limits_;
  std::map<ClientId, std::pair<Window, Window>> clients_;
};

TEST_CASE("whatever clients do, they are admitted as by a model that forgets nothing", "[server]") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  const RateLimits limits{.per_minute = 7, .per_hour = 40};
  RateLimiter limiter(limits);
  Model model(limits);
  const auto start = Clock::now();
  std::int64_t tick = 0;
  std::size_t refused = 0;
  for (int i = 0; i < 60'000; ++i) {
    tick += random() % 3 == 0 ? static_cast<std::int64_t>(random() % 12) : 0;
    const ClientId client = numbered(random() % (i % 3 == 0 ? 4000 : 50));
    const auto verdict = limiter.count(client, start + tick * 100ms + 50ms);
    REQUIRE(verdict.admitted == model.count(client, tick));
    REQUIRE(verdict.minute.left == model.left(client));
    refused += verdict.admitted ? 0 : 1;
  }
  CHECK(refused > 1000);
}

TEST_CASE("the limit is exact however many threads count at once", "[server]") {
  RateLimiter limiter({.per_minute = 1000, .per_hour = 5000});
  const auto now = Clock::now();
  for (const std::uint32_t expected : {1000u, 1000u, 1000u, 1000u, 1000u, 0u}) {
    static int round = 0;
    const auto at = now + round++ * 61s;
    std::atomic<std::uint32_t> admitted = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int k = 0; k < 400; ++k) admitted += limiter.count(numbered(1), at).admitted ? 1 : 0;
      });
    }
    threads.clear();
    CHECK(admitted == expected);
  }
}

TEST_CASE("headers tell the tightest window, both windows, and when to come again", "[server]") {
  RateLimiter limiter({.per_minute = 2, .per_hour = 3});
  const auto now = Clock::now();
  const ClientId me = numbered(1);
  auto headers = rate_headers(limiter.count(me, now));
  CHECK(headers["RateLimit-Limit"] == "2");
  CHECK(headers["RateLimit-Remaining"] == "1");
  CHECK(headers["RateLimit-Reset"] == "60");
  CHECK(headers["RateLimit-Policy"] == R"("minute";q=2;w=60, "hour";q=3;w=3600)");
  CHECK(headers["RateLimit"] == R"("minute";r=1;t=60, "hour";r=2;t=3600)");
  CHECK_FALSE(headers.contains("Retry-After"));

  CHECK(limiter.count(me, now + 10s).admitted);
  const auto refused = limiter.count(me, now + 20s);
  CHECK_FALSE(refused.admitted);
  headers = rate_headers(refused);
  CHECK(headers["RateLimit-Remaining"] == "0");
  CHECK(headers["Retry-After"] == "40");

  CHECK(limiter.count(me, now + 60s).admitted);
  headers = rate_headers(limiter.count(me, now + 61s));
  CHECK(headers["RateLimit-Limit"] == "3");
  CHECK(headers["Retry-After"] == "3539");
  CHECK(limiter.count(me, now + 61s + 3539s).admitted);
  CHECK(limiter.count(numbered(2), now).admitted);
}

TEST_CASE("0 is no limit, of the minute, of the hour or of both", "[server]") {
  const auto now = Clock::now();
  RateLimiter none({});
  RateLimiter hourly({.per_hour = 5});
  RateLimiter minutely({.per_minute = 5});
  for (int i = 0; i < 5; ++i) {
    CHECK(rate_headers(none.count(numbered(1), now)).empty());
    CHECK(hourly.count(numbered(1), now).admitted);
    CHECK(minutely.count(numbered(1), now).admitted);
  }
  CHECK(none.count(numbered(1), now).admitted);
  const auto refused = hourly.count(numbered(1), now);
  CHECK_FALSE(refused.admitted);
  CHECK(rate_headers(refused)["RateLimit-Policy"] == R"("hour";q=5;w=3600)");
  CHECK_FALSE(minutely.count(numbered(1), now).admitted);
}

TEST_CASE("a million clients are counted exactly in 64 MiB, and few in little", "[server]") {
  RateLimiter limiter({.per_minute = 3, .per_hour = 1000});
  CHECK(limiter.resident_bytes() < 100'000);
  const auto now = Clock::now();
  for (std::uint64_t i = 0; i < 10'000; ++i) limiter.count(numbered(i), now);
  CHECK(limiter.resident_bytes() < 2'000'000);
  for (std::uint64_t i = 0; i < 1'000'000; ++i) limiter.count(numbered(i), now);
  CHECK(limiter.resident_bytes() <= (64u << 20) + 100'000);
  WARN("bytes a client at a million: " << limiter.resident_bytes() / 1'000'000);
  std::size_t wrong = 0;
  for (std::uint64_t i = 10'000; i < 1'000'000; i += 10) {
    wrong += limiter.count(numbered(i), now).minute.left == 1 ? 0 : 1;
  }
  CHECK(wrong < 1000);  // of 99,000: those whose set was full
}

TEST_CASE("an attacker who fills the table with addresses frees nobody from a limit", "[server]") {
  RateLimiter limiter({.per_minute = 5, .per_hour = 100}, 1024);
  const auto now = Clock::now();
  for (int i = 0; i < 5; ++i) REQUIRE(limiter.count(numbered(7), now).admitted);
  for (std::uint64_t i = 100; i < 100'100; ++i) {
    limiter.count(numbered(i), now);
    if (i % 100 == 0) REQUIRE_FALSE(limiter.count(numbered(7), now).admitted);
  }
  CHECK(limiter.resident_bytes() < 100'000);
  CHECK(limiter.count(numbered(7), now + 61s).admitted);
  CHECK(limiter.count(numbered(1'000'000), now + 61s).minute.left == 4);  // the flood is forgotten with its minute
}

}  // namespace
}  // namespace hebb::server
