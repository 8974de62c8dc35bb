#include "engine/clock_watch.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart(std::chrono::hours(490'000));
constexpr ClockWatch::Uptime kUptime = 90h;

}  // namespace

TEST_CASE("a clock is believed while it goes as the machine does", "[clock]") {
  ClockWatch watch(kStart, kUptime, kStart - 399 * 24h);
  CHECK(watch.is_believed(kStart, kUptime));
  CHECK(watch.is_believed(kStart + 5000h, kUptime + 5000h));
  CHECK(watch.is_believed(kStart + 5000h + 59min, kUptime + 5000h));
}

TEST_CASE("a clock that was set is not believed, until it is set back", "[clock]") {
  ClockWatch watch(kStart, kUptime, kStart);
  CHECK_FALSE(watch.is_believed(kStart + 6h + 61min, kUptime + 6h));
  CHECK_FALSE(watch.is_believed(kStart + 80'000h, kUptime + 12h));  // however long it stays so
  CHECK_FALSE(watch.is_believed(kStart - 2h, kUptime));
  CHECK(watch.is_believed(kStart + 18h, kUptime + 18h));
}

TEST_CASE("a clock that was put right late is believed when it has gone right for a day", "[clock]") {
  ClockWatch watch(kStart - 90'000h, 0h, kStart - 100h);  // as of a machine without a battery
  CHECK(watch.is_believed(kStart - 90'000h, 0h));
  CHECK_FALSE(watch.is_believed(kStart + 6h, 6h));
  CHECK_FALSE(watch.is_believed(kStart + 29h, 29h));
  CHECK(watch.is_believed(kStart + 30h, 30h));
  CHECK(watch.is_believed(kStart + 5000h, 5000h));
  CHECK_FALSE(watch.is_believed(kStart + 5006h + 61min, 5006h));
}

TEST_CASE("a clock that was set far ahead is not believed however long it goes so", "[clock]") {
  ClockWatch watch(kStart, kUptime, kStart);
  for (auto spent = 0h; spent < 100h; spent += 6h) {
    CHECK_FALSE(watch.is_believed(kStart + 80'000h + spent, kUptime + spent));
  }
  CHECK(watch.is_believed(kStart + 100h, kUptime + 100h));
}

TEST_CASE("a clock far past all that is known is not believed, and nothing known is no reason", "[clock]") {
  CHECK_FALSE(ClockWatch(kStart, kUptime, kStart - 401 * 24h).is_believed(kStart, kUptime));
  CHECK(ClockWatch(kStart, kUptime, {}).is_believed(kStart, kUptime));
  CHECK(ClockWatch(kStart, kUptime, kStart + 9000h).is_believed(kStart, kUptime));
}

}  // namespace hebb
