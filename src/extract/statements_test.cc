#include "extract/statements.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

Turn turn(std::uint32_t number, std::string speaker, std::string text) {
  return {.number = number, .speaker = std::move(speaker), .text = std::move(text)};
}

TEST_CASE("a turn of one sentence is one statement") {
  const auto [list, report] = statements_of({turn(0, "Anna", "The price {vocalsound} is twenty five euros .")}, {});
  REQUIRE(list.size() == 1);
  CHECK(list[0].text == "The price is twenty five euros.");
  CHECK(list[0].speaker == "Anna");
  CHECK(report.turns_remembered == 1);
}

}  // namespace
}  // namespace hebb
