// A process of its own that a test kills with SIGKILL. Its parent must have no threads. Test code only.
#pragma once

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <chrono>

namespace hebb {

class KilledChild {
 public:
  // `work(said)` in the child, where `said` is a pipe's end to write to; what it returns is the status of its exit.
  explicit KilledChild(auto&& work) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    id_ = ::fork();
    REQUIRE(id_ >= 0);
    if (id_ == 0) {
      ::close(pipe[0]);
      try {
        ::_exit(work(pipe[1]));
      } catch (...) {
        ::_exit(2);
      }
    }
    ::close(pipe[1]);
    said_ = pipe[0];
  }
  KilledChild(const KilledChild&) = delete;
  KilledChild& operator=(const KilledChild&) = delete;
  ~KilledChild() { ::close(said_); }

  // Waits for the next of what it said. False: it has ended, and said no more.
  bool hear(auto& what) { return ::read(said_, &what, sizeof what) == sizeof what; }

  void kill_after(std::chrono::microseconds time) {
    const timespec wait{.tv_sec = 0, .tv_nsec = std::chrono::nanoseconds(time).count()};
    ::ppoll(nullptr, 0, &wait, nullptr);
    ::kill(id_, SIGKILL);
  }

  // As waitpid() tells it. Once.
  int status_at_end() {
    int status = 0;
    REQUIRE(::waitpid(id_, &status, 0) == id_);
    return status;
  }

 private:
  pid_t id_ = -1;
  int said_ = -1;
};

}  // namespace hebb
