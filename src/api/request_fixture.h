// Requests as tests send them to the readers. Private to api/'s tests.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "api/api.h"

namespace hebb::api {

inline Request json_request(std::string body) {
  return {.method = "POST", .content_type = "application/json", .body = std::move(body)};
}

inline Request with_parameters(std::map<std::string, std::string> parameters) {
  return {.method = "GET", .parameters = std::move(parameters)};
}

}  // namespace hebb::api
