#include "base/lru_map.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "base/allocation_fault.h"

namespace hebb {

TEST_CASE("a bounded map holds what was asked for last", "[base]") {
  LruMap<int, std::string> map(3, 100);
  std::vector<int> gone;
  const auto put = [&](int key, std::size_t bytes) {
    return map.put(key, std::to_string(key), bytes, [&](int evicted, const std::string& value) {
      CHECK(value == std::to_string(evicted));
      gone.push_back(evicted);
    });
  };
  for (int key : {1, 2, 3}) CHECK(put(key, 10));
  CHECK(*map.find(1) == "1");
  CHECK(put(4, 10));
  CHECK(gone == std::vector{2});
  CHECK(put(5, 85));  // leaves room for one
  CHECK(gone == std::vector{2, 3, 1});
  CHECK(map.bytes() == 95);
  CHECK(put(5, 1));  // in its own place: nobody goes
  CHECK(gone.size() == 3);
  CHECK(map.bytes() == 11);
  CHECK_FALSE(put(6, 101));
  CHECK(map.size() == 2);
  CHECK(map.erase(5));
  CHECK_FALSE(map.erase(5));
  CHECK(map.find(5) == nullptr);
  CHECK(map.bytes() == 10);
}

TEST_CASE("a map of no entries keeps nothing", "[base]") {
  LruMap<int, int> map(0, 100);
  CHECK_FALSE(map.put(1, 1, 1));
  CHECK(map.size() == 0);
}

TEST_CASE("a put for which memory ends leaves a bounded map as it was", "[base]") {
  const std::string fresh = "the third of the keys, too long to stand in the string itself";
  for (const std::string& key : {fresh, std::string("one")}) {
    bool ended = true;
    for (std::size_t nth = 0; ended; ++nth) {
      LruMap<std::string, std::string> map(2, 100);
      REQUIRE(map.put("one", "1", 40));
      REQUIRE(map.put("two", "2", 40));
      ended = allocation_fault::ends_at(nth, [&] { map.put(key, "new", 30); });
      if (!ended) break;
      CHECK(map.size() == 2);
      CHECK(map.bytes() == 80);
      CHECK(*map.find("one") == "1");
      CHECK(*map.find("two") == "2");
      CHECK(map.put(key, "new", 70));  // room for it alone
      CHECK(map.size() == 1);
      CHECK(map.bytes() == 70);
      CHECK(*map.find(key) == "new");
    }
  }
}

}  // namespace hebb
