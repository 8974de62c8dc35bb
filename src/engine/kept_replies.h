// Replies to requests that carry a key to be told apart by, so that one sent again after a lost reply is answered and
// not done twice. In memory and for a day: after a restart the ids that derive from content do the same service.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/digest.h"
#include "model/project_set.h"

namespace hebb {

// Thread safety: thread-safe. Bounded: what was kept longest goes first, and what is older than kLife is not there.
class KeptReplies {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMostReplies = 10'000;
  static constexpr std::size_t kMostBytes = 16u << 20;
  static constexpr std::chrono::hours kLife{24};

  enum class Standing : std::uint8_t { fresh, known, under_way, other };
  struct Seen {
    Standing standing = Standing::fresh;
    std::string reply;         // of a known one
    std::uint64_t serial = 0;  // of the entry of a fresh one
  };

  // Notes that the request of this key, whose caller sees these projects alone, is under way, unless it is known
  // already. `digest` is of all that it asks; `other`: the key came with another request before. After `fresh`, one of
  // the two below must follow, with its serial: once the entry is gone they do nothing, even if the key has come again
  // and has another.
  Seen begin(const std::string& key, const Digest& digest, const ProjectSet& projects, Time now);
  void keep(const std::string& key, std::uint64_t serial, std::string reply, Time now);
  void drop(const std::string& key, std::uint64_t serial);  // it failed: sent again, it is fresh
  // What an erasure took must not live on in a reply: neither in a kept one nor in that of a request under way. A
  // reply tells of its caller's projects alone, so another's is kept, and does not tell that there was an erasure.
  void forget(const std::string& project);
  void forget();  // of all

 private:
  struct Kept {
    std::string key;
    std::uint64_t serial = 0;
    Digest digest{};
    ProjectSet projects;
    std::optional<std::string> reply;  // nothing: under way
    Time since;
  };
  using Order = std::list<Kept>;

  std::optional<Order::iterator> under_way(const std::string& key, std::uint64_t serial);
  void remove(Order::iterator kept);
  void make_room(Time now);

  std::mutex mutex_;
  Order order_;  // guarded by mutex_, as are the next: the oldest first
  std::unordered_map<std::string, Order::iterator> by_key_;
  std::size_t bytes_ = 0;
  std::uint64_t last_serial_ = 0;
};

}  // namespace hebb
