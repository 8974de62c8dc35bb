// One server's requests: from Drogon's event loops to the engine's threads and back. Private to server/.
#pragma once

#include <drogon/HttpRequest.h>
#include <drogon/HttpResponse.h>
#include <drogon/drogon_callbacks.h>

#include <atomic>
#include <cstdint>

#include "server/gate.h"
#include "server/server.h"

namespace hebb::server {

// Thread safety: `take` on any event loop, `drain` on a thread that is none. Outlives every request: see drain.
class Exchange {
 public:
  Exchange(Engine& engine, const ServerOptions& options);

  // Answers, now or later, exactly once. Never blocks: what asks the engine runs on the engine's threads.
  void take(const drogon::HttpRequestPtr& http, drogon::AdviceCallback answer);
  // Refuses what comes from now on and waits until everything else is answered.
  void drain();

 private:
  struct Pending;
  void work(const std::shared_ptr<Pending>& pending);
  // Hands the reply to Drogon on the request's own loop, and logs it.
  void finish(const std::shared_ptr<Pending>& pending, api::Reply reply);

  Engine& engine_;
  const std::size_t max_pending_bytes_;
  const Gate gate_;
  std::atomic<bool> draining_ = false;
  std::atomic<std::size_t> in_flight_ = 0;
  std::atomic<std::size_t> pending_bytes_ = 0;
  std::atomic<std::int64_t> large_reply_at_ms_ = 0;  // steady clock; when a reply last exceeded the socket's buffer
};

}  // namespace hebb::server
