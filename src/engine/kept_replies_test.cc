#include "engine/kept_replies.h"

#include <catch2/catch_test_macros.hpp>

#include "base/allocation_fault.h"

using namespace hebb;
using Standing = KeptReplies::Standing;

namespace {

const Digest kAsked = sha256("this");
const Digest kOther = sha256("that");
const KeptReplies::Time kStart{std::chrono::hours(1)};

void keep(KeptReplies& replies, const std::string& key, const std::string& reply) {
  replies.keep(key, replies.begin(key, kAsked, {}, kStart).serial, reply, kStart);
}

}  // namespace

TEST_CASE("a request sent again with its key gets the reply of the first") {
  KeptReplies replies;
  const auto first = replies.begin("k", kAsked, {}, kStart);
  CHECK(first.standing == Standing::fresh);
  CHECK(replies.begin("k", kAsked, {}, kStart).standing == Standing::under_way);
  replies.keep("k", first.serial, "done", kStart);
  const auto again = replies.begin("k", kAsked, {}, kStart + std::chrono::hours(23));
  CHECK(again.standing == Standing::known);
  CHECK(again.reply == "done");
  CHECK(replies.begin("k", kOther, {}, kStart).standing == Standing::other);
  CHECK(replies.begin("k2", kOther, {}, kStart).standing == Standing::fresh);
}

TEST_CASE("what failed, is old or was forgotten is fresh again") {
  KeptReplies replies;
  replies.drop("failed", replies.begin("failed", kAsked, {}, kStart).serial);
  CHECK(replies.begin("failed", kOther, {}, kStart).standing == Standing::fresh);
  keep(replies, "old", "x");
  CHECK(replies.begin("old", kAsked, {}, kStart + std::chrono::hours(25)).standing == Standing::fresh);
  keep(replies, "erased", "x");
  replies.forget();
  CHECK(replies.begin("erased", kAsked, {}, kStart).standing == Standing::fresh);
}

TEST_CASE("what was under way during an erasure leaves nothing, and takes nothing from a later request of its key") {
  KeptReplies replies;
  const auto before = replies.begin("k", kAsked, {}, kStart);
  replies.forget();

  SECTION("it ends before the key comes again") {
    replies.keep("k", before.serial, "erased", kStart);
    CHECK(replies.begin("k", kAsked, {}, kStart).standing == Standing::fresh);
  }
  SECTION("it ends while the later one is under way") {
    const auto later = replies.begin("k", kOther, {}, kStart);
    REQUIRE(later.standing == Standing::fresh);
    replies.keep("k", before.serial, "erased", kStart);
    CHECK(replies.begin("k", kOther, {}, kStart).standing == Standing::under_way);
    replies.keep("k", later.serial, "later", kStart);
    CHECK(replies.begin("k", kOther, {}, kStart).reply == "later");
  }
  SECTION("it ends after the later one") {
    replies.keep("k", replies.begin("k", kOther, {}, kStart).serial, "later", kStart);
    replies.keep("k", before.serial, "erased", kStart);
    CHECK(replies.begin("k", kOther, {}, kStart).reply == "later");
  }
  SECTION("it fails while the later one is under way") {
    replies.begin("k", kOther, {}, kStart);
    replies.drop("k", before.serial);
    CHECK(replies.begin("k", kOther, {}, kStart).standing == Standing::under_way);
  }
  SECTION("it fails after the later one") {
    replies.keep("k", replies.begin("k", kOther, {}, kStart).serial, "later", kStart);
    replies.drop("k", before.serial);
    CHECK(replies.begin("k", kOther, {}, kStart).reply == "later");
  }
}

TEST_CASE("an erasure in another project is not told by a reply that is kept no more") {
  KeptReplies replies;
  const ProjectSet ours({"a"});
  for (const ProjectSet& seen : {ours, ProjectSet({"a", "b"}), ProjectSet()}) {
    const std::string key = seen.all() ? "all" : std::to_string(seen.names().size());
    replies.keep(key, replies.begin(key, kAsked, seen, kStart).serial, "x", kStart);
  }
  const auto under_way = replies.begin("under way", kAsked, ours, kStart);
  replies.forget("b");
  CHECK(replies.begin("1", kAsked, ours, kStart).standing == Standing::known);
  CHECK(replies.begin("2", kAsked, {}, kStart).standing == Standing::fresh);
  CHECK(replies.begin("all", kAsked, {}, kStart).standing == Standing::fresh);
  replies.keep("under way", under_way.serial, "x", kStart);
  CHECK(replies.begin("under way", kAsked, ours, kStart).standing == Standing::known);
  replies.forget("a");
  CHECK(replies.begin("1", kAsked, ours, kStart).standing == Standing::fresh);
  CHECK(replies.begin("under way", kAsked, ours, kStart).standing == Standing::fresh);
}

TEST_CASE("a reply that comes too late takes no room") {
  KeptReplies replies;
  const auto before = replies.begin("k", kAsked, {}, kStart);
  replies.forget();
  keep(replies, "k", "later");
  for (int i = 0; i < 40; ++i) replies.keep("k", before.serial, std::string(1 << 20, 'x'), kStart);
  CHECK(replies.begin("k", kAsked, {}, kStart).reply == "later");
}

TEST_CASE("kept replies are bounded in number and in bytes, and the oldest go first") {
  KeptReplies many;
  for (std::size_t i = 0; i < KeptReplies::kMostReplies + 100; ++i) {
    keep(many, std::to_string(i), "x");
  }
  CHECK(many.begin("0", kOther, {}, kStart).standing == Standing::fresh);
  CHECK(many.begin("5000", kAsked, {}, kStart).standing == Standing::known);
  KeptReplies large;
  for (int i = 0; i < 40; ++i) {
    keep(large, std::to_string(i), std::string(1 << 20, 'x'));
  }
  CHECK(large.begin("20", kOther, {}, kStart).standing == Standing::fresh);
  CHECK(large.begin("39", kAsked, {}, kStart).standing == Standing::known);
}

TEST_CASE("a key for which memory ends is fresh again, and costs the others nothing") {
  const std::string key = "a key that is too long to stand in the string itself";
  bool ended = true;
  for (std::size_t nth = 0; ended; ++nth) {
    KeptReplies replies;
    ended = allocation_fault::ends_at(nth, [&] { replies.begin(key, kAsked, {}, kStart); });
    if (!ended) break;
    const auto later = kStart + std::chrono::hours(23);
    REQUIRE(replies.begin("under way", kAsked, {}, later).standing == Standing::fresh);
    CHECK(replies.begin(key, kAsked, {}, later).standing == Standing::fresh);
    // What is older than a day goes.
    CHECK(replies.begin("under way", kAsked, {}, kStart + std::chrono::hours(25)).standing == Standing::under_way);
    CHECK(replies.begin(key, kAsked, {}, kStart + std::chrono::hours(25)).standing == Standing::under_way);
  }
}
