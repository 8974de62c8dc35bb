#include "embed/encoder.h"

#include <yyjson.h>

#include <algorithm>
#include <cmath>
#include <latch>
#include <new>
#include <thread>

#include "embed/test_model.h"
#include "text/wordpiece.h"

namespace hebb {
namespace {

using Precision = EncoderOptions::Precision;

struct Golden {
  std::string text;
  std::vector<std::int32_t> ids;
  std::vector<float> vector;  // by a reference that shares nothing with our graph
};

std::vector<Golden> read_golden() {
  const auto bytes = read_bytes(std::filesystem::path(HEBB_SOURCE_DIR) / "tests/golden/embeddings_fp32.json");
  const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(yyjson_read(bytes.data(), bytes.size(), 0),
                                                                         &yyjson_doc_free);
  REQUIRE(document);
  std::vector<Golden> all;
  yyjson_arr_iter entries = yyjson_arr_iter_with(yyjson_doc_get_root(document.get()));
  while (auto* entry = yyjson_arr_iter_next(&entries)) {
    auto* text = yyjson_obj_get(entry, "text");
    Golden golden{.text = {yyjson_get_str(text), yyjson_get_len(text)}, .ids = {}, .vector = {}};
    yyjson_arr_iter ids = yyjson_arr_iter_with(yyjson_obj_get(entry, "token_ids"));
    while (auto* id = yyjson_arr_iter_next(&ids)) golden.ids.push_back(yyjson_get_int(id));
    yyjson_arr_iter numbers = yyjson_arr_iter_with(yyjson_obj_get(entry, "vector"));
    while (auto* x = yyjson_arr_iter_next(&numbers)) golden.vector.push_back(static_cast<float>(yyjson_get_num(x)));
    all.push_back(std::move(golden));
  }
  REQUIRE(all.size() > 20);
  return all;
}

std::vector<std::string_view> texts_of(const std::vector<Golden>& golden) {
  std::vector<std::string_view> texts;
  for (const auto& one : golden) texts.push_back(one.text);
  return texts;
}

// Cosine of each golden text's vector to its reference.
std::vector<double> cosines(const Encoder& encoder, const std::vector<Golden>& golden) {
  const auto vectors = encoder.encode(texts_of(golden));
  REQUIRE(vectors);
  REQUIRE(vectors->size() == golden.size() * kSemanticDimension);
  std::vector<double> found;
  for (std::size_t i = 0; i < golden.size(); ++i) {
    REQUIRE(golden[i].vector.size() == kSemanticDimension);
    const double norm = std::sqrt(dot(golden[i].vector, golden[i].vector));
    found.push_back(dot(row_of(*vectors, i), golden[i].vector) / norm);
  }
  return found;
}

}  // namespace

TEST_CASE("token ids equal those that the golden vectors were made of") {
  const auto words = WordPiece::load(model_folder() / "vocab.txt");
  REQUIRE(words);
  for (const auto& one : read_golden()) CHECK(words->encode(one.text, 256) == one.ids);
}

TEST_CASE("fp32 vectors lie within cosine 0.9999 of the reference") {
  const auto encoder = load_encoder({.model = model_folder(), .precision = Precision::fp32});
  CHECK(encoder->description().precision == "fp32");
  CHECK(std::ranges::min(cosines(*encoder, read_golden())) >= 0.9999);
}

TEST_CASE("what asking the budget throws on any thread is thrown to the caller, and the encoder goes on") {
  const auto encoder = load_encoder({.model = model_folder(), .threads = 2});
  const std::vector<std::string_view> texts(8, "the launch is in June");
  const auto caller = std::this_thread::get_id();
  for (const bool by_caller : {false, true}) {
    std::latch thrown{1};
    const auto gone = [&]() -> bool {
      if ((std::this_thread::get_id() == caller) == by_caller) {
        thrown.count_down();
        throw std::bad_alloc();
      }
      thrown.wait();
      return false;
    };
    CHECK_THROWS_AS(encoder->encode(texts, {.deadline = {}, .gone = gone}), std::bad_alloc);
    CHECK(encoder->encode(texts));
  }
}

TEST_CASE("int8 vectors lie within the stated bound of the reference: mean cosine 0.98, least 0.95") {
  const auto encoder = load_encoder({.model = model_folder(), .precision = Precision::int8});
  CHECK(encoder->description().precision == "int8");
  const auto found = cosines(*encoder, read_golden());
  double sum = 0;
  for (const double cosine : found) sum += cosine;
  CHECK(std::ranges::min(found) >= 0.95);
  CHECK(sum / static_cast<double>(found.size()) >= 0.98);
}

TEST_CASE("a text's vector does not depend on what else is in the call, to the bit") {
  for (const auto precision : {Precision::int8, Precision::fp32}) {
    const auto golden = read_golden();
    auto texts = texts_of(golden);
    const auto together = load_encoder({.model = model_folder(), .precision = precision, .threads = 3})->encode(texts);
    REQUIRE(together);
    const auto encoder = load_encoder({.model = model_folder(), .precision = precision, .threads = 1});
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto alone = encoder->encode(texts[i]);
      REQUIRE(alone);
      CHECK(std::ranges::equal(*alone, row_of(*together, i)));
    }
    std::ranges::reverse(texts);
    const auto reversed = encoder->encode(texts);
    REQUIRE(reversed);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      CHECK(std::ranges::equal(row_of(*reversed, texts.size() - 1 - i), row_of(*together, i)));
    }
  }
}

