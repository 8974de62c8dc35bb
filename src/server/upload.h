// multipart/form-data, unpacked into what a file sent as the body would be. Private to server/.
#pragma once

#include <drogon/HttpRequest.h>

#include <expected>

#include "api/api.h"
#include "api/problem.h"

namespace hebb::server {

// The one file becomes the body and gives its name, the other fields become parameters. Without a file the field
// `transcript` is the body.
std::expected<api::Request, api::Problem> unpack_upload(const drogon::HttpRequestPtr& http, api::Request request);

}  // namespace hebb::server
