#include "engine/kept_replies.h"

#include <iterator>
#include <utility>

namespace hebb {
namespace {

constexpr std::size_t kOverhead = 200;  // of an entry, its key included

}  // namespace

KeptReplies::Seen KeptReplies::begin(const std::string& key, const Digest& digest, Time now) {
  const std::lock_guard lock(mutex_);
  make_room(now);
  const auto known = by_key_.find(key);
  if (known != by_key_.end()) {
    const Kept& kept = *known->second;
    if (kept.digest != digest) return {.standing = Standing::other, .reply = {}};
    if (!kept.reply) return {.standing = Standing::under_way, .reply = {}};
    return {.standing = Standing::known, .reply = *kept.reply};
  }
  order_.push_back({.key = key, .digest = digest, .reply = {}, .since = now});
  by_key_.emplace(key, std::prev(order_.end()));
  bytes_ += kOverhead;
  return {.standing = Standing::fresh, .reply = {}};
}

void KeptReplies::keep(const std::string& key, std::string reply, Time now) {
  const std::lock_guard lock(mutex_);
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) return;  // forgotten meanwhile
  bytes_ += reply.size();
  known->second->reply = std::move(reply);
  make_room(now);
}

void KeptReplies::drop(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto known = by_key_.find(key);
  if (known != by_key_.end()) remove(known->second);
}

void KeptReplies::forget() {
  const std::lock_guard lock(mutex_);
  by_key_.clear();
  order_.clear();
  bytes_ = 0;
}

void KeptReplies::remove(Order::iterator kept) {
  bytes_ -= kOverhead + (kept->reply ? kept->reply->size() : 0);
  by_key_.erase(kept->key);
  order_.erase(kept);
}

void KeptReplies::make_room(Time now) {
  while (!order_.empty() &&
         (order_.size() > kMostReplies || bytes_ > kMostBytes || now - order_.front().since > kLife)) {
    remove(order_.begin());
  }
}

}  // namespace hebb
