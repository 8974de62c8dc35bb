// What of a request's line and headers the gate decides by. Private to server/.
#pragma once

#include <drogon/HttpRequest.h>

#include <optional>

#include "api/problem.h"
#include "server/gate.h"

namespace hebb::server {

RequestHead head_of(const drogon::HttpRequest& http);

// Why a request may not have so long a path and headers.
std::optional<api::Problem> refuse_headers(const drogon::HttpRequest& http);

// Why nobody can be sure where a request ends: a proxy before us may have taken another end, and what lies between for
// part of its body, so that the connection's next bytes are not to be read as requests.
std::optional<api::Problem> refuse_framing(const drogon::HttpRequest& http);

}  // namespace hebb::server
