#include "engine/access_log.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <vector>

using namespace hebb;

namespace {

MemoryId numbered(std::size_t number) {
  UuidBytes bytes{};
  for (std::size_t i = 0; i < sizeof number; ++i) bytes.at(i) = static_cast<unsigned char>(number >> (8 * i));
  return MemoryId(bytes);
}

const Instant kNow{Milliseconds(1'000'000)};

}  // namespace

TEST_CASE("readings are counted until they are taken") {
  AccessLog log;
  log.note(std::array{numbered(1), numbered(2)}, kNow);
  log.note(std::array{numbered(1)}, kNow + Milliseconds(5));
  const auto taken = log.take();
  REQUIRE(taken.size() == 2);
  CHECK(taken.at(numbered(1)).count == 2);
  CHECK(taken.at(numbered(1)).last_at == kNow + Milliseconds(5));
  CHECK(taken.at(numbered(2)).count == 1);
  CHECK(log.take().empty());
}

TEST_CASE("what could not be written is added to what was read meanwhile") {
  AccessLog log;
  log.note(std::array{numbered(1)}, kNow + Milliseconds(5));
  const auto taken = log.take();
  log.note(std::array{numbered(1)}, kNow);
  log.put_back(taken);
  const auto again = log.take();
  CHECK(again.at(numbered(1)).count == 2);
  CHECK(again.at(numbered(1)).last_at == kNow + Milliseconds(5));
}

TEST_CASE("a log that is full counts on for what it knows and takes in nothing else") {
  AccessLog log;
  std::vector<MemoryId> ids;
  for (std::size_t i = 0; i <= AccessLog::kMemories; ++i) ids.push_back(numbered(i));
  log.note(ids, kNow);
  log.note(std::array{ids.front()}, kNow);
  const auto taken = log.take();
  CHECK(taken.size() == AccessLog::kMemories);
  CHECK(taken.at(ids.front()).count == 2);
  CHECK_FALSE(taken.contains(ids.back()));
}
