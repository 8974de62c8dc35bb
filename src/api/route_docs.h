// What OpenAPI says of each route of routes(): one row for one row there. The fields come from the functions that read
// the request and the structs that write the reply, so that a row names them and describes nothing itself. Private to
// api/.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "api/json_builder.h"
#include "api/schema_reader.h"

namespace hebb::api {

struct RouteDoc {
  std::string_view method;
  std::string_view path;  // as in routes()
  std::string_view id;    // operationId: the name that generated clients give the call
  std::string_view tag;
  std::string_view summary;
  void (*parameters)(SchemaReader& fields) = nullptr;  // null: none is taken
  void (*body)(SchemaReader& fields) = nullptr;        // of application/json
  void (*reply)(JsonNode schema) = nullptr;            // of the 200; null: any text of `reply_type`
  std::string_view reply_type = "application/json";
  std::array<int, 2> statuses{};        // beside those that openapi.cc works out
  bool reply_when_unavailable = false;  // a 503 may have the reply's own shape
};

std::span<const RouteDoc> route_docs();

}  // namespace hebb::api
