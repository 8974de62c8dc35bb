// Small conversions that every reply needs. Private to api/.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/domain.h"
#include "store/memory_store.h"

namespace hebb::api {

// A field that is null when it has no value; reflect-cpp leaves a bare optional out.
template <class T>
using OrNull = std::variant<std::optional<T>>;

OrNull<std::string> instant_or_null(const std::optional<Instant>& instant);
OrNull<std::int64_t> ms_or_null(const std::optional<Milliseconds>& offset);
// The double whose shortest text is the float's own: 0.3, not 0.30000001192092896. Requires: finite.
double shortest(float number);

template <class Count>
std::map<std::string, std::uint64_t> by_level(const std::array<Count, kLevels>& counts) {
  std::map<std::string, std::uint64_t> named;
  for (std::size_t i = 0; i < kLevels; ++i) named[std::to_string(i)] = counts[i];
  return named;
}

template <class Count>
std::uint64_t sum(const std::array<Count, kLevels>& counts) {
  std::uint64_t total = 0;
  for (const auto count : counts) total += count;
  return total;
}

// `metadata` of a memory, in every list of memories.
struct Mention {
  std::string memory_id;
  std::string meeting_id;
};

// Of a concept, which may span meetings, null is what has no single value.
struct MemoryMetadata {
  OrNull<std::string> meeting_id;
  OrNull<std::string> meeting_title;
  std::string project;
  OrNull<std::string> speaker;
  OrNull<std::string> occurred_at;
  OrNull<std::int64_t> start_ms;
  OrNull<std::int64_t> end_ms;
  OrNull<std::array<std::uint32_t, 2>> turns;  // numbers of the first and last turn
  double importance = 0;
  std::vector<std::string> keywords;
  std::optional<std::uint32_t> mention_count;  // of a concept, as are the next
  std::optional<std::uint32_t> meeting_count;
  std::optional<std::vector<Mention>> mentions;
};

MemoryMetadata metadata_of(const Memory& memory, const std::string& meeting_title, const std::string& project,
                           const std::optional<Instant>& occurred_at);

// A memory in lists, without a score.
struct MemoryWire {
  std::string memory_id;
  std::string content;
  std::string memory_type;
  int level;
  std::string state;
  MemoryMetadata metadata;
};

MemoryWire wire_of(const ListedMemory& listed);

}  // namespace hebb::api
