#include "cli/interrupts.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <string_view>

#include "base/error.h"

namespace hebb::cli {
namespace {

// Signal handlers reach nothing but globals, and run on any thread.
std::atomic<bool> noting = false;
std::atomic<bool> noted = false;
std::array<std::array<char, PATH_MAX>, 6> parts{};
std::atomic<std::size_t> parts_named = 0;  // of `parts`, those that are written
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<std::size_t>::is_always_lock_free);

constexpr std::array kStopping{SIGINT, SIGTERM, SIGHUP};
// What ends no process by default. Everything else that can be caught does.
constexpr std::array kHarmless{SIGCHLD, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH};

void remove_parts() {
  for (std::size_t i = 0; i < parts_named; ++i) ::unlink(parts[i].data());
}

void on_stopping(int) {
  if (noting && !noted.exchange(true)) return;
  remove_parts();
  constexpr std::string_view kLine = "\n";  // leaves the progress line
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kLine.data(), kLine.size());
  ::_exit(130);
}

void handle(int number, void (*handler)(int), int flags) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = flags;
  sigaction(number, &action, nullptr);
}

// Ends as it would have without us. May return where the signal is blocked until it does.
void on_ending(int number) {
  const int error = errno;
  remove_parts();
  handle(number, SIG_DFL, 0);
  ::raise(number);
  errno = error;
}

bool is(int number, void (*handler)(int)) {
  struct sigaction now{};
  return sigaction(number, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == handler;
}

void stop_on_signals(bool note) {
  noting = note;
  for (const int number : kStopping) {
    const bool ignored = number == SIGHUP && is(number, SIG_IGN);
    if (!ignored) handle(number, on_stopping, SA_RESTART);
  }
}

}  // namespace

void end_on_signals() {
  stop_on_signals(false);
}

void note_signals() {
  stop_on_signals(true);
}

bool interrupted() {
  return noted;
}

RemovedOnSignal::RemovedOnSignal(const std::vector<std::filesystem::path>& files) {
  HEBB_CHECK(parts_named == 0 && files.size() <= parts.size());
  for (const auto& file : files) {
    const std::string& name = file.native();
    if (name.size() >= PATH_MAX) continue;  // no file has such a name
    *std::ranges::copy(name, parts[parts_named].begin()).out = '\0';
    ++parts_named;
  }
  for (int number = 1; number < NSIG; ++number) {  // not those that a sanitizer, or whoever has started us, has use for
    if (std::ranges::contains(kHarmless, number) || !is(number, SIG_DFL)) continue;
    handle(number, on_ending, SA_NODEFER);
  }
}

RemovedOnSignal::~RemovedOnSignal() {
  parts_named = 0;
  for (int number = 1; number < NSIG; ++number) {
    if (is(number, on_ending)) handle(number, SIG_DFL, 0);
  }
}

}  // namespace hebb::cli
