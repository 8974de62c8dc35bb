#include "engine/answer_cache.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <unordered_set>
#include <utility>

#include "base/lru_map.h"

namespace hebb {
namespace {

using Projects = std::optional<std::vector<std::string>>;

// More projects than that changed since the start are remembered as one: that all have.
constexpr std::size_t kProjectsRemembered = 4096;
constexpr std::size_t kEntryOverhead = 256;  // bytes of an entry beside the body: nodes of the lists and maps

struct DigestHash {
  std::size_t operator()(const Digest& digest) const {
    std::size_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
  }
};

struct Entry {
  AnswerCache::Body body;
  AnswerCache::Moment made;
  Projects projects;
};

}  // namespace

struct AnswerCache::State {
  State(std::size_t entries, std::size_t bytes) : kept(entries, bytes) {}

  // Of the latest change that an answer about these projects must have.
  Seq last_change(const Projects& projects) const {
    if (!projects) return any;
    Seq last = floor;
    for (const std::string& project : *projects) {
      if (const auto found = changes.find(project); found != changes.end()) last = std::max(last, found->second);
    }
    return last;
  }

  void remember(std::span<const std::string> projects, Seq seq) {
    any = std::max(any, seq);
    for (const std::string& project : projects) {
      Seq& last = changes[project];
      last = std::max(last, seq);
    }
    if (changes.size() <= kProjectsRemembered) return;
    changes.clear();
    floor = any;
  }

  void forget(const Digest& request, const Projects& projects) {
    const auto group = groups.find(projects);
    if (group == groups.end()) return;
    group->second.erase(request);
    if (group->second.empty()) groups.erase(group);
  }

  std::mutex mutex;
  // All below are guarded by mutex.
  LruMap<Digest, Entry, DigestHash> kept;
  std::map<Projects, std::unordered_set<Digest, DigestHash>> groups;  // of what is kept, by what it depends on
  std::map<std::string, Seq> changes;                                 // project -> the seq of its latest change
  Seq floor = 0;                                                      // and of those that are not remembered
  Seq any = 0;
  Seq rebuilds = 0;  // in all numbers above: with every rebuild, all that may come is newer than all that was
  bool suspended = false;
  AnswerCacheStats counts;
};

AnswerCache::AnswerCache(const AnswerCacheOptions& options)
    : options_(options), state_(std::make_unique<State>(options.entries, options.bytes)) {}
AnswerCache::~AnswerCache() = default;

bool AnswerCache::enabled() const {
  return options_.entries > 0 && options_.bytes > 0 && options_.time_to_live.count() > 0;
}

AnswerCache::Body AnswerCache::find(const Digest& request, Moment now) {
  if (!enabled()) return nullptr;
  std::lock_guard lock(state_->mutex);
  Entry* entry = state_->kept.find(request);
  if (entry != nullptr && now - entry->made < options_.time_to_live) {
    ++state_->counts.hits;
    return entry->body;
  }
  if (entry == nullptr) return nullptr;
  ++state_->counts.expirations;
  state_->forget(request, entry->projects);
  state_->kept.erase(request);
  return nullptr;
}

void AnswerCache::missed() {
  if (!enabled()) return;
  std::lock_guard lock(state_->mutex);
  ++state_->counts.misses;
}

Seq AnswerCache::rebuilds() const {
  std::lock_guard lock(state_->mutex);
  return state_->rebuilds;
}

void AnswerCache::put(const AnswerKey& key, Seq state, Body body, Moment now) {
  if (!enabled()) return;
  const std::size_t bytes = body->size() + kEntryOverhead;
  std::lock_guard lock(state_->mutex);
  if (state_->suspended || state < state_->last_change(key.projects)) return;
  const auto evicted = [&](const Digest& request, const Entry& entry) {
    ++state_->counts.evictions;
    state_->forget(request, entry.projects);
  };
  if (!state_->kept.put(key.request, {.body = std::move(body), .made = now, .projects = key.projects}, bytes, evicted))
    return;
  try {
    state_->groups[key.projects].insert(key.request);
  } catch (...) {  // what is in no group no change would find
    state_->kept.erase(key.request);
    state_->forget(key.request, key.projects);
    throw;
  }
}

void AnswerCache::changed(std::span<const std::string> projects, Seq seq) {
  if (!enabled() || projects.empty()) return;
  std::lock_guard lock(state_->mutex);
  state_->remember(projects, seq + state_->rebuilds);
  std::erase_if(state_->groups, [&](const auto& group) {
    const auto& [of, requests] = group;
    if (of && std::ranges::find_first_of(*of, projects) == of->end()) return false;
    for (const Digest& request : requests) state_->kept.erase(request);
    state_->counts.outdated += requests.size();
    return true;
  });
}

void AnswerCache::suspend() {
  std::lock_guard lock(state_->mutex);
  state_->suspended = true;
  for (const auto& [of, requests] : state_->groups) {
    for (const Digest& request : requests) state_->kept.erase(request);
    state_->counts.outdated += requests.size();
  }
  state_->groups.clear();
}

void AnswerCache::resume(Seq seq) {
  std::lock_guard lock(state_->mutex);
  ++state_->rebuilds;
  state_->any = std::max(state_->any, seq + state_->rebuilds);
  state_->floor = state_->any;
  state_->changes.clear();
  state_->suspended = false;
}

AnswerCacheStats AnswerCache::stats() const {
  std::lock_guard lock(state_->mutex);
  AnswerCacheStats stats = state_->counts;
  stats.entries = state_->kept.size();
  stats.bytes = state_->kept.bytes();
  stats.most_entries = options_.entries;
  stats.most_bytes = options_.bytes;
  stats.suspended = state_->suspended;
  return stats;
}

}  // namespace hebb
