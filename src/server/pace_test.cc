#include "server/pace.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb::server {
namespace {

using namespace std::chrono_literals;

const PaceLimits kLimits{.patience = 10s, .bytes_a_second = 100, .idle = 60s, .most_bytes = 10'000};

// Judges each second until `end`, with what `traffic` says of the second; the first verdict that is not fine.
template <class Traffics>
std::pair<int, PaceVerdict> watched(Pace pace, Pace::Clock::time_point start, bool answering, int end,
                                    Traffics traffic) {
  for (int second = 1; second <= end; ++second) {
    const auto verdict = pace.judge(traffic(second), answering, kLimits, start + second * 1s);
    if (verdict != PaceVerdict::fine) return {second, verdict};
  }
  return {end, PaceVerdict::fine};
}

TEST_CASE("a client that says nothing, or dribbles, is cut off after a bounded time", "[server]") {
  const auto start = Pace::Clock::now();
  const auto silent = watched(Pace(start), start, false, 1000, [](int) { return Traffic{}; });
  CHECK(silent == std::pair{11, PaceVerdict::slow_request});
  const auto dribble = watched(Pace(start), start, false, 1000,
                               [](int second) { return Traffic{.received = static_cast<std::uint64_t>(second) * 10}; });
  CHECK(dribble == std::pair{12, PaceVerdict::slow_request});  // 110 bytes have earned a second
  const auto steady = watched(Pace(start), start, false, 90,
                              [](int second) { return Traffic{.received = static_cast<std::uint64_t>(second) * 100}; });
  CHECK(steady.second == PaceVerdict::fine);
  const auto endless = watched(Pace(start), start, false, 1000, [](int second) {
    return Traffic{.received = static_cast<std::uint64_t>(second) * 100};
  });
  CHECK(endless == std::pair{101, PaceVerdict::large_request});
}

TEST_CASE("a second request is held to the same, from its first byte", "[server]") {
  const auto start = Pace::Clock::now();
  Pace pace(start);
  pace.request_read({.received = 5000}, start);
  pace.answered(start + 1s);
  const auto verdict =
      watched(pace, start, false, 100, [](int second) { return Traffic{.received = second < 30 ? 5000u : 5001u}; });
  CHECK(verdict == std::pair{41, PaceVerdict::slow_request});
}

TEST_CASE("an answer may take its time, whatever is sent meanwhile", "[server]") {
  const auto start = Pace::Clock::now();
  Pace pace(start);
  pace.request_read({.received = 500}, start);
  const auto verdict =
      watched(pace, start, true, 3600, [](int second) { return Traffic{.received = second < 10 ? 500u : 600u}; });
  CHECK(verdict.second == PaceVerdict::fine);
}

TEST_CASE("a connection that rests between requests is let go after a while", "[server]") {
  const auto start = Pace::Clock::now();
  Pace pace(start);
  pace.request_read({.received = 500}, start);
  pace.answered(start + 5s);
  const Traffic resting{.received = 500, .delivered = 900};
  CHECK(watched(pace, start, false, 1000, [&](int) { return resting; }) == std::pair{62, PaceVerdict::idle});
  // A stream's beats keep it.
  CHECK(watched(pace, start, false, 1000, [](int second) {
          return Traffic{.received = 500, .delivered = 900 + static_cast<std::uint64_t>(second / 30)};
        }).second == PaceVerdict::fine);
}

TEST_CASE("a reader that takes nothing, or a byte now and then, is cut off", "[server]") {
  const auto start = Pace::Clock::now();
  Pace pace(start);
  pace.request_read({.received = 500}, start);
  pace.answered(start);
  const auto slow = watched(pace, start, false, 1000, [](int second) {
    return Traffic{.received = 500, .delivered = 5000 + static_cast<std::uint64_t>(second), .unsent = 100'000};
  });
  CHECK(slow == std::pair{12, PaceVerdict::slow_reader});
  const auto steady = watched(pace, start, false, 1000, [](int second) {
    return Traffic{.received = 500, .delivered = static_cast<std::uint64_t>(second) * 120, .unsent = 100'000};
  });
  CHECK(steady.second == PaceVerdict::fine);
}

}  // namespace
}  // namespace hebb::server
