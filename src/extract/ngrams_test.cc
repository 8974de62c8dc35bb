#include "extract/ngrams.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace hebb {
namespace {

using Words = std::vector<std::string>;

std::vector<std::uint16_t> buckets_of(const Words& words, const NgramBuckets::Manner& manner = {},
                                      std::size_t count = 65536) {
  NgramBuckets buckets(count);
  buckets.add(words, manner);
  return std::move(buckets).taken();
}

TEST_CASE("n-grams have the borders in them, and a border alone is none") {
  // "< a", "< a >", "a", "a >"
  CHECK(buckets_of({"a"}).size() == 4);
  CHECK(buckets_of({"a"}, {.longest = 1}).size() == 1);
  CHECK(buckets_of({}).size() == 1);  // "< >"
  CHECK(buckets_of({"a", "a", "a"}, {.longest = 1}).size() == 1);
}

TEST_CASE("the same words give the same buckets, ascending and below the count; others and other prefixes do not") {
  const Words words{"we", "take", "the", "yellow", "one"};
  const auto plain = buckets_of(words, {}, 1000);
  CHECK(plain == buckets_of(words, {}, 1000));
  CHECK(std::ranges::is_sorted(plain));
  CHECK(plain.back() < 1000);
  CHECK(buckets_of({"ab", "c"}, {.longest = 1}) != buckets_of({"a", "bc"}, {.longest = 1}));
  const auto all_of_them = buckets_of(words);
  std::vector<std::uint16_t> shared;
  const auto elsewhere = buckets_of(words, {.prefix = "n"});
  std::ranges::set_intersection(all_of_them, elsewhere, std::back_inserter(shared));
  CHECK(shared.size() < all_of_them.size() / 4);
}

TEST_CASE("n-grams of several sequences are told together, each bucket once") {
  NgramBuckets buckets(65536);
  buckets.add(Words{"yes"}, {.longest = 1});
  buckets.add(Words{"yes"}, {.longest = 1});
  buckets.add(Words{"no"}, {.longest = 1});
  CHECK(std::move(buckets).taken().size() == 2);
}

}  // namespace
}  // namespace hebb
