// Answers kept for the same question, as the bytes that were sent. It does not know what a question is (answer_key.h)
// nor what the bytes say (api/).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/digest.h"
#include "store/memory_store.h"

namespace hebb {

struct AnswerCacheOptions {
  std::size_t entries = 1000;                 // 0: nothing is kept
  std::size_t bytes = std::size_t{64} << 20;  // of all that is kept
  std::chrono::seconds time_to_live{3600};    // from when the answer was made; 0: nothing is kept
};

// Which answer: the digest of everything that it depends on but the memories themselves, and whose memories these are.
struct AnswerKey {
  Digest request{};
  std::optional<std::vector<std::string>> projects;  // ascending, distinct; nothing: all, those to come too
};

struct AnswerCacheStats {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t evictions = 0;    // for want of room
  std::uint64_t expirations = 0;  // for age, seen when asked for
  std::uint64_t outdated = 0;     // because a project has changed
  std::size_t entries = 0;
  std::size_t bytes = 0;
  std::size_t most_entries = 0;
  std::size_t most_bytes = 0;
  bool suspended = false;
};

// Thread safety: thread-safe; every call is short and none waits for a store, so that an event loop may ask.
// Invariant: (1) what is kept was made from a state that has every change so far of the projects that it depends on. So
// an answer is never stale, and what happens in one project costs no other's answers. What a change makes untrue is
// gone from memory when `changed` returns, as erasure demands.
class AnswerCache {
 public:
  using Body = std::shared_ptr<const std::string>;
  using Moment = std::chrono::steady_clock::time_point;

  explicit AnswerCache(const AnswerCacheOptions& options);
  ~AnswerCache();
  AnswerCache(const AnswerCache&) = delete;
  AnswerCache& operator=(const AnswerCache&) = delete;

  bool enabled() const;  // by the options
  // Null: not kept. Whoever then makes the answer says so by `missed`, once, however often it looks.
  Body find(const Digest& request, Moment now);
  void missed();
  // How often the indexes were built anew under it. The same seq does not tell a view of before from one of after, so
  // an answer's state is its view's seq and this number, asked for before the view was taken.
  Seq rebuilds() const;
  // `state`: the seq of the view that the answer was made from, plus rebuilds(). One that is older than a change of the
  // key's projects is not kept.
  void put(const AnswerKey& key, Seq state, Body body, Moment now);
  // By the writer, once a change of these projects is published and before it is acknowledged.
  void changed(std::span<const std::string> projects, Seq seq);
  // Drops everything and keeps nothing until `resume`: for when the indexes are behind the store, so that no seq tells.
  void suspend();
  // By the writer, once views are of indexes built anew that have `seq`: what was made from older ones is not kept.
  void resume(Seq seq);
  AnswerCacheStats stats() const;

 private:
  struct State;
  const AnswerCacheOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace hebb
