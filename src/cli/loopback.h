// The HTTP transport of Client, to a server on this machine.
#pragma once

#include <chrono>

#include "api/api.h"
#include "cli/hold.h"

namespace hebb::cli {

inline constexpr std::chrono::seconds kAnswerTimeout = std::chrono::hours(1);  // a long transcript takes long
inline constexpr std::chrono::seconds kProbeTimeout{2};                        // of /livez and /health

// Blocking. A body that is larger than one request may be goes in pieces. Errors: unavailable (nobody listens, it went
// away, or was silent for `timeout`).
Result<api::Reply> send_over_loopback(const ServeNote& server, const api::Request& request,
                                      std::chrono::seconds timeout = kAnswerTimeout);

std::string percent_encoded(std::string_view text);  // RFC 3986, all but unreserved characters

}  // namespace hebb::cli
