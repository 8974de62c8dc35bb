// SHA-256 (FIPS 180-4) of bytes and of sequences of fields. Not for secrets that need a slow hash.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace hebb {

using Digest = std::array<std::uint8_t, 32>;

// Thread safety: confined to one thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& update(std::string_view bytes);
  // A field is its length (8 bytes, little-endian) and its bytes, so that ("ab","c") and ("a","bc") differ.
  Sha256& field(std::string_view bytes);
  Sha256& field(std::int64_t number);
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sha256(std::string_view bytes);
Result<Digest> sha256_of_file(const std::filesystem::path& file);
std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace hebb
