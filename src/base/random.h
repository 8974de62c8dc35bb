// Bytes that nobody can guess, of the system (getrandom).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/error.h"

namespace hebb {

Result<void> fill_random(std::span<std::uint8_t> bytes);  // internal: the system gives none

template <std::size_t size>
Result<std::array<std::uint8_t, size>> random_bytes() {
  std::array<std::uint8_t, size> bytes;
  if (auto filled = fill_random(bytes); !filled) return std::unexpected(filled.error());
  return bytes;
}

}  // namespace hebb
