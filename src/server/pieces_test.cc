#include "server/pieces.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>

namespace hebb::server {
namespace {

using std::chrono::seconds;

const auto kFolder = std::filesystem::temp_directory_path();
const Pieces::Clock::time_point kNow{};

ErrorCode error_of(const Result<std::shared_ptr<Spool>>& added) {
  REQUIRE_FALSE(added);
  return added.error().code;
}

}  // namespace

TEST_CASE("a header names a body and the place of its bytes in it") {
  const auto piece = Piece::parse("a1 5 12");
  REQUIRE(piece);
  CHECK(piece->id == "a1");
  CHECK(piece->offset == 5);
  CHECK(piece->total == 12);
  CHECK(piece->is_last(7));
  CHECK_FALSE(piece->is_last(6));
  for (const auto* wrong :
       {"", "a1", "a1 5", " 5 12", "a1 x 12", "a1 5 12x", "a1 13 12", "a1 5 ", "a1 -1 12", "a1  5 12"}) {
    INFO(wrong);
    CHECK_FALSE(Piece::parse(wrong));
  }
  CHECK_FALSE(Piece::parse(std::string(65, 'a') + " 0 1"));
}

TEST_CASE("pieces in their order make one body, which is then forgotten") {
  Pieces pieces(kFolder);
  const auto first = pieces.add({"a", 0, 8}, "one ", kNow);
  REQUIRE(first);
  CHECK(*first == nullptr);
  const auto whole = pieces.add({"a", 4, 8}, "two.", kNow);
  REQUIRE(whole);
  REQUIRE(*whole);
  const auto bytes = (*whole)->mapped();
  REQUIRE(bytes);
  CHECK(*bytes == "one two.");
  CHECK(error_of(pieces.add({"a", 4, 8}, "two.", kNow)) == ErrorCode::invalid_argument);
  const auto alone = pieces.add({"b", 0, 3}, "all", kNow);
  REQUIRE(alone);
  CHECK(*alone);
}

TEST_CASE("a piece that is not the next is refused, and one beyond the end") {
  Pieces pieces(kFolder, {.bytes = 10});
  REQUIRE(pieces.add({"a", 0, 8}, "one ", kNow));
  CHECK(error_of(pieces.add({"a", 5, 8}, "two", kNow)) == ErrorCode::invalid_argument);
  CHECK(error_of(pieces.add({"a", 0, 8}, "one ", kNow)) == ErrorCode::invalid_argument);
  CHECK(error_of(pieces.add({"a", 4, 9}, "two.", kNow)) == ErrorCode::invalid_argument);
  CHECK(error_of(pieces.add({"a", 4, 8}, "two..", kNow)) == ErrorCode::invalid_argument);
  CHECK(error_of(pieces.add({"a", 4, 8}, "", kNow)) == ErrorCode::invalid_argument);
  CHECK(error_of(pieces.add({"b", 0, 11}, "x", kNow)) == ErrorCode::invalid_argument);
  CHECK(error_of(pieces.add({"c", 4, 8}, "x", kNow)) == ErrorCode::invalid_argument);
  const auto whole = pieces.add({"a", 4, 8}, "two.", kNow);  // what was refused has harmed nothing
  REQUIRE(whole);
  CHECK(*whole);
}

TEST_CASE("what nobody sends more of is forgotten, also where nobody wants its place") {
  Pieces pieces(kFolder, {.patience = seconds(60)});
  REQUIRE(pieces.add({"a", 0, 8}, "one ", kNow));
  pieces.drop_stale(kNow + seconds(60));
  REQUIRE(pieces.add({"a", 4, 8}, "tw", kNow + seconds(60)));
  pieces.drop_stale(kNow + seconds(121));
  CHECK(error_of(pieces.add({"a", 6, 8}, "o.", kNow + seconds(121))) == ErrorCode::invalid_argument);
}

TEST_CASE("no more bodies than that at once; one whose sender has gone makes room") {
  Pieces pieces(kFolder, {.bodies = 2, .patience = seconds(60)});
  REQUIRE(pieces.add({"a", 0, 8}, "one ", kNow));
  REQUIRE(pieces.add({"b", 0, 8}, "one ", kNow + seconds(50)));
  CHECK(error_of(pieces.add({"c", 0, 8}, "one ", kNow + seconds(60))) == ErrorCode::unavailable);
  REQUIRE(pieces.add({"c", 0, 8}, "one ", kNow + seconds(61)));
  CHECK(error_of(pieces.add({"a", 4, 8}, "two.", kNow + seconds(61))) == ErrorCode::invalid_argument);
  const auto other = pieces.add({"b", 4, 8}, "two.", kNow + seconds(100));
  REQUIRE(other);
  CHECK(*other);
}

}  // namespace hebb::server
