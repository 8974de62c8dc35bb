// An SQLite VFS over the system's one that fails on demand and knows what a power loss would leave. Test code only.
#pragma once

#include <filesystem>
#include <memory>
#include <random>
#include <string>

namespace hebb::sqlite {

// Registered while it lives; must outlive the stores that use it. Thread safety – thread-safe.
class FaultVfs {
 public:
  enum class Fault {
    io_error,    // the operation does nothing and fails
    disk_full,   // writes fail for want of space, and so does making shared memory; the rest works
    torn_write,  // a write does its first half and fails
  };

  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;
  const std::string& name() const;

  // The nth write, truncation or sync from now (from 1) fails; `lasting`: and all after it.
  void fail_at(int n, Fault fault, bool lasting);
  void fail_from_now(Fault fault);
  void heal();
  bool fired() const;      // since fail_at
  int operations() const;  // since the beginning

  // Writes into `folder` the files as a disk may hold them if the power failed now: what was synced, and of the rest
  // each write or not, whole or in part.
  void leave_after_power_loss(const std::filesystem::path& folder, std::mt19937& random) const;

  struct State;  // for the C callbacks

 private:
  std::unique_ptr<State> state_;
};

}  // namespace hebb::sqlite
