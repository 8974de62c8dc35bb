// Counts each client's requests against the limits of a minute and of an hour. Private to server/; knows no Drogon.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/problem.h"
#include "server/client_address.h"
#include "server/server.h"

namespace hebb::server {

struct RateVerdict {
  struct Window {
    std::uint32_t limit = 0;        // 0: none
    std::uint32_t left = 0;         // requests, after this one
    std::chrono::seconds reset{0};  // until the window ends, rounded up
  };
  bool admitted = true;
  Window minute;
  Window hour;

  const Window& tightest() const;  // the one that refuses last, or that would refuse first
};

// A window of a client opens with its first request and admits the limit; the next opens with the first request after
// its end. Refused requests do not count.
//
// Bounded: once the table is full, a new client takes the place of the one among 16 that has used the least of its
// limits, and takes over what that one had used. So nobody who is near a limit is forgotten because others came.
//
// Thread safety: thread-safe. Cost: a lock shared by a 64th of the clients, 16 comparisons; 32 bytes a place.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kPlaces = 1u << 21;

  // `places`: for how many clients, a power of two of at least 1024.
  explicit RateLimiter(RateLimits limits, std::size_t places = kPlaces);

  const RateLimits& limits() const { return limits_; }
  RateVerdict count(const ClientId& client, Clock::time_point now);
  std::size_t resident_bytes() const;

 private:
  static constexpr std::size_t kShards = 64;
  static constexpr std::size_t kSetSize = 16;
  using Ticks = std::uint32_t;  // tenths of a second since the limiter was made: 13 years

  struct Place {
    ClientId client{};
    Ticks minute_began = 0;
    std::uint32_t minute_used = 0;
    Ticks hour_began = 0;
    std::uint32_t hour_used = 0;
  };
  static_assert(sizeof(Place) == 32);
  using Set = std::array<Place, kSetSize>;
  struct Shard {
    mutable std::mutex mutex;
    std::vector<Set> sets;  // a power of two; guarded by mutex
  };

  std::uint64_t hash(const ClientId& client) const;
  Place& place_of(Shard& shard, std::uint64_t hash, const ClientId& client, Ticks now);
  void grow(Shard& shard) const;
  static void end_windows(Place& place, Ticks now);
  std::uint64_t used(const Place& place) const;

  const RateLimits limits_;
  const std::size_t sets_a_shard_;  // at most
  const Clock::time_point start_ = Clock::now();
  const std::array<std::uint64_t, 2> secret_;  // so that nobody can aim at another's places
  std::unique_ptr<std::array<Shard, kShards>> shards_ = std::make_unique<std::array<Shard, kShards>>();
};

// RateLimit-Limit, -Remaining and -Reset of the tightest window, RateLimit and RateLimit-Policy of both
// (draft-ietf-httpapi-ratelimit-headers-10), and Retry-After when refused.
std::map<std::string, std::string> rate_headers(const RateVerdict& verdict);
api::Problem rate_problem(const RateVerdict& verdict);  // 429. Requires: not admitted

}  // namespace hebb::server
