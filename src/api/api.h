// The wire contract of spec/api.md without a transport: a request in, a status and JSON out. Front header of api/.
// The server puts it behind HTTP; the command line calls it in process, or over loopback where a server holds the data.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"

namespace hebb::api {

struct Request {
  std::string method;                             // "GET" …
  std::string path;                               // "/api/v2/query", percent-decoded, without query string
  std::map<std::string, std::string> parameters;  // of the query string, decoded
  std::string content_type;                       // "application/json", possibly with parameters
  std::string body;
  std::string request_id;
  std::string file_name;  // of an uploaded body where the transport knows one
};

struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::map<std::string, std::string> headers;
  std::string body;
};

// Blocking: runs on the engine's threads or the caller's. Never throws for what a request can cause; a
// ContractViolation or another std::exception becomes a 500 problem with the request id.
Reply handle(Engine& engine, const Request& request);

// The route's template ("/api/v2/meetings/{id}") for logs and metrics; empty when the path is none of ours.
std::string_view route_of(std::string_view method, std::string_view path);

}  // namespace hebb::api
