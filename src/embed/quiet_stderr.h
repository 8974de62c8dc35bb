// Holds back one library's noise on file descriptor 2. Private to embed/.
#pragma once

#include <mutex>
#include <string_view>

namespace hebb {

// While it lives, what the process writes to descriptor 2 is kept; after, it is written there, save for blank lines and
// those that begin with `noise`. One at a time in the process: a second waits for the first.
class QuietStderr {
 public:
  explicit QuietStderr(std::string_view noise);
  ~QuietStderr();
  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;

 private:
  void pass_on_the_rest() const;

  std::unique_lock<std::mutex> lock_;
  std::string_view noise_;
  int real_ = -1;
  int kept_ = -1;
};

}  // namespace hebb
