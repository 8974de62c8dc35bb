// What of an exchange runs on threads of the engine, but for waits().
#include <algorithm>
#include <chrono>
#include <format>
#include <utility>

#include "server/exchange.h"
#include "server/pending.h"
#include "server/upload.h"

namespace hebb::server {
namespace {

constexpr std::size_t kWorthCompressing = 1024;
constexpr auto kPatience = std::chrono::seconds(15);  // of a request that waits: the heartbeat
constexpr double kAskAgain = 0.2;                     // seconds
constexpr auto kForgetPieces = PieceLimits{}.patience + std::chrono::seconds(1);
constexpr std::size_t kWaiting = 256;                 // requests that may wait at once; more are answered at once
constexpr std::size_t kLargestTranscript = 64 << 20;  // as the engine takes one; an archive stays on disk

}  // namespace

// Never throws: its caller is a thread of the engine.
void Exchange::work(std::shared_ptr<Pending> pending) {
  api::Reply reply;
  try {
    if (pending->piece && !pending->pieced) {
      if (auto put = put_away(*pending)) {
        reply = std::move(*put);
      } else if (auto next =
                     engine_.submit(pending->whole_is, [this, pending]() mutable { work(std::move(pending)); })) {
        return;
      } else {
        reply = api::reply_of(api::saturated(next.error().message), pending->request);
      }
    } else {
      reply = reply_to(*pending);
    }
  } catch (const std::exception& bug) {
    report_bug(pending->request.request_id, bug);
    reply = bug_reply();
  }
  // Handed over whole: this thread must not be the last to know the request when the loops have gone.
  trantor::EventLoop* loop = pending->loop;
  pending->handed_over.store(true, std::memory_order_release);
  loop->queueInLoop([this, pending = std::move(pending), reply = std::move(reply)]() mutable {
    try {
      HEBB_CHECK(pending->handed_over.load(std::memory_order_acquire));
      if (reply.wait && waits(pending)) return;
      finish(pending, std::move(reply));
    } catch (const std::exception& bug) {
      report_bug(pending->request.request_id, bug);
      finish(pending, bug_reply());
    }
  });
}

api::Reply Exchange::reply_to(Pending& pending) {
  api::Request& request = pending.request;
  if (auto spent = request.budget.check(); !spent) return api::reply_of(api::problem_of(spent.error()), request);
  request.metrics = [this] { return metrics_.text(engine_); };
  if (pending.pieced) {
    if (auto refused = take_whole(pending)) return std::move(*refused);
  }
  api::Reply reply;
  if (api::media_type(request.content_type) == "multipart/form-data" &&
      api::route_of(request.method, request.path).ends_with("/ingest")) {
    auto unpacked = unpack_upload(pending.http, request);
    if (unpacked) request = std::move(*unpacked);
    reply = unpacked ? api::handle(service_, request) : api::reply_of(unpacked.error(), request);
  } else {
    if (!pending.pieced) request.body = pending.http->body();
    reply = api::handle(service_, request);
  }
  request.body = {};
  request.kept_body.reset();
  pending.pieced.reset();
  pending.unmeasured = reply.parts && pending.head.method == "HEAD";
  if (reply.parts && !pending.unmeasured) {
    auto spool = Spool::of(*reply.parts, spool_folder_, request.budget);
    if (!spool) return api::reply_of(api::problem_of(spool.error()), request);
    pending.spool = std::move(*spool);
  }
  reply.parts = nullptr;
  if (pending.coding != Coding::identity && reply.body.size() >= kWorthCompressing) {
    reply.body = compressed(reply.body, pending.coding);
    reply.headers["Content-Encoding"] = pending.coding == Coding::br ? "br" : "gzip";
  }
  if (pending.body_bytes == 0) fixed_.keep(request, pending.coding, reply);
  return reply;
}

std::optional<api::Reply> Exchange::put_away(Pending& pending) {
  auto whole = pieces_.add(*pending.piece, pending.http->body(), Clock::now());
  if (!whole) return api::reply_of(api::problem_of(whole.error()), pending.request);
  if (!*whole) {
    pending.loop->runAfter(static_cast<double>(kForgetPieces.count()), [this] { pieces_.drop_stale(Clock::now()); });
    return api::Reply{.status = 202, .body = "{}"};
  }
  pending.pieced = std::move(*whole);
  return std::nullopt;
}

std::optional<api::Reply> Exchange::take_whole(Pending& pending) {
  api::Request& request = pending.request;
  const auto bytes = pending.pieced->mapped();
  if (!bytes) return api::reply_of(api::problem_of(bytes.error()), request);
  if (api::route_of(request.method, request.path) == "/api/v2/import") {
    request.kept_body = *bytes;
  } else if (bytes->size() <= kLargestTranscript) {
    request.body = *bytes;
  } else {
    return api::reply_of(api::too_large(std::format("at most {} bytes are taken", kLargestTranscript)), request);
  }
  return std::nullopt;
}

bool Exchange::waits(const std::shared_ptr<Pending>& pending) {
  bool more = Clock::now() - pending->began < kPatience;
  in_flight_->with([&](InFlight& now) {
    if (!pending->waits && now.waiting >= kWaiting) more = false;
    if (now.draining) more = false;
    if (more && !pending->waits) ++now.waiting;
    if (!more && pending->waits) --now.waiting;
  });
  pending->waits = more;
  if (!more) return false;
  pending->waited = true;
  pending->loop->runAfter(kAskAgain, [this, pending]() mutable {
    if (!engine_.submit(Work::probe, [this, pending = pending]() mutable { work(std::move(pending)); })) {
      finish(pending, api::reply_of(api::saturated("the server is saturated"), pending->request));
    }
  });
  return true;
}

}  // namespace hebb::server
