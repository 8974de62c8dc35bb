// The HTTP transport of Client, to a server on this machine.
#pragma once

#include "api/api.h"
#include "cli/hold.h"

namespace hebb::cli {

// Blocking, without a limit on how long the answer takes. Errors: unavailable (nobody listens, or it went away).
Result<api::Reply> send_over_loopback(const ServeNote& server, const api::Request& request);

std::string percent_encoded(std::string_view text);  // RFC 3986, all but unreserved characters

}  // namespace hebb::cli
