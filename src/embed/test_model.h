// Where the tests of embed/ find the model, and folders to damage copies of it in.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "embed/encoder.h"

namespace hebb {

// The folder tool/model/prepare made; the test is skipped without one, as with a MODEL_PATH that is no such folder.
inline std::filesystem::path model_folder() {
  const char* given = std::getenv("MODEL_PATH");
  const auto found = given != nullptr && *given != '\0' ? Result<std::filesystem::path>(given) : find_model();
  if (!found) SKIP("MODEL_PATH: no model here; run tool/model/prepare");
  if (!std::filesystem::exists(*found / "manifest.json")) SKIP("MODEL_PATH: not a folder made by tool/model/prepare");
  return *found;
}

inline std::unique_ptr<Encoder> load_encoder(const EncoderOptions& options) {
  auto encoder = Encoder::load(options);
  if (!encoder) FAIL(encoder.error().message);
  return std::move(*encoder);
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hebb-embed-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) FAIL("cannot make " << name);
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(std::string_view name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  void link(const std::filesystem::path& file) const { std::filesystem::create_symlink(file, path_ / file.filename()); }

 private:
  std::filesystem::path path_;
};

inline std::string read_bytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

inline std::span<const float> row_of(const std::vector<float>& rows, std::size_t row) {
  return std::span(rows).subspan(row * kSemanticDimension, kSemanticDimension);
}

}  // namespace hebb
