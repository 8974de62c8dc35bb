#include "api/answers.h"

#include <chrono>
#include <format>
#include <memory>
#include <string_view>
#include <utility>

#include "api/replies.h"
#include "engine/answer_key.h"

namespace hebb::api {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kTook = R"("processing_time_ms":)";
constexpr std::string_view kNotCached = R"("cached":false)";

// For the day that the key says.
void settle_now(std::optional<Instant>& now) {
  if (!now) now = asked_now();
}

// The last fields of these names: no later one has text of a user's, and within a text a quote has a backslash before
// it, so that neither can be found there.
std::string as_kept(std::string_view body, Clock::time_point began) {
  const auto number = body.rfind(kTook) + kTook.size();
  const auto after = body.find_first_not_of("0123456789", number);
  const auto flag = body.find(kNotCached, after);
  HEBB_CHECK(number != std::string_view::npos + kTook.size() && flag != std::string_view::npos);
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began).count();
  std::string out;
  out.reserve(body.size() + 8);
  out.append(body.substr(0, number)).append(std::to_string(spent));
  out.append(body.substr(after, flag - after)).append(R"("cached":true)");
  return out.append(body.substr(flag + kNotCached.size()));
}

AnswerKey key_of(const QueryRequest& request) {
  return answer_key(request, "query");
}
AnswerKey key_of(const ContextCall& call) {
  return answer_key(call.request, call.markdown ? "context, markdown" : "context");
}

void keep(Engine& engine, const AnswerKey& key, Seq state, const std::string& body) {
  engine.answers().put(key, state, std::make_shared<const std::string>(body), Clock::now());
}

}  // namespace

std::optional<std::string> kept_answer(Engine& engine, QueryRequest request) {
  if (request.explain || !engine.answers().enabled()) return std::nullopt;
  const auto began = Clock::now();
  settle_now(request.now);
  const auto kept = engine.answers().find(key_of(request).request, began);
  return kept ? std::optional(as_kept(*kept, began)) : std::nullopt;
}

std::optional<std::string> kept_answer(Engine& engine, ContextCall call) {
  if (!engine.answers().enabled()) return std::nullopt;
  settle_now(call.request.now);
  const auto kept = engine.answers().find(key_of(call).request, Clock::now());
  return kept ? std::optional(*kept) : std::nullopt;
}

Parsed<std::string> answer(Engine& engine, QueryRequest request, const Budget& budget) {
  settle_now(request.now);
  if (auto kept = kept_answer(engine, request)) return std::move(*kept);
  const auto reply = engine.query(request, budget);
  if (!reply) return std::unexpected(problem_of(reply.error()));
  auto body = json_of(*reply, request.explain);
  if (request.explain || !engine.answers().enabled()) return body;
  engine.answers().missed();
  if (reply->degraded.empty()) keep(engine, key_of(request), reply->state, body);
  return body;
}

Parsed<std::string> answer(Engine& engine, ContextCall call, const Budget& budget) {
  settle_now(call.request.now);
  if (auto kept = kept_answer(engine, call)) return std::move(*kept);
  const auto reply = engine.context(call.request, budget);
  if (!reply) return std::unexpected(problem_of(reply.error()));
  auto body = json_of(*reply, call.markdown);
  if (!engine.answers().enabled()) return body;
  engine.answers().missed();
  if (reply->degraded.empty()) keep(engine, key_of(call), reply->state, body);
  return body;
}

Parsed<std::vector<std::string>> answers(Engine& engine, std::span<const QueryRequest> requests, const Budget& budget) {
  std::vector<Parsed<std::string>> each(requests.size());
  engine.share_out(requests.size(), [&](std::size_t i) { each[i] = answer(engine, requests[i], budget); });
  std::vector<std::string> bodies;
  bodies.reserve(each.size());
  for (auto& one : each) {
    if (!one) return std::unexpected(std::move(one.error()));
    bodies.push_back(std::move(*one));
  }
  return bodies;
}

}  // namespace hebb::api
