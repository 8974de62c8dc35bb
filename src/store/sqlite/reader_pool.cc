#include "store/sqlite/reader_pool.h"

#include <utility>

namespace hebb::sqlite {

ReaderPool::Lease ReaderPool::lease() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return free_ > 0; });
  --free_;
  ++in_use_;
  if (!idle_.empty()) {
    auto database = std::move(idle_.back());
    idle_.pop_back();
    return Lease(*this, std::move(database));
  }
  const auto options = options_;
  lock.unlock();
  try {
    return Lease(*this, std::make_unique<Database>(options));
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void ReaderPool::give_back(std::unique_ptr<Database> database) {
  {
    std::lock_guard lock(mutex_);
    ++free_;
    --in_use_;
    if (database) idle_.push_back(std::move(database));
  }
  changed_.notify_all();
}

void ReaderPool::reopen(const std::function<DatabaseOptions()>& change) {
  std::unique_lock lock(mutex_);
  const auto taken = std::exchange(free_, 0);  // no new leases meanwhile
  changed_.wait(lock, [&] { return in_use_ == 0; });
  idle_.clear();
  struct Reopen {  // also when `change` throws
    ReaderPool& pool;
    std::size_t taken;
    ~Reopen() {
      pool.free_ += taken;
      pool.changed_.notify_all();
    }
  } const reopen{*this, taken};
  options_ = change();
}

}  // namespace hebb::sqlite
