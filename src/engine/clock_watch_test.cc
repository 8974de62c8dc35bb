#include "engine/clock_watch.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart(std::chrono::hours(490'000));
constexpr ClockWatch::Uptime kUptime = 90h;

}  // namespace

TEST_CASE("a clock is believed while it goes as the machine does", "[clock]") {
  const ClockWatch watch(kStart, kUptime, kStart - 399 * 24h);
  CHECK(watch.is_believed(kStart, kUptime));
  CHECK(watch.is_believed(kStart + 5000h, kUptime + 5000h));
  CHECK(watch.is_believed(kStart + 5000h + 59min, kUptime + 5000h));
}

TEST_CASE("a clock that was set is not believed, until it is set back", "[clock]") {
  const ClockWatch watch(kStart, kUptime, kStart);
  CHECK_FALSE(watch.is_believed(kStart + 6h + 61min, kUptime + 6h));
  CHECK_FALSE(watch.is_believed(kStart + 80'000h, kUptime + 12h));  // however long it stays so
  CHECK_FALSE(watch.is_believed(kStart - 2h, kUptime));
  CHECK(watch.is_believed(kStart + 18h, kUptime + 18h));
}

TEST_CASE("a clock far past all that is known is not believed, and nothing known is no reason", "[clock]") {
  CHECK_FALSE(ClockWatch(kStart, kUptime, kStart - 401 * 24h).is_believed(kStart, kUptime));
  CHECK(ClockWatch(kStart, kUptime, {}).is_believed(kStart, kUptime));
  CHECK(ClockWatch(kStart, kUptime, kStart + 9000h).is_believed(kStart, kUptime));
}

}  // namespace hebb
