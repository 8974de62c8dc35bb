#include "server/pace.h"

namespace hebb::server {
namespace {

// What may be taken for so many bytes.
std::chrono::milliseconds allowed(std::uint64_t bytes, const PaceLimits& limits) {
  return limits.patience + std::chrono::milliseconds(bytes * 1000 / limits.bytes_a_second);
}

}  // namespace

void Pace::request_read(const Traffic& traffic, Clock::time_point now) {
  read_ = traffic.received;
  partial_ = 0;
  since_ = now;
  first_ = false;
}

void Pace::answered(Clock::time_point now) {
  since_ = now;
  idle_since_ = now;
}

PaceVerdict Pace::judge(const Traffic& traffic, bool answering, const PaceLimits& limits, Clock::time_point now) {
  if (traffic.received + traffic.delivered != moved_) {
    moved_ = traffic.received + traffic.delivered;
    idle_since_ = now;
  }
  const std::uint64_t before = partial_;
  partial_ = traffic.received - read_;
  if (partial_ > limits.most_bytes) return PaceVerdict::large_request;
  if (traffic.unsent == 0) {
    sending_ = false;
  } else if (!sending_) {
    sending_ = true;
    sending_since_ = now;
    sent_before_ = traffic.delivered;
  } else if (now - sending_since_ > allowed(traffic.delivered - sent_before_, limits)) {
    return PaceVerdict::slow_reader;
  }
  if (answering) {
    since_ = now;  // what comes meanwhile is not read before its turn
    idle_since_ = now;
    return PaceVerdict::fine;
  }
  if (partial_ > 0 || first_) {
    if (before == 0 && !first_) since_ = now;
    if (now - since_ > allowed(partial_, limits)) return PaceVerdict::slow_request;
    return PaceVerdict::fine;
  }
  if (!sending_ && now - idle_since_ > limits.idle) return PaceVerdict::idle;
  return PaceVerdict::fine;
}

}  // namespace hebb::server
