// From a reply to what Drogon sends, on the request's own loop.
#include <algorithm>
#include <string_view>
#include <utility>

#include "server/exchange.h"
#include "server/http_text.h"
#include "server/pending.h"
#include "server/request_log.h"

namespace hebb::server {
namespace {

constexpr int kClientClosed = 499;  // nginx's; in metrics and log alone, since nobody is there to be told
constexpr std::string_view kComeBack = "retry: 5000\n: try again later\n\n";  // to readers of events

}  // namespace

// Drogon asks for the parts of a stream as the reader takes them, and lets go of it when it is sent or cannot be.
drogon::HttpResponsePtr Exchange::stream_of(std::uint64_t size,
                                            std::function<std::size_t(std::uint64_t, char*, std::size_t)> read) {
  using Read = std::function<std::size_t(std::uint64_t, char*, std::size_t)>;
  in_flight_->with([](InFlight& now) { ++now.sending; });
  const std::shared_ptr<const Read> kept(new Read(std::move(read)), [in_flight = in_flight_](const Read* sent) {
    delete sent;
    in_flight->with([](InFlight& now) { --now.sending; });
  });
  auto response = drogon::HttpResponse::newStreamResponse(
      [kept = kept, offset = std::uint64_t{0}](char* buffer, std::size_t room) mutable -> std::size_t {
        if (buffer == nullptr) kept.reset();
        if (!kept) return 0;
        const std::size_t part = (*kept)(offset, buffer, room);
        offset += part;
        return part;
      });
  response->addHeader("Content-Length", std::to_string(size));
  return response;
}

drogon::HttpResponsePtr Exchange::response_of(const Pending& pending, api::Reply& reply) {
  drogon::HttpResponsePtr response;
  if (pending.unmeasured) {
    response = drogon::HttpResponse::newStreamResponse([](char*, std::size_t) -> std::size_t { return 0; });
  } else if (pending.spool) {
    response =
        stream_of(pending.spool->size(), [spool = pending.spool](std::uint64_t offset, char* buffer, std::size_t room) {
          return spool->read(offset, buffer, room);
        });
  } else if (reply.body.size() > sent_at_once_ && pending.head.method != "HEAD") {
    const std::size_t size = reply.body.size();
    response = stream_of(size, [body = std::move(reply.body)](std::uint64_t offset, char* buffer, std::size_t room) {
      const std::size_t part = std::min<std::size_t>(room, body.size() - offset);
      std::copy_n(body.data() + offset, part, buffer);
      return part;
    });
  } else {
    response = drogon::HttpResponse::newHttpResponse();
    response->setBody(std::move(reply.body));
  }
  response->setStatusCode(static_cast<drogon::HttpStatusCode>(reply.status));
  if (pending.is_last) pending.http->attributes()->insert(kLastOfConnection, true);
  if (reply.content_type.empty()) {
    response->setContentTypeCode(drogon::CT_NONE);
  } else {
    response->setContentTypeString(reply.content_type);
  }
  for (const auto& [name, value] : reply.headers) response->addHeader(name, value);
  for (const auto& [name, value] : pending.rate_headers) response->addHeader(name, value);
  for (const auto& [name, value] : gate_.cors_headers(pending.head)) response->addHeader(name, value);
  response->addHeader("X-Request-ID", pending.request.request_id);
  if (pending.trace) response->addHeader("traceparent", pending.trace->traceparent());
  response->addHeader("X-Content-Type-Options", "nosniff");
  response->addHeader("Cache-Control", "no-store");
  response->addHeader("Vary", "Accept-Encoding, Origin");
  return response;
}

void Exchange::finish(const std::shared_ptr<Pending>& pending, api::Reply reply) {
  if (pending->answered) return;
  if (pending->reads_events && !pending->waited) {
    if (const auto refused = count(*pending)) reply = api::reply_of(*refused, pending->request);
  }
  if (*pending->dropped && reply.status == 503) {
    reply.body = told_of_stopping(std::move(reply.body));
  }
  const int status = *pending->client_gone && reply.status == 503 ? kClientClosed : reply.status;
  // By the HTML standard an EventSource that is told either never comes again.
  if ((reply.status == 503 && reads_events(pending->request)) || (reply.status == 429 && pending->reads_events)) {
    reply = api::Reply{.content_type = "text/event-stream", .body = std::string(kComeBack)};
  }
  if (pending->waits) in_flight_->with([](InFlight& now) { --now.waiting; });
  pending->waits = false;
  const std::size_t bytes = pending->spool ? pending->spool->size() : reply.body.size();
  const auto response = response_of(*pending, reply);

  const auto route = api::route_of(pending->head.method, pending->request.path);
  const auto spent = Clock::now() - pending->began;
  metrics_.finished(pending->head.method, route, status, spent);
  const AnsweredRequest answered{.method = pending->head.method,
                                 .route = route,
                                 .status = status,
                                 .spent = spent,
                                 .bytes = bytes,
                                 .request_id = pending->request.request_id,
                                 .key_id = pending->request.caller.key_id,
                                 .trace = pending->trace};
  log_request(answered);
  if (spans_ && answered.trace) spans_->record(answered);
  // After it is counted and logged: who has the reply finds both.
  pending->answered = true;
  watch_.answered(pending->connection);
  pending->answer(response);
  in_flight_->with([&](InFlight& now) {
    --now.answering;
    if (dropping_) ++now.dropped;
    now.body_bytes -= pending->body_bytes;
  });
}

}  // namespace hebb::server
