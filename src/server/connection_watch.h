// Knows each connection's socket, which Drogon does not tell: so that a client that sends or reads too slowly is cut
// off, one that has gone is noticed while its request waits, and no address takes all connections. Private to server/.
#pragma once

#include <trantor/net/EventLoop.h>
#include <trantor/net/InetAddress.h>

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <tuple>
#include <vector>

#include "server/client_address.h"
#include "server/pace.h"

namespace hebb::server {

// The two ends of a connection, as far as they tell it from others.
struct Ends {
  IpAddress peer;
  std::uint16_t peer_port = 0;
  std::uint16_t local_port = 0;

  static Ends of(const trantor::InetAddress& peer, const trantor::InetAddress& local);
  friend auto operator<=>(const Ends& a, const Ends& b) {
    return std::tie(a.peer.bytes, a.peer_port, a.local_port) <=> std::tie(b.peer.bytes, b.peer_port, b.local_port);
  }
  friend bool operator==(const Ends&, const Ends&) = default;
};

// A socket by its number and by what the kernel calls it (SO_COOKIE), since numbers are given again.
struct SocketName {
  int number = -1;
  std::uint64_t cookie = 0;
};

struct Connection {
  Connection(Ends both, trantor::EventLoop* its) : ends(both), loop(its) {}

  const Ends ends;
  trantor::EventLoop* const loop;
  bool out_of_step = false;  // nobody knows where its next request begins; only touched on `loop`
  std::mutex mutex;
  SocketName socket;    // guarded by mutex, as is all below; number -1: not found yet
  bool closed = false;  // before it was found
  Pace pace;
  std::size_t answering = 0;  // requests that were read and have no reply
  bool unmeasured = false;    // a request was read while the socket was not known
};
using ConnectionPtr = std::shared_ptr<Connection>;

struct WatchOptions {
  PaceLimits pace;
  std::size_t most_partial_bytes = 256u << 20;  // of all requests that are not whole yet
  std::size_t per_address = 0;                  // connections at once of one client (its /64 in IPv6); 0: no limit
  std::vector<Network> exempt;                  // from that: proxies, which bring many clients
  std::chrono::milliseconds interval{500};
};

// Thread safety: thread-safe. Cost: a look at each connection's counters (a microsecond) every interval, on a thread of
// its own, and one through the process's open files where there are new connections. opened() looks too, at most every
// 100 ms, where an address seems to have too many.
class ConnectionWatch {
 public:
  explicit ConnectionWatch(WatchOptions options);
  ~ConnectionWatch();  // before the loops are

  // On the loop that has accepted it. False: its address has too many.
  bool opened(const Ends& ends, trantor::EventLoop* loop);
  // On its loop, when a whole request was read; nullptr when it was never seen.
  ConnectionPtr request_read(const Ends& ends);
  void answered(const ConnectionPtr& connection);
  // Has the client closed it, or has it been closed? From any thread. Not known before the first look at it: false.
  // Cost: about a microsecond.
  bool gone(const ConnectionPtr& connection);
  std::uint64_t cut() const { return cut_; }

 private:
  void watch(const std::stop_token& stop);
  void look();
  bool find_sockets();  // false: the system gives no list of open files now
  // `searched`: the open files were looked through since it was listed, so that one without a socket is closed.
  PaceVerdict examine(Connection& connection, bool searched, bool& closed, std::uint64_t& partial);
  void cut_off(Connection& connection, PaceVerdict why);
  std::vector<ConnectionPtr> all() const;
  void forget(const std::vector<ConnectionPtr>& closed);

  const WatchOptions options_;
  mutable std::mutex mutex_;
  std::map<Ends, ConnectionPtr> connections_;  // guarded by mutex_, as is all up to looked_
  std::map<ClientId, std::size_t> of_address_;
  Pace::Clock::time_point looked_{};  // for an address that has too many
  std::mutex finding_;                // one look through the open files at a time
  std::atomic<std::uint64_t> cut_ = 0;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace hebb::server
