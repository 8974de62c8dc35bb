// Where a model's files are and whether they are whole. Private to embed/.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "embed/encoder.h"

namespace hebb {

struct ModelFiles {
  std::filesystem::path graph;  // .onnx
  std::filesystem::path vocabulary;
  std::string name;
  std::string precision;       // "fp32" or "int8"
  std::string digest;          // SHA-256 of `graph`, hex
  std::size_t max_tokens = 0;  // what the manifest allows; 0: unknown
};

// Errors: those of Encoder::load that concern files.
Result<ModelFiles> find_model_files(const EncoderOptions& options);

// Whether int8 products are quicker than fp32 here: AVX512-VNNI, AVX-VNNI, or ARM's dot product.
bool cpu_has_int8_dot_product();

}  // namespace hebb
