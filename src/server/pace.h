// Whether a connection moves fast enough, judged by the kernel's counters of its bytes. Private to server/; knows no
// socket and no clock.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hebb::server {

struct PaceLimits {
  std::chrono::milliseconds patience{20'000};  // to send a request or read a reply, and one second more for each
  std::uint64_t bytes_a_second = 500;          // of these bytes that have moved; 20 kB/min keeps going
  std::chrono::milliseconds idle{75'000};      // between requests, with no byte either way
  std::size_t most_bytes = 34u << 20;          // of one request, its headers included
};

enum class PaceVerdict : std::uint8_t { fine, slow_request, large_request, slow_reader, idle };

// What the kernel says of a connection now.
struct Traffic {
  std::uint64_t received = 0;   // bytes ever read from it
  std::uint64_t delivered = 0;  // bytes ever acknowledged by it
  std::uint64_t unsent = 0;     // bytes that wait for it to read
};

// Thread safety: thread-compatible.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Pace(Clock::time_point opened = Clock::now())
      : since_(opened), sending_since_(opened), idle_since_(opened) {}

  // A request was read to its end: what was received so far belongs to it or to those before.
  void request_read(const Traffic& traffic, Clock::time_point now);
  // The last of the requests that were read has its reply, which may still be on its way.
  void answered(Clock::time_point now);
  // `answering`: a request was read and has no reply yet, so that it is our turn.
  PaceVerdict judge(const Traffic& traffic, bool answering, const PaceLimits& limits, Clock::time_point now);
  std::uint64_t partial_bytes() const { return partial_; }  // of a request that is not whole yet, at the last judgement

 private:
  std::uint64_t read_ = 0;  // bytes received when a request was last whole
  std::uint64_t partial_ = 0;
  Clock::time_point since_;  // when the bytes after these began to come, or were waited for
  bool first_ = true;        // no request yet: its first byte is waited for no longer than the rest
  bool sending_ = false;
  std::uint64_t sent_before_ = 0;  // bytes delivered when the present sending began
  Clock::time_point sending_since_;
  std::uint64_t moved_ = 0;  // bytes received and delivered, when one last moved
  Clock::time_point idle_since_;
};

}  // namespace hebb::server
