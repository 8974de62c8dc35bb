#include "server/exchange.h"

#include <spdlog/spdlog.h>
#include <trantor/net/EventLoop.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <format>
#include <typeinfo>
#include <utility>

#include "api/requests.h"
#include "server/compression.h"
#include "server/http_text.h"
#include "server/request_head.h"
#include "server/request_log.h"
#include "server/spool.h"
#include "server/time_given.h"
#include "server/upload.h"

namespace hebb::server {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kWorthCompressing = 1024;
constexpr std::size_t kShortQuestion = 16 << 10;      // bytes of a body that an event loop may parse
constexpr auto kPatience = std::chrono::seconds(15);  // of a request that waits: the heartbeat
constexpr double kAskAgain = 0.2;                     // seconds
constexpr auto kForgetPieces = PieceLimits{}.patience + std::chrono::seconds(1);
constexpr std::size_t kWaiting = 256;                   // requests that may wait at once; more are answered at once
constexpr auto kSlowReader = std::chrono::seconds(20);  // how long the end waits for one
constexpr auto kStopping = std::chrono::seconds(10);    // for work to notice that it is to stop
constexpr std::size_t kHeadRoomBytes = std::size_t{2} << 20;  // of headers, beside a body
constexpr std::size_t kLargestTranscript = 64 << 20;          // as the engine takes one; an archive stays on disk
constexpr int kClientClosed = 499;  // nginx's; in metrics and log alone, since nobody is there to be told
constexpr std::string_view kComeBack = "retry: 5000\n: try again later\n\n";  // to readers of events

bool reads_events(const api::Request& request) {
  return request.path == "/api/v2/events" && (request.method == "GET" || request.method == "HEAD");
}

// One request of the largest size is always taken.
std::size_t pending_bytes(const ServerOptions& options) {
  return std::max(options.max_pending_bytes, options.max_body_bytes + kHeadRoomBytes);
}

WatchOptions watch_options(const ServerOptions& options, std::vector<Network> exempt) {
  for (const auto local : {"127.0.0.0/8", "::1"}) exempt.push_back(*parse_network(local));
  return {.pace = {.patience = options.slow_client,
                   .idle = options.idle,
                   .most_bytes = options.max_body_bytes + kHeadRoomBytes},
          .most_partial_bytes = pending_bytes(options),
          .per_address = options.max_connections_per_address,
          .exempt = std::move(exempt)};
}

// Not what(): it may quote the data that it choked on.
void report_bug(const std::string& request_id, const std::exception& bug) {
  spdlog::critical("request {}: an exception of type {}", request_id, typeid(bug).name());
}

api::Reply bug_reply() {
  return {
      .status = 500, .content_type = "application/problem+json", .body = R"({"status":500,"error":"Internal error"})"};
}

}  // namespace

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

Exchange::Exchange(Engine& engine, const ServerOptions& options, std::vector<Network> trusted_proxies,
                   std::filesystem::path spool_folder, std::size_t sent_at_once)
    : engine_(engine),
      service_{engine, options.keys},
      max_pending_bytes_(pending_bytes(options)),
      gate_(options),
      limiter_(options.rate_limits),
      trusted_proxies_(std::move(trusted_proxies)),
      question_time_(options.question_time),
      watch_(watch_options(options, trusted_proxies_)),
      spool_folder_(std::move(spool_folder)),
      pieces_(spool_folder_),
      sent_at_once_(sent_at_once) {
  if (!options.traces_endpoint.empty()) spans_.emplace(options.traces_endpoint, options.version);
}

bool Exchange::open(const trantor::InetAddress& peer, const trantor::InetAddress& local) {
  return watch_.opened(Ends::of(peer, local), trantor::EventLoop::getEventLoopOfCurrentThread());
}

void Exchange::take(const drogon::HttpRequestPtr& http, drogon::AdviceCallback answer) {
  auto pending = std::make_shared<Pending>();
  pending->http = http;
  pending->answer = std::move(answer);
  pending->loop = trantor::EventLoop::getEventLoopOfCurrentThread();
  pending->body_bytes = http->bodyLength();
  pending->connection = watch_.request_read(Ends::of(http->peerAddr(), http->localAddr()));
  metrics_.began();
  in_flight_->with([&](InFlight& now) {
    ++now.answering;
    now.body_bytes += pending->body_bytes;
    pending->draining = now.draining;
    pending->too_much = now.body_bytes > max_pending_bytes_;
  });
  try {
    admit(pending);
  } catch (const std::exception& bug) {
    report_bug(pending->request.request_id, bug);
    finish(pending, bug_reply());
  }
}

