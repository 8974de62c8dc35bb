#include "server/compression.h"

#include <brotli/encode.h>
#include <drogon/utils/Utilities.h>

#include <cstdint>

#include "base/error.h"

namespace hebb::server {
namespace {

constexpr int kBrotliQuality = 4;  // Drogon's own call takes 11, which is for what is compressed once and sent for ever

std::string by_brotli(std::string_view body) {
  std::string out(BrotliEncoderMaxCompressedSize(body.size()), '\0');
  std::size_t size = out.size();
  const auto done = BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(),
                                          reinterpret_cast<const std::uint8_t*>(body.data()), &size,
                                          reinterpret_cast<std::uint8_t*>(out.data()));
  HEBB_CHECK(done == BROTLI_TRUE);
  out.resize(size);
  return out;
}

}  // namespace

std::string compressed(std::string_view body, Coding coding) {
  HEBB_CHECK(coding != Coding::identity);
  return coding == Coding::br ? by_brotli(body) : drogon::utils::gzipCompress(body.data(), body.size());
}

}  // namespace hebb::server
