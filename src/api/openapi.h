// The OpenAPI 3.1 document of this server: made of routes(), the functions that read requests, the structs that write
// replies, and the prose of route_docs(). Private to api/.
#pragma once

#include <string>

#include "api/json_builder.h"

namespace hebb::api {

// The same bytes at every call. Throws ContractViolation where a route has no row in route_docs().
const std::string& openapi_json();
void build_openapi(JsonNode document);

}  // namespace hebb::api