void Exchange::admit(const std::shared_ptr<Pending>& pending) {
  const drogon::HttpRequest& http = *pending->http;
  pending->head = head_of(http);
  pending->coding = best_coding(http.getHeader("accept-encoding"));
  const auto caller_trace = parse_traceparent(http.getHeader("traceparent"));
  if (caller_trace) pending->trace = span_within(*caller_trace);
  if (!caller_trace && spans_) pending->trace = new_trace();
  QueryString query = parse_query_string(http.query());
  // Not path(), in which Drogon makes a space of each '+'.
  pending->request = {.method = pending->head.method,
                      .path = percent_decoded(http.getOriginalPath(), false),
                      .parameters = std::move(query.parameters),
                      .repeated = std::move(query.repeated),
                      .content_type = pending->head.content_type,
                      .request_id = request_id_of(http.getHeader("x-request-id")),
                      .file_name = disposition_file_name(http.getHeader("content-disposition")),
                      .last_event_id = http.getHeader("last-event-id")};
  if (http.headers().contains("idempotency-key")) {
    pending->request.idempotency_key = http.getHeader("idempotency-key");
  }

  const auto refuse = [&](const api::Problem& problem) { finish(pending, api::reply_of(problem, pending->request)); };
  if (const auto refused = refuse_place(*pending)) return refuse(*refused);
  auto caller = gate_.admit(pending->head, std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
  if (caller) pending->request.caller = std::move(*caller);
  // Whoever it is: who guesses keys is counted like all. But who reads events must come again after each reply, and
  // is counted in the end, where it did not wait.
  pending->reads_events = caller && reads_events(pending->request) && !api::refuse_caller(pending->request);
  if (const auto refused = pending->reads_events ? std::nullopt : count(*pending)) return refuse(*refused);
  if (const auto refused = refuse_headers(http)) return refuse(*refused);
  if (!caller) return refuse(caller.error());
  if (pending->head.method == "OPTIONS" && !pending->head.preflight_method.empty()) {
    return finish(pending, {.content_type = ""});
  }
  if (auto refused = api::refuse_caller(pending->request)) return finish(pending, std::move(*refused));
  if (pending->request.path == "/livez") return finish(pending, api::handle(service_, pending->request));
  if (pending->draining) return refuse(api::saturated("the server is stopping"));
  if (pending->too_much) return refuse(api::saturated("too many large requests at once"));
  const Work kind = work_of(pending->head.method, api::route_of(pending->head.method, pending->request.path));
  if (const auto refused = set_budget(*pending, kind)) return refuse(*refused);
  if (auto fixed = fixed_.find(pending->request, pending->coding); fixed && pending->body_bytes == 0) {
    return finish(pending, std::move(*fixed));
  }
  if (const std::string& header = http.getHeader("hebb-piece"); !header.empty()) {
    pending->piece = Piece::parse(header);
    if (!pending->piece || pending->request.caller.key_id != kLocalKeyId) {
      return refuse(api::bad_request("Hebb-Piece is for the command line on this machine"));
    }
    pending->whole_is = kind;
  }
  if (auto kept = kept_reply(*pending)) return finish(pending, std::move(*kept));
  const Work first = pending->piece ? Work::change : kind;  // to be put away, which waits for no import
  auto accepted = engine_.submit(first, [this, pending = pending]() mutable { work(std::move(pending)); });
  if (!accepted) refuse(api::saturated(accepted.error().message));
}

// Before anything else can be said of it: what follows on the connection may be a body that a proxy let through.
std::optional<api::Problem> Exchange::refuse_place(Pending& pending) {
  auto refused = refuse_framing(*pending.http);
  if (pending.connection) {
    bool& out_of_step = pending.connection->out_of_step;
    if (!refused && out_of_step) refused = api::bad_request("the request before it on this connection had no sure end");
    out_of_step = refused.has_value();
  }
  pending.is_last = refused.has_value();
  return refused;
}

std::optional<api::Problem> Exchange::set_budget(Pending& pending, Work work) {
  std::optional<std::chrono::milliseconds> most;
  if (question_time_ > question_time_.zero()) most = question_time_;
  const auto time = time_given(pending.http->getHeader("x-request-timeout"), work, most);
  if (!time) return time.error();
  if (*time) pending.request.budget.deadline = pending.began + **time;
  pending.request.budget.gone = [this, connection = pending.connection, client_gone = pending.client_gone,
                                 dropped = pending.dropped] {
    if (dropping_) {
      *dropped = true;
      return true;
    }
    if (!watch_.gone(connection)) return false;
    *client_gone = true;
    return true;
  };
  return std::nullopt;
}

// Counts the request under its client, where limits are for its path; the data's owner on this machine has none.
std::optional<api::Problem> Exchange::count(Pending& pending) {
  const std::string& path = pending.request.path;
  if (!limiter_.limits().any() || !(path.starts_with("/api/") || path == "/ingest" || describes_interface(path)))
    return std::nullopt;
  const std::string& key = pending.request.caller.key_id;
  if (pending.head.method == "OPTIONS" || key == kLocalKeyId) return std::nullopt;
  const auto peer = parse_address(pending.http->peerAddr().toIp());
  const auto address =
      client_of(peer.value_or(IpAddress{}), pending.http->getHeader("x-forwarded-for"), trusted_proxies_);
  const RateVerdict verdict =
      limiter_.count(key.empty() ? client_id(address) : client_id(key), RateLimiter::Clock::now());
  pending.rate_headers = rate_headers(verdict);
  return verdict.admitted ? std::nullopt : std::optional(rate_problem(verdict));
}

// Of a short question whose answer is kept: found here and now, without a thread of the engine. To compress it is not
// for an event loop.
std::optional<api::Reply> Exchange::kept_reply(Pending& pending) {
  if (pending.head.method != "POST" || pending.coding != Coding::identity || pending.body_bytes > kShortQuestion ||
      pending.piece)
    return std::nullopt;
  pending.request.body = pending.http->body();
  auto kept = api::kept_reply(engine_, pending.request);
  pending.request.body = {};
  return kept;
}

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
    reply = api::reply_of(api::saturated("the server is stopping"), pending->request);
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

bool Exchange::drain(std::chrono::milliseconds most) {
  const auto answered = [](const InFlight& now) { return now.answering == 0; };
  in_flight_->with([](InFlight& now) { now.draining = true; });
  bool all = in_flight_->wait_for(most, answered);
  if (!all) {
    dropping_ = true;
    all = in_flight_->wait_for(kStopping, answered);
    in_flight_->with([&](const InFlight& now) {
      spdlog::warn("stopping: {} requests were not done in time: {} dropped, {} still run", now.dropped + now.answering,
                   now.dropped, now.answering);
    });
  }
  if (all) in_flight_->wait_for(kSlowReader, [](const InFlight& now) { return now.sending == 0; });
  return all;
}

}  // namespace hebb::server
