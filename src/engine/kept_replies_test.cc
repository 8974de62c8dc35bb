#include "engine/kept_replies.h"

#include <catch2/catch_test_macros.hpp>

using namespace hebb;
using Standing = KeptReplies::Standing;

namespace {

const Digest kAsked = sha256("this");
const Digest kOther = sha256("that");
const KeptReplies::Time kStart{std::chrono::hours(1)};

}  // namespace

TEST_CASE("a request sent again with its key gets the reply of the first") {
  KeptReplies replies;
  CHECK(replies.begin("k", kAsked, kStart).standing == Standing::fresh);
  CHECK(replies.begin("k", kAsked, kStart).standing == Standing::under_way);
  replies.keep("k", "done", kStart);
  const auto again = replies.begin("k", kAsked, kStart + std::chrono::hours(23));
  CHECK(again.standing == Standing::known);
  CHECK(again.reply == "done");
  CHECK(replies.begin("k", kOther, kStart).standing == Standing::other);
  CHECK(replies.begin("k2", kOther, kStart).standing == Standing::fresh);
}

TEST_CASE("what failed, is old or was forgotten is fresh again") {
  KeptReplies replies;
  replies.begin("failed", kAsked, kStart);
  replies.drop("failed");
  CHECK(replies.begin("failed", kOther, kStart).standing == Standing::fresh);
  replies.begin("old", kAsked, kStart);
  replies.keep("old", "x", kStart);
  CHECK(replies.begin("old", kAsked, kStart + std::chrono::hours(25)).standing == Standing::fresh);
  replies.keep("old", "x", kStart);
  replies.forget();
  replies.keep("old", "late", kStart);  // an erasure came between
  CHECK(replies.begin("old", kAsked, kStart).standing == Standing::fresh);
}

TEST_CASE("kept replies are bounded in number and in bytes, and the oldest go first") {
  KeptReplies many;
  for (std::size_t i = 0; i < KeptReplies::kMostReplies + 100; ++i) {
    many.begin(std::to_string(i), kAsked, kStart);
    many.keep(std::to_string(i), "x", kStart);
  }
  CHECK(many.begin("0", kOther, kStart).standing == Standing::fresh);
  CHECK(many.begin("5000", kAsked, kStart).standing == Standing::known);
  KeptReplies large;
  for (int i = 0; i < 40; ++i) {
    large.begin(std::to_string(i), kAsked, kStart);
    large.keep(std::to_string(i), std::string(1 << 20, 'x'), kStart);
  }
  CHECK(large.begin("20", kOther, kStart).standing == Standing::fresh);
  CHECK(large.begin("39", kAsked, kStart).standing == Standing::known);
}
