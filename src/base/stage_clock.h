// Splits the time of one answer into its stages.
#pragma once

#include <chrono>
#include <cstdint>

namespace hebb {

class StageClock {
 public:
  // Microseconds since the last lap, or since the beginning.
  std::int64_t lap() {
    const auto now = std::chrono::steady_clock::now();
    const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(now - last_).count();
    last_ = now;
    return spent;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace hebb
