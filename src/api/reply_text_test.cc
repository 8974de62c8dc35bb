#include "api/reply_text.h"

#include <yyjson.h>

#include <bit>
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <rfl/json.hpp>

#include "base/error.h"
#include "engine/types.h"

using namespace hebb;
using namespace hebb::api;

namespace {

using Document = std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)>;

Document parsed(const std::string& json) {
  return {yyjson_read(json.data(), json.size(), YYJSON_READ_NOFLAG), &yyjson_doc_free};
}

std::string text_in(const std::string& json) {
  const Document document = parsed(json);
  yyjson_val* root = yyjson_doc_get_root(document.get());
  REQUIRE(yyjson_is_str(root));
  return {yyjson_get_str(root), yyjson_get_len(root)};
}

double real_in(const std::string& json) {
  const Document document = parsed(json);
  REQUIRE(yyjson_is_real(yyjson_doc_get_root(document.get())));
  return yyjson_get_real(yyjson_doc_get_root(document.get()));
}

// Every bit pattern as likely as the next.
template <class Real, class Bits, class Reads>
void check_patterns(std::mt19937_64& random, Reads reads) {
  for (int i = 0; i < 100'000; ++i) {
    const auto bits = static_cast<Bits>(random());
    const auto number = std::bit_cast<Real>(bits);
    if (!std::isfinite(number)) continue;
    const std::string json = reply_text_of(number);
    if (std::bit_cast<Bits>(reads(json)) != bits) FAIL_CHECK(json << " is not " << bits);
  }
}

struct Within {
  std::string text;
  std::vector<std::string> texts;
};

struct Sample {
  rfl::Flatten<Within> within;
  bool yes = true;
  int negative = -3;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  double half = 0.5;
  OrNull<std::string> null = std::nullopt;
  OrNull<std::string> empty = std::optional(std::string());
  std::optional<std::string> absent;
  std::optional<int> there = 4;
  std::array<std::uint32_t, 2> pair{1, 2};
  std::map<std::string, std::vector<int>> lists{{"", {}}, {"a\"b", {1, 2}}};
  std::vector<Within> nested{{}, {.text = "x", .texts = {"y", "z"}}};
};

struct Nothing {
  std::optional<int> absent;
};

struct DomainValues {
  MemoryId id;
  Instant at;
  OrNull<Instant> ended_at;
  Milliseconds length;
  MemoryType type;
  ScoreParts parts;
};

}  // namespace

TEST_CASE("a text reads back as it is, and has the escapes that reflect-cpp's writer gives") {
  std::vector<std::string> texts{"",
                                 "\"",
                                 "\\",
                                 "\\\"\\",
                                 "a/b\x7F",
                                 "\xF4\x8F\xBF\xBF",
                                 "\xED\x9F\xBF",
                                 "März",
                                 "中文\u2028🙂🙂",
                                 "a🙂\n",
                                 "1234567",
                                 "12345678",
                                 "12345678\"",
                                 "\u0080\uFFFF"};
  for (char c = 1; c < 0x7F; ++c) texts.push_back(std::string(c % 11, 'x') + c + std::string(c % 9, 'y') + c);
  for (const std::string& text : texts) {
    CHECK(text_in(reply_text_of(text)) == text);
    CHECK(reply_text_of(text) == rfl::json::write(text));
  }
  const std::string zero("a\0b", 3);
  CHECK(reply_text_of(zero) == R"("a\u0000b")");
  CHECK(text_in(reply_text_of(zero)) == zero);
}

TEST_CASE("texts of random characters read back") {
  std::mt19937_64 random(Catch::getSeed());
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto left = random() % 40; left > 0; --left) {
      const auto kinds = std::to_array<std::string>(
          {"a", "b ", "\"", "\\", "\n", std::string(1, random() % 0x80), "é", "\u2029", "🙂"});
      text += kinds[random() % kinds.size()];
    }
    if (text_in(reply_text_of(text)) != text) FAIL_CHECK(reply_text_of(text));
  }
}

