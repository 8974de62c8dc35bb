#include "cli/interrupts.h"

#include <unistd.h>

#include <csignal>
#include <string_view>

namespace hebb::cli {
namespace {

// Signal handlers reach nothing but globals.
volatile std::sig_atomic_t noting = 0;
volatile std::sig_atomic_t noted = 0;

void on_signal(int) {
  if (noting != 0 && noted == 0) {
    noted = 1;
    return;
  }
  constexpr std::string_view kLine = "\n";  // leaves the progress line
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kLine.data(), kLine.size());
  ::_exit(130);
}

void handle(bool note) {
  noting = note ? 1 : 0;
  struct sigaction action{};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

void end_on_signals() {
  handle(false);
}

void note_signals() {
  handle(true);
}

bool interrupted() {
  return noted != 0;
}

}  // namespace hebb::cli
