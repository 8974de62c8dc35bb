// What stands in a snapshot file. Private to snapshot/.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>

#include "snapshot/snapshot.h"

namespace hebb::snapshot {

inline constexpr std::array<char, 8> kMagic = {'h', 'e', 'b', 'b', 'i', 'd', 'x', '1'};
inline constexpr std::size_t kChunk = 1u << 20;  // bytes read or written at once

struct Section {
  std::uint64_t begin = 0;  // in the file
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;
};

struct Head {
  std::array<char, 8> magic = kMagic;
  std::array<std::uint8_t, 32> program{};
  UuidBytes name{};
  std::uint64_t seq = 0;
  std::array<Section, kSnapshotSections> sections{};
  std::uint64_t checksum = 0;  // of all before it
};
static_assert(std::has_unique_object_representations_v<Head>);

std::uint64_t checksum_of(const Head& head);

// XXH3, 64 bits, of bytes that come in parts. Thread safety: confined to one thread.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  void restart();
  void add(std::span<const std::byte> bytes);
  std::uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hebb::snapshot
