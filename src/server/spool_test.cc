#include "server/spool.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <optional>
#include <string>

namespace hebb::server {

TEST_CASE("a reply in parts is kept whole, and ends between two of them when nobody waits any more") {
  const auto folder = std::filesystem::temp_directory_path();
  int made = 0;
  api::BodyParts parts = [&]() -> hebb::Result<std::optional<std::string>> {
    return ++made > 5 ? std::nullopt : std::optional(std::to_string(made));
  };
  SECTION("whole") {
    const auto spool = Spool::of(parts, folder, {});
    REQUIRE(spool);
    std::array<char, 9> read{};
    CHECK((*spool)->size() == 5);
    CHECK((*spool)->read(1, read.data(), read.size()) == 4);
    CHECK(std::string(read.data()) == "2345");
  }
  SECTION("not any more") {
    const auto spool = Spool::of(parts, folder, {.deadline = {}, .gone = [&] { return made == 3; }});
    REQUIRE_FALSE(spool);
    CHECK(spool.error().code == ErrorCode::cancelled);
    CHECK(made == 3);
  }
}

}  // namespace hebb::server
