// How values of the domain stand in columns. Every encoding is described in docs/format.md.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/domain.h"
#include "store/sqlite/database.h"

namespace hebb::sqlite {

// Netstrings one after another ("7:pricing,6:vendor,"): exact for any bytes. Decoding throws Failure (corruption).
std::string encode_words(const std::vector<std::string>& words);
std::vector<std::string> decode_words(std::string_view text, const std::filesystem::path& file);
bool can_decode_words(std::string_view text);

// float32, little-endian.
std::span<const std::byte> bytes_of(const std::vector<float>& numbers);
std::vector<float> floats_of(std::span<const std::byte> bytes);

template <class Identifier>
Identifier id_of(std::span<const std::byte> bytes) {
  UuidBytes value{};
  if (bytes.size() == value.size()) std::memcpy(value.data(), bytes.data(), value.size());
  return Identifier(value);
}

std::optional<Milliseconds> milliseconds_at(const Query& row, int column);
std::optional<Instant> instant_at(const Query& row, int column);
std::optional<std::chrono::sys_days> day_at(const Query& row, int column);  // the inverse of day_number_of
std::optional<std::string> text_at(const Query& row, int column);
// Owner, due day and status, from `column` on.
Task task_at(const Query& row, int column);
// Days since 1970-01-01.
std::optional<std::int64_t> day_number_of(const std::optional<std::chrono::sys_days>& day);
template <class Number>
Number number_at(const Query& row, int column) {
  return static_cast<Number>(row.integer(column));
}

}  // namespace hebb::sqlite
