// The wire contract of spec/api.md without a transport: a request in, a status and JSON out. Front header of api/.
// The server puts it behind HTTP; the command line calls it in process, or over loopback where a server holds the data.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"
#include "engine/engine.h"

namespace hebb::access {
class KeyRing;
}

namespace hebb::api {

using access::Caller;
using access::Scope;

struct Request {
  std::string method;                             // "GET" …
  std::string path;                               // "/api/v2/query", percent-decoded, without query string
  std::map<std::string, std::string> parameters;  // of the query string, decoded
  std::set<std::string> repeated{};               // names in it that came more than once
  std::string content_type;                       // "application/json", possibly with parameters
  std::string body;
  std::optional<std::string_view> kept_body{};  // in its place, of an archive: bytes that the transport keeps on disk
  std::string request_id;
  std::string file_name;      // of an uploaded body where the transport knows one
  std::string last_event_id;  // the header, of GET /api/v2/events
  Caller caller{};
  Budget budget{};
  std::function<std::string()> metrics{};        // Prometheus's text, of the transport that has some
  std::optional<std::string> idempotency_key{};  // of the header Idempotency-Key
};

// A body that comes in parts: the next one, nothing when it is complete. Blocking; confined to one thread at a time.
// Bounded: a part is made when it is asked for.
using BodyParts = std::move_only_function<Result<std::optional<std::string>>()>;

struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::map<std::string, std::string> headers;
  std::string body;
  std::shared_ptr<BodyParts> parts;  // in place of the body. It uses the engine: be done with it before the engine goes
  bool wait = false;  // nothing to tell yet: ask again, and send this when the caller has waited long enough
};

// What requests are answered with: the engine, and what only some surfaces have beside it.
struct Service {
  Engine& engine;
  access::KeyRing* keys = nullptr;  // null: this surface has none, and its callers may do everything
};

// Blocking: runs on the engine's threads or the caller's. Never throws for what a request can cause; a
// ContractViolation or another std::exception becomes a 500 problem with the request id.
Reply handle(const Service& service, const Request& request);

// The paths of keys alone, which need no engine: for a command that finds no server. Any other path is not found.
Reply handle_keys(access::KeyRing& keys, const Request& request);

// The reply when the caller may not ask this at all: 401 without a key, 403 where its scope does not reach or the path
// is not for a key of some projects alone. handle() asks it first; a transport may, before it queues the request.
std::optional<Reply> refuse_caller(const Request& request);

// The reply to a question whose answer the engine has kept. Nothing: `handle` must be asked. Cheap, and waits for
// nothing, so that an event loop may. Never throws what handle() would not.
std::optional<Reply> kept_reply(Engine& engine, const Request& request);

// The route's template ("/api/v2/meetings/{id}") for logs and metrics; empty when the path is none of ours.
std::string_view route_of(std::string_view method, std::string_view path);

}  // namespace hebb::api
