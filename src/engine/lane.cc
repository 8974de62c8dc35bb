#include "engine/lane.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <new>
#include <utility>

namespace hebb {
namespace {

constexpr double kNewest = 1.0 / 32;  // weight of the latest task in the mean

// Of one call of share_out.
class SharedWork {
 public:
  // Requires: `work` lives until finish() returned.
  SharedWork(std::size_t count, const std::function<void(std::size_t)>& work) : count_(count), work_(work) {}

  // Until no piece is left. A helper that comes late finds nothing to do and does not touch work_.
  void help() {
    {
      std::lock_guard lock(mutex_);
      ++helping_;
    }
    for (std::size_t i = next_++; i < count_; i = next_++) do_piece(i);
    {
      std::lock_guard lock(mutex_);
      --helping_;
    }
    idle_.notify_all();
  }

  void finish() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return helping_ == 0; });
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  // What it throws would end a thread of the pool: the caller is told.
  void do_piece(std::size_t i) {
    try {
      work_(i);
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  const std::size_t count_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::size_t helping_ = 0;  // guarded by mutex_, as is the next
  std::exception_ptr failure_;
};

}  // namespace

Lane::Lane(LaneOptions options) : options_(std::move(options)) {
  HEBB_CHECK(options_.threads > 0 && options_.queue_limit > 0);
  try {
    for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
  } catch (...) {  // those that could be made wait for work
    stop();
    throw;
  }
}

Lane::~Lane() {
  stop();
}

void Lane::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  threads_.clear();  // joins
}

bool Lane::full(Clock::time_point now) {
  const std::size_t waiting = queue_.size();
  if (waiting >= options_.queue_limit) return true;
  if (options_.standing_depth == 0 || waiting < options_.threads * options_.standing_depth) return false;
  if (now - standing_since_ > kPatience || now < overloaded_until_) {
    overloaded_until_ = now + kCalm;
    return true;
  }
  const double wait = mean_seconds_ * static_cast<double>(waiting + 1) / static_cast<double>(options_.threads);
  return wait > std::chrono::duration<double>(kBurstWait).count();
}

Result<void> Lane::submit(std::move_only_function<void()> task) {
  const auto number = enqueue(std::move(task));
  if (!number) return std::unexpected(number.error());
  return {};
}

Result<std::uint64_t> Lane::enqueue(std::move_only_function<void()> task) {
  std::uint64_t number = 0;
  {
    std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (stopping_) return fail(ErrorCode::unavailable, "the server is stopping");
    if (queue_.empty()) standing_since_ = now;
    if (full(now)) {
      ++refused_;
      return fail(ErrorCode::unavailable, "too many " + options_.name + " are waiting; try again in a moment");
    }
    number = enqueued_++;
    queue_.push_back({number, std::move(task)});
  }
  wake_.notify_one();
  return number;
}

bool Lane::withdraw(std::uint64_t number) {
  std::move_only_function<void()> task;  // goes without the lock: it may hold much
  std::lock_guard lock(mutex_);
  const auto found = std::ranges::lower_bound(queue_, number, {}, &Waiting::number);
  if (found == queue_.end() || found->number != number) return false;
  task = std::move(found->task);
  queue_.erase(found);
  return true;
}

void Lane::share_out(std::size_t count, const std::function<void(std::size_t)>& work) {
  const auto shared = std::make_shared<SharedWork>(count, work);
  // Whatever fails here, those that came use `work` until finish() returned.
  bool more = true;
  for (std::size_t i = 1; more && i < std::min(options_.threads, count); ++i) {
    try {
      more = submit([shared] { shared->help(); }).has_value();
    } catch (const std::bad_alloc&) {
      more = false;
    }
  }
  shared->help();
  shared->finish();
}

LaneStats Lane::stats() const {
  std::lock_guard lock(mutex_);
  return {.name = options_.name,
          .threads = options_.threads,
          .queue_limit = options_.queue_limit,
          .waiting = queue_.size(),
          .running = running_,
          .done = done_,
          .refused = refused_};
}

void give_way(int niceness) {
  const auto thread = static_cast<id_t>(::gettid());  // as Linux has it
  if (::getpriority(PRIO_PROCESS, thread) < niceness) ::setpriority(PRIO_PROCESS, thread, niceness);
}

void Lane::work() {
  give_way(options_.niceness);
  for (;;) {
    std::move_only_function<void()> task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      task = std::move(queue_.front().task);
      queue_.pop_front();
      ++running_;
    }
    const auto began = Clock::now();
    task();
    task = nullptr;
    const double spent = std::chrono::duration<double>(Clock::now() - began).count();
    std::lock_guard lock(mutex_);
    mean_seconds_ = done_ == 0 ? spent : mean_seconds_ + kNewest * (spent - mean_seconds_);
    ++done_;
    --running_;
  }
}

}  // namespace hebb
