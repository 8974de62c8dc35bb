// Threads for one kind of work behind a bounded queue, which, where it is told to, refuses early: short bursts wait, a
// standing queue does not grow. With one thread and without a standing depth it is the writer.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/budget.h"
#include "base/error.h"
#include "engine/types.h"

namespace hebb {

// Of the calling thread alone, and of those that it starts. Where it is not permitted, it stays as quick as others.
void give_way(int niceness);
inline constexpr int kBackgroundNiceness = 10;  // a tenth of a core while somebody waits

struct LaneOptions {
  std::string name;
  std::size_t threads = 1;
  std::size_t queue_limit = 256;   // waiting tasks, at most
  std::size_t standing_depth = 0;  // waiting tasks a thread once the queue has not been empty for a while; 0: the limit
  int niceness = 0;                // of its threads, and of those that they start
};

// A queue that has not been empty for kPatience is no burst but overload: what waits in it then only adds to
// everybody's time (Nichols and Jacobson's controlled delay, 2012; here told at the door, so that a refusal is at
// once). Overload lasts until nothing was refused for kCalm, though the short queue that it leaves runs empty now and
// then. Before that, a task is taken while it would wait kBurstWait at most.
//
// Thread safety: thread-safe. The destructor finishes what was accepted, then joins.
class Lane {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr auto kPatience = std::chrono::milliseconds(100);
  static constexpr auto kCalm = std::chrono::milliseconds(1000);
  static constexpr auto kBurstWait = std::chrono::milliseconds(250);
  static constexpr auto kLookAtBudget = std::chrono::milliseconds(20);  // so often, while run() waits

  explicit Lane(LaneOptions options);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Errors: unavailable when the queue is full or the lane is stopping. A task that throws ends the process: catch.
  Result<void> submit(std::move_only_function<void()> task);

  // Runs `work` on the lane and waits; what it throws is thrown here, as is what asking the budget does. What has begun
  // is waited for, whatever the budget says. Requires: not called from the lane itself. Errors: those of submit();
  // those of the budget where it was used up before `work` had begun, which then never begins.
  template <class F>
  auto run(F work, const Budget& budget = {}) -> decltype(work()) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto future = task.get_future();
    if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
    const auto number = enqueue(std::move(task));
    if (!number) return std::unexpected(number.error());
    if (!budget.deadline && !budget.gone) return future.get();
    try {
      while (future.wait_for(kLookAtBudget) != std::future_status::ready) {
        const auto goes_on = budget.check();
        if (!goes_on && withdraw(*number)) return std::unexpected(goes_on.error());
        if (!goes_on) break;
      }
    } catch (...) {  // the work may use what goes with the caller's frame
      if (!withdraw(*number)) future.wait();
      throw;
    }
    return future.get();
  }

  // work(i), once for each i < count: on the calling thread, and beside it on those of the lane that are free. It waits
  // for none that has not begun, so that a full lane only makes it slower and it may be called from the lane itself.
  // What one throws is thrown here, when all are done. Requires: `work` may be called from several threads at a time.
  void share_out(std::size_t count, const std::function<void(std::size_t)>& work);

  LaneStats stats() const;

 private:
  struct Waiting {
    std::uint64_t number;
    std::move_only_function<void()> task;
  };

  Result<std::uint64_t> enqueue(std::move_only_function<void()> task);  // its number; errors as submit()
  bool withdraw(std::uint64_t number);                                  // false: it has begun
  void work();
  void stop();                       // once what was accepted is done
  bool full(Clock::time_point now);  // Requires: mutex_ held

  const LaneOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> queue_;         // guarded by mutex_, as is all below; numbers rise
  std::uint64_t enqueued_ = 0;        // ever
  Clock::time_point standing_since_;  // when the queue was last empty
  Clock::time_point overloaded_until_;
  double mean_seconds_ = 0;  // of a task, the latest counting most
  std::uint64_t done_ = 0;
  std::uint64_t refused_ = 0;
  std::size_t running_ = 0;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace hebb
