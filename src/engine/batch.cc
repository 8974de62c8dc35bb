// Many questions in one call: the calling thread answers them one after another, and threads of the pool that are free
// help it. It never waits for a thread that has not begun, so a full pool only makes it slower.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "engine/engine_impl.h"

namespace hebb {
namespace {

class Batch {
 public:
  Batch(std::span<const QueryRequest> requests, Budget budget, Engine& engine)
      : engine_(engine), requests_(requests), budget_(std::move(budget)), replies_(requests.size()) {}

  // Answers until none is left. A helper that comes late finds nothing to do and touches no request.
  void work() {
    {
      std::lock_guard lock(mutex_);
      ++working_;
    }
    for (std::size_t i = next_++; i < replies_.size(); i = next_++) answer(i);
    {
      std::lock_guard lock(mutex_);
      --working_;
    }
    idle_.notify_all();
  }

  Result<std::vector<QueryReply>> finish() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return working_ == 0; });
    std::vector<QueryReply> replies;
    replies.reserve(replies_.size());
    for (auto& reply : replies_) {
      if (!*reply) return std::unexpected(reply->error());
      replies.push_back(std::move(**reply));
    }
    return replies;
  }

 private:
  // What a query throws would end a thread of the pool; the caller is told of a bug all the same.
  void answer(std::size_t i) {
    try {
      replies_[i] = engine_.query(requests_[i], budget_);
    } catch (const std::exception&) {
      replies_[i] = fail(ErrorCode::internal, "a query of the batch failed; the log of a single one says more");
    }
  }

  Engine& engine_;
  const std::span<const QueryRequest> requests_;
  const Budget budget_;
  std::vector<std::optional<Result<QueryReply>>> replies_;  // each written by the thread that took its number
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::size_t working_ = 0;  // guarded by mutex_
};

}  // namespace

Result<std::vector<QueryReply>> Engine::Impl::query_all(std::span<const QueryRequest> requests, const Budget& budget,
                                                        Engine& engine) {
  const auto batch = std::make_shared<Batch>(requests, budget, engine);
  const std::size_t helpers = std::min(bulk_.stats().threads, requests.size());
  for (std::size_t i = 1; i < helpers; ++i) {
    if (!bulk_.submit([batch] { batch->work(); })) break;
  }
  batch->work();
  return batch->finish();
}

}  // namespace hebb
