#include "server/connection_watch.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <new>
#include <string_view>
#include <utility>

namespace hebb::server {
namespace {

constexpr int kEstablished = 1;  // TCP_ESTABLISHED, of a header that does not go together with linux/tcp.h
constexpr auto kLookAgain = std::chrono::milliseconds(100);

IpAddress address_of(const trantor::InetAddress& address) {
  IpAddress ip;
  if (address.isIpV6()) {
    std::memcpy(ip.bytes.data(), address.ip6NetEndian(), ip.bytes.size());
    return ip;
  }
  const std::uint32_t v4 = address.ipNetEndian();
  ip.bytes.at(10) = ip.bytes.at(11) = 0xff;
  std::memcpy(ip.bytes.data() + 12, &v4, sizeof v4);
  return ip;
}

std::uint64_t cookie_of(int number) {
  std::uint64_t cookie = 0;
  socklen_t size = sizeof cookie;
  return ::getsockopt(number, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0 ? cookie : 0;
}

bool is_there(const SocketName& socket) {
  return cookie_of(socket.number) == socket.cookie;
}

using EndName = int (*)(int, sockaddr*, socklen_t*);

bool read_end(EndName read, int number, IpAddress& address, std::uint16_t& port) {
  sockaddr_storage raw{};
  socklen_t size = sizeof raw;
  if (read(number, reinterpret_cast<sockaddr*>(&raw), &size) != 0) return false;
  if (raw.ss_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(raw);
    std::memcpy(address.bytes.data(), &six.sin6_addr, address.bytes.size());
    port = ntohs(six.sin6_port);
    return true;
  }
  if (raw.ss_family != AF_INET) return false;
  const auto& four = reinterpret_cast<const sockaddr_in&>(raw);
  address.bytes.at(10) = address.bytes.at(11) = 0xff;
  std::memcpy(address.bytes.data() + 12, &four.sin_addr, 4);
  port = ntohs(four.sin_port);
  return true;
}

bool read_ends(int number, Ends& ends) {
  IpAddress local;
  return read_end(::getpeername, number, ends.peer, ends.peer_port) &&
         read_end(::getsockname, number, local, ends.local_port);
}

// The number may be given to another connection between two looks: name and ends are of one.
bool read_name(SocketName& socket, Ends& ends) {
  do {
    socket.cookie = cookie_of(socket.number);
    if (socket.cookie == 0 || !read_ends(socket.number, ends)) return false;
  } while (!is_there(socket));
  return true;
}

bool is_found(Connection& connection) {
  std::lock_guard lock(connection.mutex);
  return connection.socket.number >= 0;
}

bool read_info(int number, tcp_info& info) {
  socklen_t size = sizeof info;
  return ::getsockopt(number, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
}

Traffic traffic_of(int number, const tcp_info& info) {
  int unsent = 0;
  ::ioctl(number, SIOCOUTQ, &unsent);
  return {.received = info.tcpi_bytes_received,
          .delivered = info.tcpi_bytes_acked,
          .unsent = static_cast<std::uint64_t>(std::max(unsent, 0))};
}

std::string_view name_of(PaceVerdict verdict) {
  switch (verdict) {
    case PaceVerdict::slow_request:
      return "its request came too slowly";
    case PaceVerdict::large_request:
      return "its request was too large";
    case PaceVerdict::slow_reader:
      return "it read too slowly";
    case PaceVerdict::idle:
      return "it was idle";
    case PaceVerdict::fine:
      break;
  }
  return "";
}

}  // namespace

Ends Ends::of(const trantor::InetAddress& peer, const trantor::InetAddress& local) {
  return {.peer = address_of(peer), .peer_port = peer.toPort(), .local_port = local.toPort()};
}

ConnectionWatch::ConnectionWatch(WatchOptions options)
    : options_(std::move(options)), thread_([this](const std::stop_token& stop) { watch(stop); }) {}

ConnectionWatch::~ConnectionWatch() = default;

void ConnectionWatch::watch(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    wake.wait_for(lock, stop, options_.interval, [] { return false; });
    if (stop.stop_requested()) return;
    try {
      look();
    } catch (const std::bad_alloc&) {
      continue;  // the next look sees what this one left
    }
  }
}

bool ConnectionWatch::opened(const Ends& ends, trantor::EventLoop* loop) {
  const ClientId client = client_id(ends.peer);
  const bool limited = options_.per_address > 0 && std::ranges::none_of(options_.exempt, [&](const Network& network) {
                         return network.contains(ends.peer);
                       });
  const auto too_many = [&] {
    const auto found = of_address_.find(client);
    return limited && found != of_address_.end() && found->second >= options_.per_address;
  };
  std::unique_lock lock(mutex_);
  if (too_many() && Pace::Clock::now() - looked_ > kLookAgain) {
    looked_ = Pace::Clock::now();
    lock.unlock();
    look();  // some of them may have been closed
    lock.lock();
  }
  if (too_many()) return false;
  auto connection = std::make_shared<Connection>(ends, loop);
  const auto [at, is_new] = connections_.try_emplace(ends, connection);
  if (is_new) {
    ++of_address_[client];
    return true;
  }
  at->second.swap(connection);
  lock.unlock();
  std::lock_guard own(connection->mutex);
  connection->closed = true;  // else it would not have these ends; no look will come to it
  return true;
}

ConnectionPtr ConnectionWatch::request_read(const Ends& ends) {
  ConnectionPtr connection;
  {
    std::lock_guard lock(mutex_);
    const auto found = connections_.find(ends);
    if (found == connections_.end()) return nullptr;
    connection = found->second;
  }
  std::lock_guard lock(connection->mutex);
  ++connection->answering;
  tcp_info info{};
  const SocketName& socket = connection->socket;
  if (socket.number >= 0 && is_there(socket) && read_info(socket.number, info)) {
    connection->pace.request_read(traffic_of(socket.number, info), Pace::Clock::now());
  } else {
    connection->unmeasured = true;
  }
  return connection;
}

void ConnectionWatch::answered(const ConnectionPtr& connection) {
  if (!connection) return;
  std::lock_guard lock(connection->mutex);
  if (--connection->answering == 0) connection->pace.answered(Pace::Clock::now());
}

bool ConnectionWatch::gone(const ConnectionPtr& connection) {
  if (!connection) return false;
  SocketName name;
  {
    std::lock_guard lock(connection->mutex);
    name = connection->socket;
    if (name.number < 0) return connection->closed;
  }
  tcp_info info{};
  return !is_there(name) || !read_info(name.number, info) || info.tcpi_state != kEstablished;
}

std::vector<ConnectionPtr> ConnectionWatch::all() const {
  std::lock_guard lock(mutex_);
  std::vector<ConnectionPtr> list;
  list.reserve(connections_.size());
  for (const auto& [ends, connection] : connections_) list.push_back(connection);
  return list;
}

bool ConnectionWatch::find_sockets() {
  std::lock_guard finding(finding_);
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename();
    SocketName socket;
    std::from_chars(name.data(), name.data() + name.size(), socket.number);
    Ends ends;
    if (!read_name(socket, ends)) continue;
    std::unique_lock lock(mutex_);
    const auto found = connections_.find(ends);
    if (found == connections_.end()) continue;
    const ConnectionPtr connection = found->second;
    lock.unlock();
    std::lock_guard own(connection->mutex);
    if (connection->socket.number < 0) connection->socket = socket;
  }
  return !error;
}

PaceVerdict ConnectionWatch::examine(Connection& connection, bool searched, bool& closed, std::uint64_t& partial) {
  std::lock_guard lock(connection.mutex);
  const SocketName& socket = connection.socket;
  if (socket.number < 0) {
    closed = connection.closed = searched;
    return PaceVerdict::fine;
  }
  tcp_info info{};
  closed = !is_there(socket) || !read_info(socket.number, info);
  if (closed) return PaceVerdict::fine;
  const Traffic traffic = traffic_of(socket.number, info);
  const auto now = Pace::Clock::now();
  // Its first requests were read before the socket was known.
  if (std::exchange(connection.unmeasured, false)) connection.pace.request_read(traffic, now);
  const PaceVerdict verdict = connection.pace.judge(traffic, connection.answering > 0, options_.pace, now);
  partial = connection.pace.partial_bytes();
  return verdict;
}

void ConnectionWatch::look() {
  const auto connections = all();
  // After they were listed: of an earlier search a connection may be too young, and one may fail (no file left).
  const bool searched =
      std::ranges::any_of(connections, [](const ConnectionPtr& one) { return !is_found(*one); }) && find_sockets();
  std::vector<ConnectionPtr> closed;
  std::vector<std::pair<std::uint64_t, ConnectionPtr>> partial;
  std::uint64_t partial_bytes = 0;
  for (const ConnectionPtr& connection : connections) {
    bool is_closed = false;
    std::uint64_t bytes = 0;
    const PaceVerdict verdict = examine(*connection, searched, is_closed, bytes);
    if (is_closed) closed.push_back(connection);
    if (verdict != PaceVerdict::fine) cut_off(*connection, verdict);
    if (bytes > 0 && !is_closed) {
      partial.emplace_back(bytes, connection);
      partial_bytes += bytes;
    }
  }
  forget(closed);
  std::ranges::sort(partial, std::ranges::greater{}, [](const auto& one) { return one.first; });
  for (std::size_t i = 0; partial_bytes > options_.most_partial_bytes && i < partial.size(); ++i) {
    cut_off(*partial[i].second, PaceVerdict::large_request);
    partial_bytes -= partial[i].first;
  }
}

void ConnectionWatch::forget(const std::vector<ConnectionPtr>& closed) {
  std::lock_guard lock(mutex_);
  for (const ConnectionPtr& connection : closed) {
    const auto found = connections_.find(connection->ends);
    if (found == connections_.end() || found->second != connection) continue;
    connections_.erase(found);
    const auto counted = of_address_.find(client_id(connection->ends.peer));
    if (counted != of_address_.end() && --counted->second == 0) of_address_.erase(counted);
  }
}

// On the connection's loop, which alone closes it: between the look at its name and the end nobody else can.
void ConnectionWatch::cut_off(Connection& connection, PaceVerdict why) {
  SocketName socket;
  {
    std::lock_guard lock(connection.mutex);
    socket = connection.socket;
  }
  ++cut_;
  if (why != PaceVerdict::idle) spdlog::info("a connection is cut: {}", name_of(why));
  connection.loop->queueInLoop([socket, why] {
    if (!is_there(socket)) return;
    if (why == PaceVerdict::slow_request || why == PaceVerdict::large_request) {
      constexpr std::string_view kTimeout =
          "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
      ::send(socket.number, kTimeout.data(), kTimeout.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    ::shutdown(socket.number, SHUT_RDWR);
  });
}

}  // namespace hebb::server
