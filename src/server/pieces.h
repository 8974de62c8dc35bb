// Bodies that are larger than one request may be, put together of several requests: the way in for what the command
// line of the same user imports, which the limit of strangers' requests must not stop. Private to server/.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "server/spool.h"

namespace hebb::server {

// Of which body a request's bytes are, and where in it: the header Hebb-Piece, "ID OFFSET TOTAL".
struct Piece {
  std::string id;
  std::uint64_t offset = 0;
  std::uint64_t total = 0;

  static std::optional<Piece> parse(std::string_view header);
  bool is_last(std::size_t bytes) const { return offset + bytes == total; }
};

struct PieceLimits {
  std::uint64_t bytes = std::uint64_t{4} << 30;  // of one body, on disk
  std::size_t bodies = 2;                        // at once
  std::chrono::seconds patience{60};             // between two pieces
};

// Thread safety: thread-safe. Cost: a piece is written to disk while it is added; no body is kept in memory.
class Pieces {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Pieces(std::filesystem::path folder, PieceLimits limits = {})
      : folder_(std::move(folder)), limits_(limits) {}

  // Adds the next piece of a body. Nothing: more are to come. Errors: invalid_argument (it is not the next, or too
  // large), unavailable (too many bodies at once), resource_exhausted (disk full); the body is forgotten then.
  Result<std::shared_ptr<Spool>> add(const Piece& piece, std::string_view bytes, Clock::time_point now);
  // Forgets, with its bytes, what nobody has sent more of for too long. Cheap.
  void drop_stale(Clock::time_point now);

 private:
  struct Body {
    std::shared_ptr<Spool> spool;  // nothing while a thread writes to it
    std::uint64_t total = 0;
    Clock::time_point touched;
  };
  Result<std::shared_ptr<Spool>> taken(const Piece& piece, std::size_t bytes, Clock::time_point now);

  const std::filesystem::path folder_;
  const PieceLimits limits_;
  std::mutex mutex_;
  std::map<std::string, Body, std::less<>> bodies_;  // guarded by mutex_
};

}  // namespace hebb::server