TEST_CASE("a text that is not UTF-8 is refused wherever it stands") {
  for (const char* wrong : {"\x80", "\xFF", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9F\x99"}) {
    for (const char* before : {"", "é", "12345678", "1234\"678"}) {
      CHECK_THROWS_AS(reply_text_of(std::string(before) + wrong), ContractViolation);
      CHECK_THROWS_AS(reply_text_of(std::string(before) + wrong + "\""), ContractViolation);
    }
  }
}

TEST_CASE("a struct with a text that is not UTF-8 is refused, and ends nothing") {
  CHECK_THROWS_AS(reply_text_of(Sample{.within = Within{.texts = {"a", "\xFF"}}}), ContractViolation);
  CHECK_THROWS_AS(reply_text_of(std::map<std::string, int>{{"\xC3", 1}}), ContractViolation);
}

TEST_CASE("a real number reads back to the bit") {
  std::mt19937_64 random(Catch::getSeed());
  check_patterns<float, std::uint32_t>(random, [](const auto& json) { return static_cast<float>(real_in(json)); });
  check_patterns<double, std::uint64_t>(random, real_in);
}

TEST_CASE("a real number has the digits that it needs, and a point or an exponent") {
  CHECK(reply_text_of(0.3F) == "0.3");
  CHECK(reply_text_of(0.0F) == "0.0");
  CHECK(reply_text_of(-0.0F) == "-0.0");
  CHECK(reply_text_of(-1.0) == "-1.0");
  CHECK(reply_text_of(0.3) == "0.3");
  CHECK(reply_text_of(16777216.0F) == "16777216.0");
  CHECK(reply_text_of(1e-6F) == "0.000001");
  CHECK(reply_text_of(0.00012F) == "0.00012");
  CHECK(reply_text_of(-1e-7F) == "-1e-7");
  CHECK(reply_text_of(1e-45F) == "1e-45");
  CHECK(reply_text_of(1e15) == "1e+15");
  CHECK(reply_text_of(3.4028235e38F) == "3.4028235e+38");
  for (const float wrong : {std::nanf(""), HUGE_VALF, -HUGE_VALF}) {
    CHECK_THROWS_AS(reply_text_of(wrong), ContractViolation);
    CHECK_THROWS_AS(reply_text_of(double{wrong}), ContractViolation);
  }
}

TEST_CASE("integers at their limits") {
  CHECK(reply_text_of(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(reply_text_of(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  CHECK(reply_text_of(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(reply_text_of(std::numeric_limits<std::uint32_t>::max()) == "4294967295");
  CHECK(reply_text_of(0) == "0");
}

TEST_CASE("a struct is written as reflect-cpp writes it") {
  const Sample sample{.within = Within{.text = "a\tb"}};
  CHECK(reply_text_of(sample) == rfl::json::write(sample));
  CHECK(reply_text_of(Nothing{}) == "{}");
  CHECK(reply_text_of(Nothing{3}) == R"({"absent":3})");
}

TEST_CASE("values of the domain are written as the contract has them") {
  const DomainValues values{.id = *MemoryId::parse("01234567-89ab-8def-8123-456789abcdef"),
                            .at = *parse_rfc3339("2026-03-05T14:00:00.250Z"),
                            .ended_at = std::nullopt,
                            .length = Milliseconds(-5),
                            .type = MemoryType::decision,
                            .parts = {.semantic = 0.1F}};
  CHECK(
      reply_text_of(values) ==
      R"({"id":"01234567-89ab-8def-8123-456789abcdef","at":"2026-03-05T14:00:00.250Z",)"
      R"("ended_at":null,"length":-5,"type":"decision","parts":{"semantic":0.1,"lexical":0.0,)"
      R"("activation":0.0,"coverage":0.0,"speaker":0.0,"meeting":0.0,"type_prior":0.0,"exchange":0.0,"length":0.0}})");
}
