#include "server/exchange.h"

#include <spdlog/spdlog.h>
#include <trantor/net/EventLoop.h>

#include <algorithm>
#include <chrono>
#include <typeinfo>
#include <utility>

#include "api/requests.h"
#include "server/http_text.h"
#include "server/pending.h"
#include "server/request_head.h"
#include "server/time_given.h"

namespace hebb::server {
namespace {

constexpr std::size_t kShortQuestion = 16 << 10;              // bytes of a body that an event loop may parse
constexpr auto kSlowReader = std::chrono::seconds(20);        // how long the end waits for one
constexpr auto kStopping = std::chrono::seconds(10);          // for work to notice that it is to stop
constexpr std::size_t kHeadRoomBytes = std::size_t{2} << 20;  // of headers, beside a body

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

}  // namespace

// Not what(): it may quote the data that it choked on.
void report_bug(const std::string& request_id, const std::exception& bug) {
  spdlog::critical("request {}: an exception of type {}", request_id, typeid(bug).name());
}

api::Reply bug_reply() {
  return {
      .status = 500, .content_type = "application/problem+json", .body = R"({"status":500,"error":"Internal error"})"};
}

bool reads_events(const api::Request& request) {
  return request.path == "/api/v2/events" && (request.method == "GET" || request.method == "HEAD");
}

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
