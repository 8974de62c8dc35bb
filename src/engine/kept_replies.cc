#include "engine/kept_replies.h"

#include <iterator>
#include <utility>

namespace hebb {
namespace {

constexpr std::size_t kOverhead = 200;  // of an entry, its key included

std::size_t bytes_of(const ProjectSet& projects) {
  std::size_t bytes = 0;
  if (projects.all()) return bytes;
  for (const std::string& name : projects.names()) bytes += sizeof(std::string) + name.size();
  return bytes;
}

}  // namespace

KeptReplies::Seen KeptReplies::begin(const std::string& key, const Digest& digest, const ProjectSet& projects,
                                     Time now) {
  const std::lock_guard lock(mutex_);
  make_room(now);
  const auto known = by_key_.find(key);
  if (known != by_key_.end()) {
    const Kept& kept = *known->second;
    if (kept.digest != digest) return {.standing = Standing::other, .reply = {}, .serial = 0};
    if (!kept.reply) return {.standing = Standing::under_way, .reply = {}, .serial = 0};
    return {.standing = Standing::known, .reply = *kept.reply, .serial = 0};
  }
  const std::uint64_t serial = ++last_serial_;
  Order added;
  added.push_back({.key = key, .serial = serial, .digest = digest, .projects = projects, .reply = {}, .since = now});
  by_key_.emplace(key, added.begin());
  order_.splice(order_.end(), added);  // last: where memory ends before, there is none of this key
  bytes_ += kOverhead + bytes_of(projects);
  return {.standing = Standing::fresh, .reply = {}, .serial = serial};
}

void KeptReplies::keep(const std::string& key, std::uint64_t serial, std::string reply, Time now) {
  const std::lock_guard lock(mutex_);
  const auto entry = under_way(key, serial);
  if (!entry) return;  // forgotten meanwhile
  bytes_ += reply.size();
  (*entry)->reply = std::move(reply);
  make_room(now);
}

void KeptReplies::drop(const std::string& key, std::uint64_t serial) {
  const std::lock_guard lock(mutex_);
  if (const auto entry = under_way(key, serial)) remove(*entry);
}

void KeptReplies::forget(const std::string& project) {
  const std::lock_guard lock(mutex_);
  for (auto kept = order_.begin(); kept != order_.end();) {
    const auto next = std::next(kept);
    if (kept->projects.contains(project)) remove(kept);
    kept = next;
  }
}

void KeptReplies::forget() {
  const std::lock_guard lock(mutex_);
  by_key_.clear();
  order_.clear();
  bytes_ = 0;
}

std::optional<KeptReplies::Order::iterator> KeptReplies::under_way(const std::string& key, std::uint64_t serial) {
  const auto known = by_key_.find(key);
  if (known == by_key_.end() || known->second->serial != serial || known->second->reply) return std::nullopt;
  return known->second;
}

void KeptReplies::remove(Order::iterator kept) {
  bytes_ -= kOverhead + bytes_of(kept->projects) + (kept->reply ? kept->reply->size() : 0);
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
