// The reading connections: at most so many, each used by one thread at a time.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite/database.h"

namespace hebb::sqlite {

// Thread safety – thread-safe. Cost – lease() waits while every connection is in use; a connection is opened at its
// first need and kept. lease_own() opens one beside them, for what reads so long that nobody should wait for it.
class ReaderPool {
 public:
  ReaderPool(DatabaseOptions options, std::size_t connections) : options_(std::move(options)), free_(connections) {}

  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Database> database, bool pooled)
        : pool_(pool), database_(std::move(database)), pooled_(pooled) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(database_), pooled_); }
    Database& database() const { return *database_; }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Database> database_;
    bool pooled_;
  };

  // Throw Failure. Requires: the calling thread has no lease, for which reopen() would wait while this one waits for
  // it.
  Lease lease();
  Lease lease_own();
  // Waits until no connection is in use, and gives none meanwhile; closes them, and runs `change`: later ones are
  // opened with what it returns. Requires: one caller at a time, who has no lease.
  void reopen(const std::function<DatabaseOptions()>& change);

 private:
  Lease open_one(std::unique_lock<std::mutex> lock, bool pooled);
  void give_back(std::unique_ptr<Database> database, bool pooled);

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  DatabaseOptions options_;
  std::vector<std::unique_ptr<Database>> idle_;
  std::size_t free_;        // leases that may still be given, idle ones included
  std::size_t in_use_ = 0;  // pooled or not
  bool reopening_ = false;
};

}  // namespace hebb::sqlite
