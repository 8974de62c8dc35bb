// SIGINT, SIGTERM and stop() as something a thread can wait for. Private to server/.
#pragma once

#include <memory>

#include "base/error.h"

namespace hebb::server {

// While it lives the two signals wake `wait` instead of ending the process; each a second time ends it. One at a time.
class StopSignal {
 public:
  static Result<std::unique_ptr<StopSignal>> listen();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void wait() const;  // blocks until a signal came or raise() was called
  static void raise();

 private:
  StopSignal(int read_end, int write_end);

  int read_end_;
  int write_end_;
};

}  // namespace hebb::server
