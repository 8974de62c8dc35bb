#include "text/wordpiece.h"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <string>

namespace hebb {
namespace {

struct TemporaryVocabulary {
  std::filesystem::path path;
  explicit TemporaryVocabulary(std::string_view lines) {
    static int number = 0;
    path = std::filesystem::temp_directory_path() /
           ("hebb_vocabulary_" + std::to_string(getpid()) + "_" + std::to_string(number++));
    std::ofstream(path, std::ios::binary) << lines;
  }
  ~TemporaryVocabulary() { std::filesystem::remove(path); }
};

// Ids are line numbers.
constexpr std::string_view kSmall =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##aff\n##able\n##a\nhello\n,\n!\ni\nstrasse\n##b\na\n\xE4\xBD\xA0\n=\n";

using Ids = std::vector<std::int32_t>;

Ids encode(std::string_view text, std::size_t max_tokens = 256) {
  TemporaryVocabulary file(kSmall);
  return WordPiece::load(file.path)->encode(text, max_tokens);
}

}  // namespace

TEST_CASE("wordpiece takes the longest piece first") {
  CHECK(encode("unaffable") == Ids{2, 4, 5, 6, 3});
  CHECK(encode("una") == Ids{2, 4, 7, 3});
  CHECK(encode("") == Ids{2, 3});
}

TEST_CASE("wordpiece gives [UNK] to a whole word when any rest of it is unknown") {
  CHECK(encode("unaffablez hello") == Ids{2, 1, 8, 3});
  CHECK(encode("a" + std::string(99, 'b')).size() == 102);
  CHECK(encode("a" + std::string(100, 'b')) == Ids{2, 1, 3});
}

TEST_CASE("wordpiece lowers case, strips accents and splits at punctuation") {
  CHECK(encode("HELLO, H\xC3\xA9llo!") == Ids{2, 8, 9, 8, 10, 3});
  CHECK(encode("\xC4\xB0") == Ids{2, 11, 3});                      // İ: i and a dot, which is stripped
  CHECK(encode("he\xCC\x81llo") == Ids{2, 8, 3});                  // a combining acute
  CHECK(encode("hello\xE2\x89\xA0hello") == Ids{2, 8, 16, 8, 3});  // ≠ becomes = and a stroke
  CHECK(encode("a\xE4\xBD\xA0"
               "a") == Ids{2, 14, 15, 14, 3});                             // each Chinese character is a word
  CHECK(encode("\xE2\x80\x8Bhel\xC2\xADlo\xE2\x80\x8D") == Ids{2, 8, 3});  // format characters vanish
  CHECK(encode("a\xE3\x80\x80"
               "a\xC2\xA0"
               "a") == Ids{2, 14, 14, 14, 3});
}

TEST_CASE("wordpiece takes names of special tokens as text") {
  CHECK(encode("[SEP]") == Ids{2, 1, 1, 1, 3});
}

TEST_CASE("wordpiece passes over invalid UTF-8") {
  CHECK(encode("hel\xFFlo\xC3") == Ids{2, 8, 3});
  CHECK(encode("hel\xED\xA0\x80lo") == Ids{2, 8, 3});  // an encoded surrogate
  CHECK(encode(std::string_view("hel\0lo", 6)) == Ids{2, 8, 3});
}

TEST_CASE("wordpiece truncates to max_tokens in all") {
  CHECK(encode("hello hello hello", 4) == Ids{2, 8, 8, 3});
  CHECK(encode("unaffable", 4) == Ids{2, 4, 5, 3});
  CHECK(encode("hello", 2) == Ids{2, 3});
}

TEST_CASE("wordpiece refuses a vocabulary it cannot use") {
  const auto missing = WordPiece::load("/nonexistent/vocab.txt");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(missing.error().message.contains("/nonexistent/vocab.txt"));
  TemporaryVocabulary without_sep("[PAD]\n[UNK]\n[CLS]\na\n");
  const auto damaged = WordPiece::load(without_sep.path);
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().code == ErrorCode::corruption);
  CHECK(damaged.error().message.contains("[SEP]"));
}

}  // namespace hebb
