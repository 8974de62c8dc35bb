// An immutable value that one thread replaces and many read. After ClickHouse's MultiVersion.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace hebb {

// Thread safety: thread-safe. Ownership: a reader's shared_ptr keeps its version alive; drop it off any event loop,
// since the last reference frees the value.
template <class T>
class Published {
 public:
  explicit Published(std::shared_ptr<const T> first) : value_(std::move(first)) {}

  std::shared_ptr<const T> get() const {
    std::lock_guard lock(mutex_);
    return value_;
  }

  void set(std::shared_ptr<const T> next) {
    {
      std::lock_guard lock(mutex_);
      value_.swap(next);
    }  // the old version is released outside the lock
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

// A value that can be reached only through its lock. After fish's owning_lock.
template <class T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  template <class F>
  decltype(auto) with(F&& use) {
    std::lock_guard lock(mutex_);
    return std::forward<F>(use)(value_);
  }
  template <class F>
  decltype(auto) with(F&& use) const {
    std::lock_guard lock(mutex_);
    return std::forward<F>(use)(std::as_const(value_));
  }

 private:
  mutable std::mutex mutex_;
  T value_{};
};

}  // namespace hebb
