// A fixed number of threads behind a bounded queue. With one thread it is the writer.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"

namespace hebb {

// Thread safety: thread-safe. The destructor finishes what was accepted, then joins.
class WorkerPool {
 public:
  WorkerPool(std::string name, std::size_t threads, std::size_t queue_limit);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Errors: unavailable when the queue is full or the pool is stopping. A task that throws ends the process: catch.
  Result<void> submit(std::move_only_function<void()> task);

  // Runs `work` on the pool and waits; what it throws is thrown here. Requires: not called from the pool itself.
  template <class F>
  auto run(F work) -> decltype(work()) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto future = task.get_future();
    if (auto accepted = submit(std::move(task)); !accepted) return std::unexpected(accepted.error());
    return future.get();
  }

  std::size_t waiting() const;
  std::size_t most_waiting() const { return queue_limit_; }
  std::size_t threads() const { return threads_.size(); }
  std::uint64_t refused() const;  // tasks, since the start

 private:
  void work();

  const std::string name_;
  const std::size_t queue_limit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::move_only_function<void()>> queue_;  // guarded by mutex_
  bool stopping_ = false;                              // guarded by mutex_
  std::uint64_t refused_ = 0;                          // guarded by mutex_
  std::vector<std::jthread> threads_;
};

}  // namespace hebb
