#include "store/sqlite/reader_pool.h"

#include <utility>

namespace hebb::sqlite {

ReaderPool::Lease ReaderPool::lease() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return free_ > 0 && !reopening_; });
  --free_;
  ++in_use_;
  if (!idle_.empty()) {
    auto database = std::move(idle_.back());
    idle_.pop_back();
    return Lease(*this, std::move(database), true);
  }
  return open_one(std::move(lock), true);
}

ReaderPool::Lease ReaderPool::lease_own() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !reopening_; });
  ++in_use_;
  return open_one(std::move(lock), false);
}

ReaderPool::Lease ReaderPool::open_one(std::unique_lock<std::mutex> lock, bool pooled) {
  const auto options = options_;
  lock.unlock();
  try {
    return Lease(*this, std::make_unique<Database>(options), pooled);
  } catch (...) {
    give_back(nullptr, pooled);
    throw;
  }
}

void ReaderPool::give_back(std::unique_ptr<Database> database, bool pooled) {
  if (!pooled) database = nullptr;  // closed before reopen() goes on
  {
    std::lock_guard lock(mutex_);
    if (pooled) ++free_;
    --in_use_;
    if (database) idle_.push_back(std::move(database));
  }
  changed_.notify_all();
}

void ReaderPool::reopen(const std::function<DatabaseOptions()>& change) {
  std::unique_lock lock(mutex_);
  reopening_ = true;
  changed_.wait(lock, [&] { return in_use_ == 0; });
  idle_.clear();
  struct Reopen {  // also when `change` throws
    ReaderPool& pool;
    ~Reopen() {
      pool.reopening_ = false;
      pool.changed_.notify_all();
    }
  } const reopen{*this};
  options_ = change();
}

}  // namespace hebb::sqlite
