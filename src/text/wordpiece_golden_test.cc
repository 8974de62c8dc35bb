// WordPiece against HuggingFace `tokenizers`: a committed torture set, every code point, and every sentence of QMSum
// val.
#include <yyjson.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "base/digest.h"
#include "text/wordpiece.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;
using Ids = std::vector<std::int32_t>;
using Document = std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)>;

constexpr std::size_t kUnbounded = 1'000'000;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The vocabulary that tool/model/prepare put in its place, or that of MODEL_PATH.
std::optional<fs::path> find_vocabulary() {
  if (const fs::path model = environment("MODEL_PATH"); !model.empty()) {
    const auto folder = fs::is_directory(model) ? model : model.parent_path();
    return fs::exists(folder / "vocab.txt") ? std::optional(folder / "vocab.txt") : std::nullopt;
  }
  const auto cache = environment("XDG_CACHE_HOME");
  const auto base = cache.empty() ? fs::path(environment("HOME")) / ".cache" : fs::path(cache);
  std::error_code absent;
  for (const auto& version : fs::directory_iterator(base / "hebb/models/all-MiniLM-L6-v2", absent)) {
    if (fs::exists(version.path() / "vocab.txt")) return version.path() / "vocab.txt";
  }
  return std::nullopt;
}

WordPiece load_vocabulary() {
  const auto file = find_vocabulary();
  if (!file) SKIP("MODEL_PATH: no vocab.txt; run tool/model/prepare");
  auto loaded = WordPiece::load(*file);
  REQUIRE(loaded);
  return std::move(*loaded);
}

Document parse(const std::string& bytes) {
  Document document(yyjson_read(bytes.data(), bytes.size(), 0), &yyjson_doc_free);
  REQUIRE(document);
  return document;
}

std::string_view text_of(yyjson_val* value) {
  return {yyjson_get_str(value), yyjson_get_len(value)};
}

Ids ids_of(yyjson_val* array) {
  Ids ids;
  yyjson_arr_iter each = yyjson_arr_iter_with(array);
  while (auto* id = yyjson_arr_iter_next(&each)) ids.push_back(yyjson_get_int(id));
  return ids;
}

Ids inner(const Ids& ids) {
  return Ids(ids.begin() + 1, ids.end() - 1);
}  // without [CLS] and [SEP]

std::string utf8(std::uint32_t code) {
  const auto tail = [](std::uint32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | code >> 6), tail(code)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | code >> 12), tail(code >> 6), tail(code)};
  return {static_cast<char>(0xF0 | code >> 18), tail(code >> 12), tail(code >> 6), tail(code)};
}

std::string read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Document read_torture_set() {
  auto document = parse(read_file(fs::path(HEBB_SOURCE_DIR) / "tests/golden/wordpiece_torture.json"));
  const auto vocabulary = find_vocabulary();
  if (!vocabulary) SKIP("MODEL_PATH: no vocab.txt; run tool/model/prepare");
  const auto wanted = text_of(yyjson_obj_get(yyjson_doc_get_root(document.get()), "vocabulary_sha256"));
  if (to_hex(sha256_of_file(*vocabulary).value()) != wanted) SKIP("MODEL_PATH: its vocabulary is another model's");
  return document;
}

}  // namespace

TEST_CASE("wordpiece ids equal those of tokenizers on the torture set") {
  const auto document = read_torture_set();
  const auto words = load_vocabulary();
  yyjson_arr_iter cases = yyjson_arr_iter_with(yyjson_obj_get(yyjson_doc_get_root(document.get()), "cases"));
  std::size_t count = 0;
  while (auto* one = yyjson_arr_iter_next(&cases)) {
    const auto text = text_of(yyjson_arr_get(one, 0));
    const auto wanted = ids_of(yyjson_arr_get(one, 1));
    INFO("case " << count << ": " << text);
    CHECK(inner(words.encode(text, kUnbounded)) == wanted);
    // Truncation keeps the first ids.
    for (const std::size_t limit : {2U, 3U, 7U, 16U}) {
      const auto kept = std::min(wanted.size(), limit - 2);
      const auto expected = Ids(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(kept));
      CHECK(inner(words.encode(text, limit)) == expected);
    }
    ++count;
  }
  CHECK(count > 1000);
}

TEST_CASE("wordpiece ids equal those of tokenizers on every code point") {
  const auto document = read_torture_set();
  const auto words = load_vocabulary();
  yyjson_arr_iter rows = yyjson_arr_iter_with(yyjson_obj_get(yyjson_doc_get_root(document.get()), "sweep"));
  std::size_t count = 0;
  while (auto* row = yyjson_arr_iter_next(&rows)) {
    const auto first = static_cast<std::uint32_t>(yyjson_get_uint(yyjson_arr_get(row, 0)));
    const auto last = static_cast<std::uint32_t>(yyjson_get_uint(yyjson_arr_get(row, 1)));
    const auto wanted = ids_of(yyjson_arr_get(row, 2));
    for (auto code = first; code <= last; ++code, ++count) {
      if (inner(words.encode("a" + utf8(code) + "b", kUnbounded)) == wanted) continue;
      FAIL_CHECK("U+" << std::hex << code);
    }
  }
  CHECK(count == 0x110000 - 0x800);
}

TEST_CASE("wordpiece ids equal those of tokenizers on every sentence of QMSum val") {
  const auto golden = environment("HEBB_WORDPIECE_GOLDEN");
  if (golden.empty()) SKIP("HEBB_WORDPIECE_GOLDEN: not set; tool/golden/prepare makes the file and prints its name");
  const auto words = load_vocabulary();
  std::ifstream lines(golden);
  REQUIRE(lines);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto document = parse(line);
    auto* one = yyjson_doc_get_root(document.get());
    const auto ids = words.encode(text_of(yyjson_obj_get(one, "text")), kUnbounded);
    if (ids != ids_of(yyjson_obj_get(one, "ids"))) FAIL_CHECK("line " << count + 1 << " of " << golden);
  }
  CHECK(count > 5000);
}

TEST_CASE("wordpiece takes any bytes") {
  const auto words = load_vocabulary();
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 numbers(seed);
  const auto size = static_cast<std::int32_t>(words.vocabulary_size());
  for (int round = 0; round < 3000; ++round) {
    std::string text(numbers() % 400, '\0');
    const bool any = round % 2 == 0;
    for (char& byte : text) byte = static_cast<char>(any ? numbers() % 256 : 0x80 + numbers() % 0x80);
    const std::size_t limit = 2 + numbers() % 300;
    const auto ids = words.encode(text, limit);
    CHECK(ids.size() <= limit);
    CHECK(ids.size() >= 2);
    CHECK(std::ranges::all_of(ids, [size](auto id) { return id >= 0 && id < size; }));
    CHECK(ids == words.encode(text, limit));
  }
}

TEST_CASE("wordpiece reads a long text only as far as it needs") {
  const auto words = load_vocabulary();
  const std::string many(50'000'000, '.');
  CHECK(words.encode(many, 256).size() == 256);
  const std::string one_word(5'000'000, 'a');
  CHECK(words.encode(one_word, 256).size() == 3);
}

}  // namespace hebb
