// One server's requests: from Drogon's event loops to the engine's threads and back. Private to server/.
#pragma once

#include <drogon/HttpRequest.h>
#include <drogon/HttpResponse.h>
#include <drogon/drogon_callbacks.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "server/client_address.h"
#include "server/connection_watch.h"
#include "server/fixed_replies.h"
#include "server/gate.h"
#include "server/metrics.h"
#include "server/pieces.h"
#include "server/rate_limiter.h"
#include "server/server.h"
#include "server/span_export.h"

namespace hebb::server {

// A value behind a lock, and waiting until it is so.
template <class T>
class Waited {
 public:
  template <class Change>
  void with(Change change) {
    {
      std::lock_guard lock(mutex_);
      change(value_);
    }
    changed_.notify_all();
  }
  template <class Holds>
  bool wait_for(std::chrono::milliseconds most, Holds holds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, most, [&] { return holds(std::as_const(value_)); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  T value_;  // guarded by mutex_
};

// An attribute of a request after which its connection ends: Drogon overwrites what a response says of that.
inline constexpr const char* kLastOfConnection = "hebb.last";

// Thread safety: `take` on any event loop, `drain` on a thread that is none. Outlives every request: see drain.
class Exchange {
 public:
  // `spool_folder` is where large replies are kept until they are sent; `sent_at_once`: bytes of one that is sent
  // whole.
  Exchange(Engine& engine, const ServerOptions& options, std::vector<Network> trusted_proxies,
           std::filesystem::path spool_folder, std::size_t sent_at_once);

  // Answers, now or later, exactly once. Never blocks: what asks the engine runs on the engine's threads.
  void take(const drogon::HttpRequestPtr& http, drogon::AdviceCallback answer);
  // On the loop that has accepted a connection. False: it is one too many.
  bool open(const trantor::InetAddress& peer, const trantor::InetAddress& local);
  // Refuses what comes from now on and waits until everything else is answered, for `most`; then asks what still runs
  // to stop. False: some of it does not.
  bool drain(std::chrono::milliseconds most);

 private:
  using Clock = std::chrono::steady_clock;
  struct Pending;
  struct InFlight {
    bool draining = false;
    std::size_t answering = 0;   // requests without a reply
    std::size_t dropped = 0;     // of those that were answered after drain asked them to stop
    std::size_t sending = 0;     // large replies that are not with the socket yet
    std::size_t body_bytes = 0;  // of the requests without a reply
    std::size_t waiting = 0;     // of those, the ones that wait for something to happen
  };
  void admit(const std::shared_ptr<Pending>& pending);
  std::optional<api::Problem> count(Pending& pending);
  std::optional<api::Problem> refuse_place(Pending& pending);
  std::optional<api::Problem> set_budget(Pending& pending, Work work);
  std::optional<api::Reply> kept_reply(Pending& pending);
  void work(std::shared_ptr<Pending> pending);
  api::Reply reply_to(Pending& pending);  // on a thread of the engine
  // Of a request that is a piece of a body. Nothing: it was the last, and the body is whole now.
  std::optional<api::Reply> put_away(Pending& pending);
  // Gives the request that body, on the thread that answers it, unless it is refused.
  std::optional<api::Reply> take_whole(Pending& pending);
  // Of a reply that is worth waiting for: asks again in a moment. False: no more, send what there is.
  bool waits(const std::shared_ptr<Pending>& pending);
  drogon::HttpResponsePtr response_of(const Pending& pending, api::Reply& reply);
  // `read` gives the bytes from an offset on.
  drogon::HttpResponsePtr stream_of(std::uint64_t size,
                                    std::function<std::size_t(std::uint64_t, char*, std::size_t)> read);
  // Hands the reply to Drogon on the request's own loop, and logs it.
  void finish(const std::shared_ptr<Pending>& pending, api::Reply reply);

  Engine& engine_;
  const api::Service service_;
  const std::size_t max_pending_bytes_;
  const Gate gate_;
  RateLimiter limiter_;
  const std::vector<Network> trusted_proxies_;
  std::optional<SpanExport> spans_;  // where traces are sent at all
  const std::chrono::milliseconds question_time_;
  ConnectionWatch watch_;
  std::atomic<bool> dropping_ = false;  // what still runs is to stop
  Metrics metrics_;
  FixedReplies fixed_;
  const std::filesystem::path spool_folder_;
  Pieces pieces_;
  const std::size_t sent_at_once_;  // less is with the socket at once, which delivers it even when we end
  // Shared with the streams that Drogon may keep until the process ends.
  const std::shared_ptr<Waited<InFlight>> in_flight_ = std::make_shared<Waited<InFlight>>();
};

}  // namespace hebb::server