TEST_CASE("concurrent calls give the vectors of calls one by one") {
  const auto golden = read_golden();
  const auto texts = texts_of(golden);
  const auto encoder = load_encoder({.model = model_folder(), .threads = 2});
  const auto expected = encoder->encode(texts);
  REQUIRE(expected);
  std::vector<Result<std::vector<float>>> results(4);
  {
    std::vector<std::jthread> callers;
    for (auto& result : results) {
      callers.emplace_back([&] { result = encoder->encode(texts); });
    }
  }
  for (const auto& result : results) {
    REQUIRE(result);
    CHECK(*result == *expected);
  }
}

TEST_CASE("every vector has norm 1, whatever the text") {
  const auto encoder = load_encoder({.model = model_folder()});
  const std::string broken = "caf\xC3 \xFF\xFE ok";
  const std::string endless(1'000'000, 'x');
  const std::string many = [] {
    std::string words;
    for (int i = 0; i < 5000; ++i) words += "budget ";
    return words;
  }();
  const auto vectors = encoder->encode({"", " \n", "Yes.", broken, endless, many, std::string_view("\0", 1)});
  REQUIRE(vectors);
  REQUIRE(vectors->size() == 7 * kSemanticDimension);
  for (std::size_t i = 0; i < 7; ++i) CHECK(std::abs(dot(row_of(*vectors, i), row_of(*vectors, i)) - 1) < 1e-5);
  const auto none = encoder->encode(std::vector<std::string_view>{});
  REQUIRE(none);
  CHECK(none->empty());
}

TEST_CASE("a text counts up to max_tokens") {
  const auto encoder = load_encoder({.model = model_folder(), .max_tokens = 6});
  CHECK(encoder->description().max_tokens == 6);
  const auto vectors = encoder->encode({"one two three four", "one two three four five six", "one two three"});
  REQUIRE(vectors);
  CHECK(std::ranges::equal(row_of(*vectors, 0), row_of(*vectors, 1)));
  CHECK_FALSE(std::ranges::equal(row_of(*vectors, 0), row_of(*vectors, 2)));
  const auto ample = load_encoder({.model = model_folder(), .max_tokens = 512});
  CHECK(ample->description().max_tokens == 256);  // what the manifest allows
}

TEST_CASE("like means near") {
  const auto encoder = load_encoder({.model = model_folder()});
  const auto vectors = encoder->encode(
      {"The launch was put off until autumn.", "We postponed the release to the fall.", "The cat sleeps on the sofa."});
  REQUIRE(vectors);
  CHECK(dot(row_of(*vectors, 0), row_of(*vectors, 1)) > 0.4);
  CHECK(dot(row_of(*vectors, 0), row_of(*vectors, 2)) < 0.3);
}

}  // namespace hebb
