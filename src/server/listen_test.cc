#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <fstream>
#include <thread>

#include "server/listen_address.h"
#include "server/scratch_folder.h"
#include "server/stop_signal.h"

using namespace hebb;
using namespace hebb::server;

TEST_CASE("a port is taken once, and a second taker is told what to do") {
  for (const char* host : {"127.0.0.1", "localhost"}) {
    auto first = ListenAddress::take(host, 0);
    REQUIRE(first.has_value());
    REQUIRE(first->port() != 0);
    CHECK(first->ip() == "127.0.0.1");
    const auto second = ListenAddress::take(host, first->port());
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == ErrorCode::unavailable);
    CHECK(second.error().message == "cannot listen on 127.0.0.1:" + std::to_string(first->port()) +
                                        ": another program has it; stop that one, or choose another port with --port");
    const auto port = first->port();
    {
      const auto released = std::move(*first);
    }
    CHECK(ListenAddress::take(host, port).has_value());
  }
}

TEST_CASE("what is accepted sends at once") {
  const auto address = ListenAddress::take("127.0.0.1", 0);
  REQUIRE(address);
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  sockaddr_in here{.sin_family = AF_INET, .sin_port = htons(address->port())};
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(listener, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0);
  REQUIRE(::listen(listener, 1) == 0);
  address->send_at_once();
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::connect(client, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0);
  const int accepted = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  int at_once = 0;
  socklen_t size = sizeof at_once;
  CHECK(getsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &at_once, &size) == 0);
  CHECK(at_once != 0);
  for (const int socket : {accepted, client, listener}) ::close(socket);
}

TEST_CASE("an address that is none of ours is refused with the reason") {
  CHECK(ListenAddress::take("example.org", 0).error().code == ErrorCode::invalid_argument);
  CHECK(ListenAddress::take("", 0).error().code == ErrorCode::invalid_argument);
  const auto foreign = ListenAddress::take("192.0.2.1", 0);
  REQUIRE_FALSE(foreign.has_value());
  CHECK(foreign.error().message.ends_with("the address is none of this machine's; choose another with --host"));
}

TEST_CASE("the scratch folder goes when it is not needed, and what a killed server left goes too") {
  std::filesystem::path path;
  {
    const auto scratch = ScratchFolder::create({});
    REQUIRE(scratch.has_value());
    path = scratch->path();
    std::ofstream(path / "file") << "x";
    CHECK(std::filesystem::exists(path / "file"));

    const auto inner = ScratchFolder::create(path / "tmp");
    REQUIRE(inner.has_value());
    std::filesystem::create_directories(inner->path() / "left" / "over");
    std::filesystem::permissions(inner->path(), std::filesystem::perms(0777));  // all that some file systems have
    const auto again = ScratchFolder::create(path / "tmp");
    REQUIRE(again.has_value());
    CHECK_FALSE(std::filesystem::exists(again->path() / "left"));
    CHECK_FALSE(std::filesystem::exists(inner->path()));

    const auto refused = ScratchFolder::create(path / "file" / "below");
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::unavailable);
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("the scratch folder takes the place of nothing that is somebody's, and removes nothing of it") {
  const auto scratch = ScratchFolder::create({});
  REQUIRE(scratch.has_value());
  const auto project = scratch->path() / "project";
  for (const char* name : {"http", "hebb-http-client", ".hebb-http-client", ".hebb-http-client-tests"}) {
    std::filesystem::create_directories(project / name);
    std::ofstream(project / name / "index.html") << "written by hand";
  }
  std::filesystem::permissions(project / ".hebb-http-client", std::filesystem::perms::owner_all);
  std::ofstream(project / ".hebb-http-A1b2C3") << "a file";
  const auto elsewhere = scratch->path() / "elsewhere";
  std::filesystem::create_directories(elsewhere);
  std::ofstream(elsewhere / "kept") << "x";
  std::filesystem::permissions(elsewhere, std::filesystem::perms::owner_all);
  std::filesystem::create_directory_symlink(elsewhere, project / ".hebb-http-D4e5F6");

  {
    REQUIRE(ScratchFolder::create(project).has_value());
  }
  for (const char* name : {"http", "hebb-http-client", ".hebb-http-client", ".hebb-http-client-tests"}) {
    CHECK(std::filesystem::exists(project / name / "index.html"));
  }
  CHECK(std::filesystem::exists(project / ".hebb-http-A1b2C3"));
  CHECK(std::filesystem::exists(elsewhere / "kept"));
}

TEST_CASE("a signal or a call wakes the waiter, and the signals' defaults come back") {
  {
    const auto stopping = StopSignal::listen();
    REQUIRE(stopping.has_value());
    std::jthread caller([] { StopSignal::raise(); });
    (*stopping)->wait();
    std::raise(SIGTERM);
    (*stopping)->wait();
  }
  struct sigaction now{};
  sigaction(SIGTERM, nullptr, &now);
  CHECK(now.sa_handler == SIG_DFL);
  StopSignal::raise();  // nobody listens: nothing happens
}
