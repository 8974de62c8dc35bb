// The line that each request leaves in the log. Private to server/.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/trace_context.h"

namespace hebb::server {

// Names of ours, numbers, and ids that say nothing of what was asked: no path, parameter or body.
struct AnsweredRequest {
  std::string_view method;
  std::string_view route;  // the template; empty: none of ours
  int status = 0;
  std::chrono::duration<double, std::milli> spent{};
  std::size_t bytes = 0;  // of the reply's body
  std::string_view request_id;
  std::string_view key_id;            // empty: no key
  std::optional<TraceContext> trace;  // of the caller's traceparent, our span
};

void log_request(const AnsweredRequest& request);

}  // namespace hebb::server
