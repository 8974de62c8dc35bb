// One request on its way to a reply. Private to exchange*.cc.
#pragma once

#include <drogon/HttpRequest.h>
#include <drogon/drogon_callbacks.h>
#include <trantor/net/EventLoop.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "api/requests.h"
#include "server/compression.h"
#include "server/exchange.h"
#include "server/request_head.h"
#include "server/spool.h"
#include "server/trace_context.h"

namespace hebb::server {

struct Exchange::Pending {
  drogon::HttpRequestPtr http;
  drogon::AdviceCallback answer;
  trantor::EventLoop* loop = nullptr;
  Clock::time_point began = Clock::now();
  std::size_t body_bytes = 0;
  bool draining = false;  // when it came, as is the next
  bool too_much = false;  // more bytes of bodies were there than are taken at once
  bool answered = false;  // only touched on `loop`
  bool is_last = false;   // of its connection, which ends with the reply
  RequestHead head;
  api::Request request;  // without its body until a thread of the engine has it
  Coding coding = Coding::identity;
  std::map<std::string, std::string> rate_headers = {};
  ConnectionPtr connection;
  std::optional<TraceContext> trace;  // our span of the caller's trace
  bool reads_events = false;          // and may
  bool waits = false;                 // only touched on `loop`, as is the next
  bool waited = false;
  // Whether its work was told that the client had gone, and so was left.
  std::shared_ptr<std::atomic<bool>> client_gone = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<std::atomic<bool>> dropped = std::make_shared<std::atomic<bool>>(false);  // and that we stop
  // Says to the thread sanitizer what trantor's queue sees to, into which it cannot look: what the thread that answered
  // did comes before what `loop` does with the reply.
  std::atomic<bool> handed_over = false;
  std::shared_ptr<Spool> spool;   // of a large reply
  bool unmeasured = false;        // of a HEAD: how long the reply to a GET were, nobody knows before it is made
  std::optional<Piece> piece;     // of a body that comes in several requests
  Work whole_is = Work::bulk;     // what that body is to the engine, once it is whole
  std::shared_ptr<Spool> pieced;  // that body then
};

bool reads_events(const api::Request& request);
void report_bug(const std::string& request_id, const std::exception& bug);
api::Reply bug_reply();

}  // namespace hebb::server
