// Distinct 128-bit id types: UUIDs of version 8 (RFC 9562) cut from a SHA-256 digest of content.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace hebb {

using UuidBytes = std::array<std::uint8_t, 16>;

UuidBytes uuid_v8_of(const Digest& digest);
std::array<char, 36> uuid_characters(const UuidBytes& bytes);  // 8-4-4-4-12, lower case
std::optional<UuidBytes> parse_uuid(std::string_view text);    // exactly that form, either case

// Order is that of the bytes, which is that of the text; it is the tie-break of every ranking.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(const UuidBytes& bytes) : bytes_(bytes) {}
  static Id of(const Digest& digest) { return Id(uuid_v8_of(digest)); }
  static std::optional<Id> parse(std::string_view text) {
    auto bytes = parse_uuid(text);
    return bytes ? std::optional(Id(*bytes)) : std::nullopt;
  }

  const UuidBytes& bytes() const { return bytes_; }
  std::array<char, 36> characters() const { return uuid_characters(bytes_); }
  std::string text() const {
    const auto characters = uuid_characters(bytes_);
    return {characters.begin(), characters.end()};
  }

  friend auto operator<=>(const Id&, const Id&) = default;
  friend bool operator==(const Id&, const Id&) = default;

 private:
  UuidBytes bytes_{};
};

using MeetingId = Id<struct MeetingTag>;
using MemoryId = Id<struct MemoryTag>;

}  // namespace hebb

template <class Tag>
struct std::hash<hebb::Id<Tag>> {
  std::size_t operator()(const hebb::Id<Tag>& id) const noexcept {
    std::uint64_t word;  // the bytes are a digest's already
    std::memcpy(&word, id.bytes().data() + 8, sizeof word);
    return word;
  }
};
