#include "server/exchange.h"

#include <drogon/utils/Utilities.h>
#include <spdlog/spdlog.h>
#include <trantor/net/EventLoop.h>

#include <chrono>
#include <thread>

#include "api/requests.h"
#include "server/http_text.h"
#include "server/upload.h"

namespace hebb::server {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kWorthCompressing = 1024;
constexpr std::size_t kLargeReply = 64 << 10;  // less fits any socket's send buffer
constexpr auto kLargeReplyGrace = std::chrono::seconds(2);

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch()).count();
}

RequestHead head_of(const drogon::HttpRequest& http) {
  return {.method = http.isHead() ? "HEAD" : http.methodString(),
          .http_1_1 = http.version() == drogon::Version::kHttp11,
          .from_loopback = http.peerAddr().isLoopbackIp(),
          .body_bytes = http.bodyLength(),
          .host = http.getHeader("host"),
          .origin = http.getHeader("origin"),
          .fetch_site = http.getHeader("sec-fetch-site"),
          .content_type = http.getHeader("content-type"),
          .content_encoding = http.getHeader("content-encoding"),
          .authorization = http.getHeader("authorization"),
          .preflight_method = http.getHeader("access-control-request-method")};
}

}  // namespace

struct Exchange::Pending {
  drogon::HttpRequestPtr http;
  drogon::AdviceCallback answer;
  trantor::EventLoop* loop = nullptr;
  Clock::time_point began = Clock::now();
  RequestHead head;
  api::Request request;  // without its body until a thread of the engine has it
  bool gzip = false;
};

Exchange::Exchange(Engine& engine, const ServerOptions& options)
    : engine_(engine), max_pending_bytes_(options.max_pending_bytes), gate_(options) {}

void Exchange::take(const drogon::HttpRequestPtr& http, drogon::AdviceCallback answer) {
  auto pending = std::make_shared<Pending>();
  pending->http = http;
  pending->answer = std::move(answer);
  pending->loop = trantor::EventLoop::getEventLoopOfCurrentThread();
  pending->head = head_of(*http);
  pending->gzip = accepts_gzip(http->getHeader("accept-encoding"));
  pending->request = {.method = pending->head.method,
                      .path = http->path(),
                      .parameters = parse_query_string(http->query()),
                      .content_type = pending->head.content_type,
                      .request_id = request_id_of(http->getHeader("x-request-id")),
                      .file_name = disposition_file_name(http->getHeader("content-disposition"))};
  ++in_flight_;  // before draining_ is read: drain() sets that first, then waits for this
  const std::size_t waiting = pending_bytes_ += pending->head.body_bytes;

  const auto refuse = [&](const api::Problem& problem) { finish(pending, api::reply_of(problem, pending->request)); };
  if (draining_) return refuse(api::saturated("the server is stopping"));
  if (const auto refused = gate_.refuse(pending->head)) return refuse(*refused);
  if (pending->head.method == "OPTIONS" && !pending->head.preflight_method.empty()) {
    return finish(pending, {.status = 204, .content_type = ""});
  }
  if (pending->request.path == "/livez") return finish(pending, api::handle(engine_, pending->request));
  if (waiting > max_pending_bytes_) return refuse(api::saturated("too many large requests at once"));
  if (auto accepted = engine_.submit([this, pending] { work(pending); }); !accepted) {
    refuse(api::saturated(accepted.error().message));
  }
}

// On a thread of the engine, where nothing may be thrown.
void Exchange::work(const std::shared_ptr<Pending>& pending) {
  api::Request& request = pending->request;
  api::Reply reply;
  try {
    if (api::media_type(request.content_type) == "multipart/form-data" &&
        api::route_of(request.method, request.path).ends_with("/ingest")) {
      auto unpacked = unpack_upload(pending->http, request);
      if (unpacked) request = std::move(*unpacked);
      reply = unpacked ? api::handle(engine_, request) : api::reply_of(unpacked.error(), request);
    } else {
      request.body = pending->http->body();
      reply = api::handle(engine_, request);
    }
    request.body = {};
    if (pending->gzip && reply.body.size() >= kWorthCompressing) {
      reply.body = drogon::utils::gzipCompress(reply.body.data(), reply.body.size());
      reply.headers["Content-Encoding"] = "gzip";
    }
  } catch (const std::exception& bug) {
    spdlog::critical("request {}: an exception of type {}", request.request_id, typeid(bug).name());
    reply = {.status = 500, .content_type = "application/problem+json", .body = R"({"status":500})"};
  }
  pending->loop->queueInLoop(
      [this, pending, reply = std::move(reply)]() mutable { finish(pending, std::move(reply)); });
}

void Exchange::finish(const std::shared_ptr<Pending>& pending, api::Reply reply) {
  const auto response = drogon::HttpResponse::newHttpResponse();
  response->setStatusCode(static_cast<drogon::HttpStatusCode>(reply.status));
  if (reply.content_type.empty()) {
    response->setContentTypeCode(drogon::CT_NONE);
  } else {
    response->setContentTypeString(reply.content_type);
  }
  for (const auto& [name, value] : reply.headers) response->addHeader(name, value);
  for (const auto& [name, value] : gate_.cors_headers(pending->head)) response->addHeader(name, value);
  response->addHeader("X-Request-ID", pending->request.request_id);
  response->addHeader("X-Content-Type-Options", "nosniff");
  response->addHeader("Cache-Control", "no-store");
  response->addHeader("Vary", "Accept-Encoding, Origin");
  const std::size_t bytes = reply.body.size();
  response->setBody(std::move(reply.body));
  pending->answer(response);

  const auto route = api::route_of(pending->head.method, pending->request.path);
  const std::chrono::duration<double, std::milli> spent = Clock::now() - pending->began;
  spdlog::info("{} {} {} {:.1f} ms {} bytes {}", pending->head.method, route.empty() ? "(no route)" : route,
               reply.status, spent.count(), bytes, pending->request.request_id);
  if (bytes > kLargeReply) large_reply_at_ms_ = now_ms();
  pending_bytes_ -= pending->head.body_bytes;
  --in_flight_;
  in_flight_.notify_all();
}

void Exchange::drain() {
  draining_ = true;
  for (auto count = in_flight_.load(); count != 0; count = in_flight_.load()) in_flight_.wait(count);
  // Drogon does not tell when a reply has left its buffer. What the socket took at once will arrive; a slow reader of a
  // large one gets a moment more.
  const auto due = std::chrono::milliseconds(large_reply_at_ms_.load()) + kLargeReplyGrace;
  std::this_thread::sleep_until(Clock::time_point(due));
}

}  // namespace hebb::server
