#include "api/once.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "api/problem.h"
#include "base/digest.h"

namespace hebb::api {
namespace {

constexpr std::size_t kKeyCharacters = 200;

bool is_sane(std::string_view key) {
  return !key.empty() && key.size() <= kKeyCharacters &&
         std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7F; });
}

Digest digest_of(const Request& request) {
  Sha256 hash;
  hash.field(request.method).field(request.path).field(request.content_type).field(request.file_name);
  for (const auto& [name, value] : request.parameters) hash.field(name).field(value);
  return hash.field("").field(request.kept_body.value_or(request.body)).finish();
}

// Gives the key free again unless the request succeeded.
class UnderWay {
 public:
  UnderWay(KeptReplies& replies, std::string key, std::uint64_t serial)
      : replies_(replies), key_(std::move(key)), serial_(serial) {}
  ~UnderWay() {
    if (!kept_) replies_.drop(key_, serial_);
  }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

  void keep(const std::string& reply) {
    replies_.keep(key_, serial_, reply, std::chrono::steady_clock::now());
    kept_ = true;
  }

 private:
  KeptReplies& replies_;
  const std::string key_;
  const std::uint64_t serial_;
  bool kept_ = false;
};

std::unexpected<Problem> conflict(std::string detail) {
  return std::unexpected(problem_of({ErrorCode::conflict, std::move(detail)}));
}

}  // namespace

Parsed<Answer> once(const Call& call, Parsed<Answer> (*answer)(const Call& call)) {
  const auto& given = call.request.idempotency_key;
  if (!given) return answer(call);
  if (!is_sane(*given)) {
    return std::unexpected(
        invalid_fields({{"Idempotency-Key", "must be 1 to 200 visible characters of ASCII, without spaces"}}));
  }
  KeptReplies& replies = call.engine.kept_replies();
  const std::string key = call.request.caller.key_id + "\n" + *given;
  auto seen =
      replies.begin(key, digest_of(call.request), call.request.caller.projects, std::chrono::steady_clock::now());
  switch (seen.standing) {
    case KeptReplies::Standing::known: {
      Answer again{.body = std::move(seen.reply)};
      again.headers.emplace("Idempotent-Replayed", "true");
      return again;
    }
    case KeptReplies::Standing::other:
      return conflict("this Idempotency-Key came with another request before; use a new one");
    case KeptReplies::Standing::under_way:
      return conflict("the request of this Idempotency-Key is still under way; try again in a moment");
    case KeptReplies::Standing::fresh:
      break;
  }
  UnderWay under_way(replies, key, seen.serial);
  auto answered = answer(call);
  if (answered) under_way.keep(answered->body);
  return answered;
}

}  // namespace hebb::api
