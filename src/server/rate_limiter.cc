#include "server/rate_limiter.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <format>
#include <random>

#include "base/error.h"

namespace hebb::server {
namespace {

constexpr std::uint32_t kMinute = 600;  // ticks
constexpr std::uint32_t kHour = 36'000;

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t random_word() {
  std::random_device device;
  return (std::uint64_t{device()} << 32 | device()) | 1;
}

// The window as the client sees it at `now`; one that is not open would open now.
RateVerdict::Window window(std::uint32_t limit, std::uint32_t used, std::uint32_t began, std::uint32_t length,
                           std::uint32_t now) {
  if (limit == 0) return {};
  const std::uint32_t left = used == 0 ? length : began + length - now;
  return {.limit = limit, .left = limit - std::min(used, limit), .reset = std::chrono::seconds((left + 9) / 10)};
}

}  // namespace

const RateVerdict::Window& RateVerdict::tightest() const {
  if (minute.limit == 0 || hour.limit == 0) return minute.limit == 0 ? hour : minute;
  if (minute.left != hour.left) return minute.left < hour.left ? minute : hour;
  return minute.left == 0 && minute.reset > hour.reset ? minute : hour;
}

RateLimiter::RateLimiter(RateLimits limits, std::size_t places)
    : limits_(limits), sets_a_shard_(places / kShards / kSetSize), secret_{random_word(), random_word()} {
  HEBB_CHECK(std::has_single_bit(places) && sets_a_shard_ > 0);
  for (Shard& shard : *shards_) shard.sets.resize(1);
}

std::uint64_t RateLimiter::hash(const ClientId& client) const {
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), client.data(), sizeof words);
  return mixed(mixed(words[0] ^ secret_[0], words[1] ^ secret_[1]), secret_[0] ^ secret_[1] ^ 0x9E3779B97F4A7C15);
}

void RateLimiter::end_windows(Place& place, Ticks now) {
  if (place.minute_used > 0 && now >= place.minute_began + kMinute) place.minute_used = 0;
  if (place.hour_used > 0 && now >= place.hour_began + kHour) place.hour_used = 0;
}

// Of the limit that the client is nearest to, in 2^-32.
std::uint64_t RateLimiter::used(const Place& place) const {
  const auto share = [](std::uint64_t used, std::uint32_t limit) { return limit == 0 ? 0 : (used << 32) / limit; };
  return std::max(share(place.minute_used, limits_.per_minute), share(place.hour_used, limits_.per_hour));
}

void RateLimiter::grow(Shard& shard) const {
  std::vector<Set> old(shard.sets.size() * 2);
  old.swap(shard.sets);
  for (const Set& set : old) {
    for (const Place& place : set) {
      if (place.minute_used == 0 && place.hour_used == 0) continue;
      Set& next = shard.sets[hash(place.client) / kShards & (shard.sets.size() - 1)];
      *std::ranges::find_if(next, [](const Place& free) { return free.minute_used == 0 && free.hour_used == 0; }) =
          place;
    }
  }
}

RateLimiter::Place& RateLimiter::place_of(Shard& shard, std::uint64_t hash, const ClientId& client, Ticks now) {
  for (;;) {
    Set& set = shard.sets[hash / kShards & (shard.sets.size() - 1)];
    Place* least = &set[0];
    for (Place& place : set) {
      if (place.client == client) {
        end_windows(place, now);
        return place;
      }
    }
    for (Place& place : set) {
      end_windows(place, now);
      if (used(place) < used(*least)) least = &place;
    }
    if (used(*least) > 0 && shard.sets.size() < sets_a_shard_) {
      grow(shard);
      continue;
    }
    least->client = client;
    return *least;
  }
}

RateVerdict RateLimiter::count(const ClientId& client, Clock::time_point now) {
  if (!limits_.any()) return {};
  const auto since = std::max(now - start_, Clock::duration::zero());
  using Tenths = std::chrono::duration<std::int64_t, std::deci>;
  const auto ticks = static_cast<Ticks>(std::chrono::floor<Tenths>(since).count());
  const std::uint64_t hashed = hash(client);
  Shard& shard = (*shards_)[hashed % kShards];

  std::lock_guard lock(shard.mutex);
  Place& place = place_of(shard, hashed, client, ticks);
  RateVerdict verdict;
  verdict.admitted = (limits_.per_minute == 0 || place.minute_used < limits_.per_minute) &&
                     (limits_.per_hour == 0 || place.hour_used < limits_.per_hour);
  if (verdict.admitted) {
    if (limits_.per_minute > 0 && place.minute_used++ == 0) place.minute_began = ticks;
    if (limits_.per_hour > 0 && place.hour_used++ == 0) place.hour_began = ticks;
  }
  verdict.minute = window(limits_.per_minute, place.minute_used, place.minute_began, kMinute, ticks);
  verdict.hour = window(limits_.per_hour, place.hour_used, place.hour_began, kHour, ticks);
  return verdict;
}

std::size_t RateLimiter::resident_bytes() const {
  std::size_t bytes = sizeof(*shards_);
  for (const Shard& shard : *shards_) {
    std::lock_guard lock(shard.mutex);
    bytes += shard.sets.capacity() * sizeof(Set);
  }
  return bytes;
}

std::map<std::string, std::string> rate_headers(const RateVerdict& verdict) {
  std::map<std::string, std::string> headers;
  const auto add = [&](std::string_view name, const RateVerdict::Window& window, int seconds) {
    if (window.limit == 0) return;
    const std::string_view comma = headers.contains("RateLimit") ? ", " : "";
    headers["RateLimit-Policy"] += std::format("{}\"{}\";q={};w={}", comma, name, window.limit, seconds);
    headers["RateLimit"] += std::format("{}\"{}\";r={};t={}", comma, name, window.left, window.reset.count());
  };
  add("minute", verdict.minute, 60);
  add("hour", verdict.hour, 3600);
  if (headers.empty()) return headers;
  const RateVerdict::Window& tightest = verdict.tightest();
  headers["RateLimit-Limit"] = std::to_string(tightest.limit);
  headers["RateLimit-Remaining"] = std::to_string(tightest.left);
  headers["RateLimit-Reset"] = std::to_string(tightest.reset.count());
  if (!verdict.admitted) headers["Retry-After"] = headers["RateLimit-Reset"];
  return headers;
}

api::Problem rate_problem(const RateVerdict& verdict) {
  const RateVerdict::Window& window = verdict.tightest();
  const std::string_view name = &window == &verdict.hour ? "hour" : "minute";
  return {.status = 429,
          .code = "rate_limited",
          .title = "The client has sent too many requests",
          .error = "Rate limit exceeded",
          .detail = std::format("Rate limit exceeded (per {}): {} requests are taken; try again in {} s", name,
                                window.limit, window.reset.count())};
}

}  // namespace hebb::server
