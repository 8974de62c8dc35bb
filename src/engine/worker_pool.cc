#include "engine/worker_pool.h"

#include <utility>

namespace hebb {

WorkerPool::WorkerPool(std::string name, std::size_t threads, std::size_t queue_limit)
    : name_(std::move(name)), queue_limit_(queue_limit) {
  HEBB_CHECK(threads > 0 && queue_limit > 0);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  threads_.clear();  // joins
}

Result<void> WorkerPool::submit(std::move_only_function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_limit_) ++refused_;
    if (stopping_) return fail(ErrorCode::unavailable, "the " + name_ + " is stopping");
    if (queue_.size() >= queue_limit_) {
      return fail(ErrorCode::unavailable, "the " + name_ + " is saturated; try again in a moment");
    }
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return {};
}

std::size_t WorkerPool::waiting() const {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

std::uint64_t WorkerPool::refused() const {
  std::lock_guard lock(mutex_);
  return refused_;
}

void WorkerPool::work() {
  for (;;) {
    std::move_only_function<void()> task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace hebb
