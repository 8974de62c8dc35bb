#include "server/pieces.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>

namespace hebb::server {
namespace {

constexpr std::size_t kIdCharacters = 64;

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Piece> Piece::parse(std::string_view header) {
  const auto first = header.find(' ');
  const auto second = header.find(' ', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos || first == 0 || first > kIdCharacters) return std::nullopt;
  const auto offset = number_of(header.substr(first + 1, second - first - 1));
  const auto total = number_of(header.substr(second + 1));
  if (!offset || !total || *offset > *total) return std::nullopt;
  return Piece{.id = std::string(header.substr(0, first)), .offset = *offset, .total = *total};
}

// The body that the piece goes on, out of reach of other threads.
Result<std::shared_ptr<Spool>> Pieces::taken(const Piece& piece, std::size_t bytes, Clock::time_point now) {
  if (piece.total > limits_.bytes || bytes > piece.total - piece.offset || bytes == 0) {
    return fail(ErrorCode::invalid_argument,
                std::format("a body in pieces has {} bytes at most, and no piece is empty or goes beyond its end",
                            limits_.bytes));
  }
  drop_stale(now);
  std::lock_guard lock(mutex_);
  const auto found = bodies_.find(piece.id);
  if (found == bodies_.end() && piece.offset == 0) {
    if (bodies_.size() >= limits_.bodies) {
      return fail(ErrorCode::unavailable, "other large imports are being sent; try again when they are done");
    }
    auto spool = Spool::create(folder_);
    if (!spool) return std::unexpected(spool.error());
    bodies_[piece.id] = {.spool = nullptr, .total = piece.total, .touched = now};
    return spool;
  }
  const bool fits = found != bodies_.end() && found->second.spool && found->second.total == piece.total &&
                    found->second.spool->size() == piece.offset;
  if (!fits) {
    return fail(ErrorCode::invalid_argument, "this piece does not go on from the one before, or came too late");
  }
  return std::exchange(found->second.spool, nullptr);
}

void Pieces::drop_stale(Clock::time_point now) {
  std::lock_guard lock(mutex_);
  std::erase_if(bodies_,
                [&](const auto& entry) { return entry.second.spool && now - entry.second.touched > limits_.patience; });
}

Result<std::shared_ptr<Spool>> Pieces::add(const Piece& piece, std::string_view bytes, Clock::time_point now) {
  auto spool = taken(piece, bytes.size(), now);
  if (!spool) return spool;
  const auto kept = (*spool)->append(bytes);
  const bool whole = piece.is_last(bytes.size());
  std::lock_guard lock(mutex_);
  if (!kept || whole) {
    bodies_.erase(piece.id);
    return kept ? std::move(*spool) : Result<std::shared_ptr<Spool>>(std::unexpected(kept.error()));
  }
  Body& body = bodies_[piece.id];
  body.spool = std::move(*spool);
  body.touched = now;
  return nullptr;
}

}  // namespace hebb::server
