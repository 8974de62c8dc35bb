// A body that is too large to be kept in memory, in a file without a name: it is gone when its last user is, or the
// process. Private to server/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "api/api.h"
#include "base/budget.h"
#include "base/error.h"

namespace hebb::server {

// Thread safety: `append` on one thread at a time, then `read` on any, or `mapped` on one.
class Spool {
 public:
  // Errors: resource_exhausted (disk full), unavailable (the folder cannot be written).
  static Result<std::shared_ptr<Spool>> create(const std::filesystem::path& folder);
  // All parts of a body, one in memory at a time. Errors: those of the parts and, between them, of the budget, too.
  static Result<std::shared_ptr<Spool>> of(api::BodyParts& parts, const std::filesystem::path& folder,
                                           const Budget& budget);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  Result<void> append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // How many bytes there were from `offset` on; 0 at the end, or where the disk fails.
  std::size_t read(std::uint64_t offset, char* buffer, std::size_t size) const;
  // All of it, without reading it into memory first. Holds as long as this. Errors: unavailable.
  Result<std::string_view> mapped();

 private:
  explicit Spool(int file) : file_(file) {}

  int file_;
  std::uint64_t size_ = 0;
  void* map_ = nullptr;
};

}  // namespace hebb::server
