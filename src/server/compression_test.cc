#include "server/compression.h"

#include <brotli/decode.h>
#include <drogon/utils/Utilities.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>

namespace hebb::server {
namespace {

std::string unpacked(const std::string& packed, Coding coding, std::size_t room) {
  if (coding == Coding::gzip) return drogon::utils::gzipDecompress(packed.data(), packed.size());
  std::string out(room + 1, '\0');
  std::size_t size = out.size();
  const auto done = BrotliDecoderDecompress(packed.size(), reinterpret_cast<const std::uint8_t*>(packed.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(out.data()));
  REQUIRE(done == BROTLI_DECODER_RESULT_SUCCESS);
  out.resize(size);
  return out;
}

}  // namespace

TEST_CASE("what is compressed is got back, whatever it was") {
  std::mt19937 random(1);
  for (const Coding coding : {Coding::gzip, Coding::br}) {
    for (const std::size_t size : {1U, 1000U, 70'000U, 3'000'000U}) {
      std::string noise(size, '\0');
      for (char& c : noise) c = static_cast<char>(random());
      std::string text;
      while (text.size() < size) text += R"({"speaker":"Anna","text":"We decided to ship."},)";
      CHECK(unpacked(compressed(noise, coding), coding, noise.size()) == noise);
      const auto packed = compressed(text, coding);
      CHECK(unpacked(packed, coding, text.size()) == text);
      if (size >= 1000) CHECK(packed.size() < text.size() / 4);
    }
  }
}

}  // namespace hebb::server
