// What holds for any bytes: see broken_property().
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

const std::string kFolder = HEBB_SOURCE_DIR "/tests/fixtures/transcripts";

void check_any(std::string_view bytes) {
  const auto transcript = read_transcript(bytes);
  if (!transcript) {
    CHECK_FALSE(transcript.error().message.empty());
    CHECK(transcript.error().code == ErrorCode::invalid_argument);
    return;
  }
  CHECK(broken_property(bytes, *transcript) == "");
  const auto again = read_transcript(bytes);
  REQUIRE(again.has_value());
  CHECK(transcript_json(*again) == transcript_json(*transcript));
}

std::string changed(std::string bytes, std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {"-->", "\n\n",   "00:00:01.000", "<v ",       "\"",       "{",  "[",
                                                 "]",   "Maya: ", "\r",           "\xC3",      "\xFF\xFE", "&#", "\0",
                                                 ":",   "# ",     "**",           "9999999999"};
  const auto below = [&](std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size)(random); };
  for (std::size_t edits = 1 + below(6); edits > 0 && !bytes.empty(); --edits) {
    const std::size_t at = below(bytes.size() - 1);
    const std::size_t length = below(std::min<std::size_t>(40, bytes.size() - at));
    switch (below(4)) {
      case 0:
        bytes[at] = static_cast<char>(below(255));
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, kPieces[below(std::size(kPieces) - 1)]);
        break;
      case 3:
        bytes.insert(at, bytes.substr(below(bytes.size() - 1), length));
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

TEST_CASE("random bytes never break a property") {
  std::mt19937 random(Catch::getSeed());
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(std::uniform_int_distribution<std::size_t>(0, 300)(random), '\0');
    const int most = i % 2 == 0 ? 255 : 127;
    for (char& c : bytes) c = static_cast<char>(std::uniform_int_distribution<int>(i % 4 == 3 ? 32 : 0, most)(random));
    check_any(bytes);
  }
}

TEST_CASE("changed fixtures never break a property") {
  std::mt19937 random(Catch::getSeed());
  for (const auto& fixture : transcript_fixtures(kFolder)) {
    INFO(fixture.name);
    for (int i = 0; i < 60; ++i) check_any(changed(fixture.bytes, random));
  }
}

TEST_CASE("fixtures cut at every byte never break a property") {
  for (const auto& fixture : transcript_fixtures(kFolder)) {
    INFO(fixture.name);
    for (std::size_t size = 0; size < fixture.bytes.size(); ++size)
      check_any(std::string_view(fixture.bytes).substr(0, size));
  }
}

std::string with_line_ends(std::string_view bytes, std::string_view end) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') continue;
    if (bytes[i] == '\n') {
      out += end;
    } else {
      out += bytes[i];
    }
  }
  return out;
}

std::string as_utf16(std::string_view utf8, bool little, bool mark) {
  std::string out;
  const auto put = [&](std::uint32_t unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += little ? low : high;
    out += little ? high : low;
  };
  if (mark) put(0xFEFF);
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? byte : byte & (0xFF >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
    i += length;
    if (code >= 0x10000) {
      put(0xD800 + ((code - 0x10000) >> 10));
      put(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      put(code);
    }
  }
  return out;
}

TEST_CASE("line ends, byte order marks and UTF-16 change no turn, and no line that is warned of") {
  for (const auto& fixture : transcript_fixtures(kFolder)) {
    if (fixture.name.ends_with(".docx") || fixture.name.starts_with("german")) continue;  // no UTF-8
    INFO(fixture.name);
    const bool marked = fixture.bytes.starts_with("\xEF\xBB\xBF");
    const std::string plain = with_line_ends(std::string_view(fixture.bytes).substr(marked ? 3 : 0), "\n");
    const auto expected = read_transcript(plain);
    REQUIRE(expected.has_value());
    const std::string variants[] = {"\xEF\xBB\xBF" + plain,        with_line_ends(plain, "\r\n"),
                                    with_line_ends(plain, "\r"),   as_utf16(plain, true, true),
                                    as_utf16(plain, false, true),  as_utf16(plain, true, false),
                                    as_utf16(plain, false, false), as_utf16(with_line_ends(plain, "\r\n"), true, true)};
    for (const auto& variant : variants) {
      INFO("variant " << &variant - variants);
      const auto transcript = read_transcript(variant);
      REQUIRE(transcript.has_value());
      CHECK(transcript_json(*transcript) == transcript_json(*expected));
    }
  }
}

}  // namespace
}  // namespace hebb
