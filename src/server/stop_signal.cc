#include "server/stop_signal.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <format>

namespace hebb::server {
namespace {

// A signal handler can reach nothing but globals.
std::atomic<int> wake_fd = -1;
static_assert(std::atomic<int>::is_always_lock_free);

void wake(int) {
  const int kept = errno;
  const int fd = wake_fd.load();
  if (fd >= 0) {
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(fd, &byte, 1);  // a full pipe has woken the reader already
  }
  errno = kept;
}

// SA_RESETHAND: the second signal finds the default again, which ends the process.
void catch_signal(int number) {
  struct sigaction action{};
  action.sa_handler = wake;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigemptyset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

void release_signal(int number) {
  struct sigaction action{};
  action.sa_handler = SIG_DFL;
  sigemptyset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

}  // namespace

Result<std::unique_ptr<StopSignal>> StopSignal::listen() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return fail(ErrorCode::internal, std::format("no pipe for signals: {}", std::strerror(errno)));
  }
  ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
  return std::unique_ptr<StopSignal>(new StopSignal(ends[0], ends[1]));
}

StopSignal::StopSignal(int read_end, int write_end) : read_end_(read_end), write_end_(write_end) {
  wake_fd = write_end_;
  catch_signal(SIGINT);
  catch_signal(SIGTERM);
}

StopSignal::~StopSignal() {
  release_signal(SIGINT);
  release_signal(SIGTERM);
  wake_fd = -1;
  ::close(write_end_);
  ::close(read_end_);
}

void StopSignal::wait() const {
  char byte = 0;
  while (::read(read_end_, &byte, 1) < 0 && errno == EINTR) {
  }
}

void StopSignal::raise() {
  wake(0);
}

}  // namespace hebb::server
