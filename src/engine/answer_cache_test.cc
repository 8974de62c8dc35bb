#include "engine/answer_cache.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "base/allocation_fault.h"

namespace hebb {
namespace {

using namespace std::chrono_literals;
using Moment = AnswerCache::Moment;

constexpr Moment kNow(1000s);

// Of all projects.
AnswerKey key_of(int number) {
  return {.request = sha256(std::to_string(number)), .projects = {}};
}

AnswerKey key_of(int number, std::vector<std::string> projects) {
  return {.request = sha256(std::to_string(number)), .projects = std::move(projects)};
}

AnswerCache::Body body_of(std::size_t bytes, char fill = 'x') {
  return std::make_shared<const std::string>(bytes, fill);
}

bool has(AnswerCache& cache, int number, Moment now = kNow) {
  return cache.find(key_of(number).request, now) != nullptr;
}

std::vector<std::string> just(std::string project) {
  return {std::move(project)};
}

}  // namespace

TEST_CASE("an answer is kept until it is too old, counted from when it was made", "[cache]") {
  AnswerCache cache({.entries = 10, .bytes = 1 << 20, .time_to_live = 60s});
  cache.put(key_of(1), 1, body_of(10), kNow);
  CHECK(has(cache, 1, kNow + 40s));
  CHECK(has(cache, 1, kNow + 59s));  // being asked for makes it no younger
  CHECK_FALSE(has(cache, 1, kNow + 60s));
  CHECK(cache.stats().entries == 0);
  CHECK(cache.stats().expirations == 1);
  CHECK(cache.stats().hits == 2);
}

TEST_CASE("what was asked for longest ago goes first, by entries and by bytes", "[cache]") {
  AnswerCache few({.entries = 2, .bytes = 1 << 20});
  few.put(key_of(1), 1, body_of(10), kNow);
  few.put(key_of(2), 1, body_of(10), kNow);
  CHECK(has(few, 1));
  few.put(key_of(3), 1, body_of(10), kNow);
  CHECK(has(few, 1));
  CHECK_FALSE(has(few, 2));
  CHECK(has(few, 3));
  CHECK(few.stats().evictions == 1);

  AnswerCache small({.entries = 100, .bytes = 10'000});
  for (int i = 0; i < 50; ++i) small.put(key_of(i), 1, body_of(1000), kNow);
  CHECK(small.stats().bytes <= 10'000);
  CHECK(small.stats().entries == 7);  // each with what it takes beside its body
  CHECK(has(small, 49));
  small.put(key_of(100), 1, body_of(10'000), kNow);  // can never fit: nothing goes for it
  CHECK(small.stats().entries == 7);
  CHECK_FALSE(has(small, 100));
}

TEST_CASE("0 entries, bytes or seconds keep nothing", "[cache]") {
  for (const AnswerCacheOptions& options :
       {AnswerCacheOptions{.entries = 0}, AnswerCacheOptions{.bytes = 0}, AnswerCacheOptions{.time_to_live = 0s}}) {
    AnswerCache cache(options);
    CHECK_FALSE(cache.enabled());
    cache.put(key_of(1), 1, body_of(1), kNow);
    cache.missed();
    CHECK_FALSE(has(cache, 1));
    CHECK(cache.stats().entries == 0);
    CHECK(cache.stats().misses == 0);
  }
}

TEST_CASE("a change costs the answers of its projects, and of all projects, and no other's", "[cache]") {
  AnswerCache cache({});
  cache.put(key_of(1, {"a"}), 1, body_of(1), kNow);
  cache.put(key_of(2, {"b"}), 1, body_of(1), kNow);
  cache.put(key_of(3, {"a", "b"}), 1, body_of(1), kNow);
  cache.put(key_of(4, {"b", "c"}), 1, body_of(1), kNow);
  cache.put(key_of(5), 1, body_of(1), kNow);
  cache.put(key_of(6, {}), 1, body_of(1), kNow);  // of none: a caller who may see nothing of what is asked for
  cache.changed(just("a"), 2);
  CHECK_FALSE(has(cache, 1));
  CHECK(has(cache, 2));
  CHECK_FALSE(has(cache, 3));
  CHECK(has(cache, 4));
  CHECK_FALSE(has(cache, 5));
  CHECK(has(cache, 6));
  CHECK(cache.stats().outdated == 3);
  CHECK(cache.stats().entries == 3);
}

TEST_CASE("an answer from a state before a change of its projects is not kept", "[cache]") {
  AnswerCache cache({});
  cache.changed(just("a"), 7);
  cache.put(key_of(1, {"a"}), 6, body_of(1), kNow);
  cache.put(key_of(2), 6, body_of(1), kNow);
  cache.put(key_of(3, {"a", "b"}), 6, body_of(1), kNow);
  cache.put(key_of(4, {"b"}), 6, body_of(1), kNow);
  cache.put(key_of(5, {"a"}), 7, body_of(1), kNow);
  cache.put(key_of(6), 8, body_of(1), kNow);
  CHECK_FALSE(has(cache, 1));
  CHECK_FALSE(has(cache, 2));
  CHECK_FALSE(has(cache, 3));
  CHECK(has(cache, 4));
  CHECK(has(cache, 5));
  CHECK(has(cache, 6));
}

TEST_CASE("changes of more projects than are remembered still refuse what is older", "[cache]") {
  AnswerCache cache({});
  for (int i = 0; i < 10'000; ++i) cache.changed(just("p" + std::to_string(i)), static_cast<Seq>(i + 1));
  cache.put(key_of(1, {"p5"}), 5, body_of(1), kNow);
  CHECK_FALSE(has(cache, 1));
  cache.put(key_of(1, {"p5"}), 10'000, body_of(1), kNow);
  CHECK(has(cache, 1));
}

TEST_CASE("while suspended nothing is kept, and afterwards nothing older", "[cache]") {
  AnswerCache cache({});
  cache.put(key_of(1, {"a"}), 5, body_of(1), kNow);
  cache.suspend();
  CHECK_FALSE(has(cache, 1));
  CHECK(cache.stats().bytes == 0);
  cache.put(key_of(1, {"a"}), 9, body_of(1), kNow);
  CHECK_FALSE(has(cache, 1));
  cache.resume(9);
  cache.put(key_of(1, {"a"}), 8 + cache.rebuilds(), body_of(1), kNow);
  CHECK_FALSE(has(cache, 1));
  cache.put(key_of(1, {"a"}), 9 + cache.rebuilds(), body_of(1), kNow);
  CHECK(has(cache, 1));
}

TEST_CASE("an answer from indexes that were replaced is not kept, though its seq is that of the new ones", "[cache]") {
  AnswerCache cache({});
  cache.changed(just("a"), 9);
  const Seq late = 9 + cache.rebuilds();
  cache.suspend();
  cache.resume(9);
  cache.put(key_of(1, {"a"}), late, body_of(1), kNow);
  cache.put(key_of(2), late, body_of(1), kNow);
  cache.put(key_of(3, {"b"}), late, body_of(1), kNow);
  CHECK(cache.stats().entries == 0);
  cache.put(key_of(1, {"a"}), 9 + cache.rebuilds(), body_of(1), kNow);
  CHECK(has(cache, 1));
  cache.changed(just("a"), 10);
  CHECK_FALSE(has(cache, 1));
  cache.put(key_of(1, {"a"}), 9 + cache.rebuilds(), body_of(1), kNow);
  CHECK_FALSE(has(cache, 1));
  cache.put(key_of(1, {"a"}), 10 + cache.rebuilds(), body_of(1), kNow);
  CHECK(has(cache, 1));
}

// Each body says the state that it was made from; each reader takes a state, then answers, as queries do.
TEST_CASE("readers and a writer at once: no reader is given an answer older than what was acknowledged", "[cache]") {
  AnswerCache cache({.entries = 8, .bytes = 1 << 20});
  std::atomic<bool> done = false;
  std::atomic<Seq> published = 1;
  std::atomic<Seq> acknowledged = 1;
  std::atomic<int> stale = 0;
  std::atomic<std::uint64_t> kept = 0;
  std::vector<std::jthread> readers;
  for (int r = 0; r < 4; ++r) {
    readers.emplace_back([&, r] {
      for (int i = 0; !done; ++i) {
        const AnswerKey key = r % 2 == 0 ? key_of(i % 12, {"a"}) : key_of(20 + i % 12);
        const Seq known = acknowledged;
        if (const auto body = cache.find(key.request, kNow)) {
          ++kept;
          if (std::stoull(*body) < known) ++stale;
          continue;
        }
        const Seq state = published;
        std::this_thread::yield();
        cache.put(key, state, std::make_shared<const std::string>(std::to_string(state)), kNow);
      }
    });
  }
  for (Seq seq = 2; seq < 2000 || kept < 1000; ++seq) {
    published = seq;
    cache.changed(just("a"), seq);
    acknowledged = seq;
    std::this_thread::yield();
  }
  done = true;
  readers.clear();
  CHECK(stale == 0);
}

TEST_CASE("an answer for which memory ends is not kept where no change would find it", "[cache]") {
  const auto body = body_of(10);
  const auto key = key_of(1, just("a project whose name is too long to stand in the string itself"));
  bool ended = true;
  for (std::size_t nth = 0; ended; ++nth) {
    AnswerCache cache({.entries = 10, .bytes = 1 << 20});
    cache.put(key_of(2, {"q"}), 1, body, kNow);
    ended = allocation_fault::ends_at(nth, [&] { cache.put(key, 1, body, kNow); });
    CHECK(has(cache, 1) != ended);
    cache.changed(*key.projects, 2);
    CHECK_FALSE(has(cache, 1));
    CHECK(cache.stats().outdated == (ended ? 0 : 1));
    CHECK(has(cache, 2));
    CHECK(cache.stats().entries == 1);
  }
}

}  // namespace hebb
