#include "server/connection_watch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "support/no_more_files.h"

namespace hebb::server {
namespace {

using namespace std::chrono_literals;

// A listener on a free port of this machine, and connections to it.
class Listener {
 public:
  Listener() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket_, 100) == 0);
    socklen_t size = sizeof address_;
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size) == 0);
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  struct Pair {
    int client;
    int server;
    Ends ends;
  };
  Pair connect() const {
    Pair pair{.client = ::socket(AF_INET, SOCK_STREAM, 0)};
    REQUIRE(::connect(pair.client, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0);
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    pair.server = ::accept(socket_, reinterpret_cast<sockaddr*>(&peer), &size);
    REQUIRE(pair.server >= 0);
    pair.ends = Ends::of(trantor::InetAddress(peer), trantor::InetAddress(address_));
    return pair;
  }

 private:
  int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address_{};
};

WatchOptions quick() {
  return {.interval = 20ms};
}

TEST_CASE("a client that has gone is noticed, and not before", "[server]") {
  const Listener listener;
  ConnectionWatch watch(quick());
  const auto [client, server, ends] = listener.connect();
  REQUIRE(watch.opened(ends, nullptr));
  const auto connection = watch.request_read(ends);
  REQUIRE(connection);
  CHECK_FALSE(watch.gone(connection));
  std::this_thread::sleep_for(50ms);
  CHECK_FALSE(watch.gone(connection));
  ::close(client);
  std::this_thread::sleep_for(10ms);
  CHECK(watch.gone(connection));
  ::close(server);
  const auto [next_client, next_server, next_ends] = listener.connect();
  CHECK(next_server == server);  // the number is given again
  CHECK(watch.gone(connection));
  ::close(next_client);
  ::close(next_server);
}

TEST_CASE("the server's own end counts as gone, and its place is free again", "[server]") {
  const Listener listener;
  ConnectionWatch watch(quick());
  const auto [client, server, ends] = listener.connect();
  REQUIRE(watch.opened(ends, nullptr));
  const auto connection = watch.request_read(ends);
  ::close(server);
  std::this_thread::sleep_for(50ms);
  CHECK(watch.gone(connection));
  CHECK(watch.request_read(ends) == nullptr);  // forgotten
  ::close(client);
}

TEST_CASE("a client whose socket cannot be looked for is not taken for gone", "[server]") {
  const Listener listener;
  ConnectionWatch watch(quick());
  const auto [client, server, ends] = listener.connect();
  ConnectionPtr connection;
  {
    const NoMoreFiles none;
    REQUIRE(watch.opened(ends, nullptr));
    connection = watch.request_read(ends);
    REQUIRE(connection);
    std::this_thread::sleep_for(100ms);
    CHECK_FALSE(watch.gone(connection));
  }
  std::this_thread::sleep_for(100ms);
  CHECK_FALSE(watch.gone(connection));
  CHECK(watch.request_read(ends) == connection);  // and is watched still
  ::close(client);
  ::close(server);
}

TEST_CASE("a connection that was not found yet counts for its address, and others are looked at", "[server]") {
  const Listener listener;
  auto options = quick();
  options.interval = 10s;  // opened() alone looks
  options.per_address = 2;
  ConnectionWatch watch(options);
  const auto first = listener.connect();
  const auto second = listener.connect();
  const auto third = listener.connect();
  REQUIRE(watch.opened(first.ends, nullptr));
  REQUIRE(watch.opened(second.ends, nullptr));
  CHECK_FALSE(watch.opened(third.ends, nullptr));  // both are found
  ::close(first.server);
  std::this_thread::sleep_for(150ms);
  REQUIRE(watch.opened(third.ends, nullptr));
  const auto fourth = listener.connect();
  {
    const NoMoreFiles none;
    std::this_thread::sleep_for(150ms);
    CHECK_FALSE(watch.opened(fourth.ends, nullptr));
  }
  ::close(second.server);
  {
    const NoMoreFiles none;
    std::this_thread::sleep_for(150ms);
    CHECK(watch.opened(fourth.ends, nullptr));  // the second's end is seen without a search
  }
  CHECK(watch.request_read(third.ends) != nullptr);
  for (const auto& pair : {first, second, third, fourth}) ::close(pair.client);
  for (const auto& pair : {third, fourth}) ::close(pair.server);
}

TEST_CASE("of two connections with the same ends the earlier is gone", "[server]") {
  const Listener listener;
  auto options = quick();
  options.interval = 10s;
  ConnectionWatch watch(options);
  const auto [client, server, ends] = listener.connect();
  REQUIRE(watch.opened(ends, nullptr));
  const auto earlier = watch.request_read(ends);
  REQUIRE(watch.opened(ends, nullptr));
  CHECK(watch.gone(earlier));
  CHECK_FALSE(watch.gone(watch.request_read(ends)));
  ::close(client);
  ::close(server);
}

TEST_CASE("an address has its connections and no more; closed ones do not count; proxies are exempt", "[server]") {
  const Listener listener;
  auto options = quick();
  options.interval = 10s;  // so that nothing is found by chance
  options.per_address = 3;
  ConnectionWatch watch(options);
  std::vector<Listener::Pair> pairs;
  for (int i = 0; i < 4; ++i) pairs.push_back(listener.connect());
  for (int i = 0; i < 3; ++i) CHECK(watch.opened(pairs[i].ends, nullptr));
  CHECK_FALSE(watch.opened(pairs[3].ends, nullptr));
  ::close(pairs[0].server);
  std::this_thread::sleep_for(150ms);
  CHECK(watch.opened(pairs[3].ends, nullptr));

  options.exempt = {*parse_network("127.0.0.0/8")};
  ConnectionWatch lenient(options);
  for (const auto& pair : pairs) CHECK(lenient.opened(pair.ends, nullptr));
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    ::close(pairs[i].client);
    if (i > 0) ::close(pairs[i].server);
  }
}

}  // namespace
}  // namespace hebb::server
