// One ONNX graph of a sentence encoder, run on one text at a time. Private to embed/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/error.h"
#include "model/domain.h"

namespace hebb {

// Thread safety: run() may be called concurrently; it does not bound how often.
class OnnxSession {
 public:
  // Prints nothing, though ONNX Runtime would (quiet_stderr.h).
  // Errors: corruption (no ONNX graph), unsupported (inputs or outputs other than a BERT encoder's).
  static Result<std::unique_ptr<OnnxSession>> open(const std::filesystem::path& graph);
  ~OnnxSession();

  // Writes the text's vector, L2 norm 1. Requires: ids not empty. Errors: internal, resource_exhausted.
  Result<void> run(std::span<const std::int32_t> ids, std::span<float, kSemanticDimension> vector) const;

 private:
  struct State;
  explicit OnnxSession(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hebb
