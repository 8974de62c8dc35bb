// Sentences to vectors: all-MiniLM-L6-v2 by ONNX Runtime. Front header of embed/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"
#include "base/error.h"
#include "model/domain.h"

namespace hebb {

struct EncoderOptions {
  // A folder made by tool/model/prepare (manifest.json, vocab.txt, *.onnx), or a .onnx file with vocab.txt beside it.
  // The official export (output last_hidden_state) is taken as it is; pooling and normalisation are then done here.
  std::filesystem::path model;
  enum class Precision { automatic, fp32, int8 } precision = Precision::automatic;  // automatic: int8 where VNNI is
  std::size_t max_tokens = 256;
  std::size_t threads = 0;  // concurrent runs, one intra-op thread each; 0: the cores
};

// The default place of the model: $XDG_CACHE_HOME/hebb/models/…, the newest folder there with a manifest.
Result<std::filesystem::path> find_model();

// Thread safety: thread-safe; calls from many threads run concurrently, bounded by `threads`.
// Invariants: (1) a text's vector depends on the text and the model alone, not on what else is in the call.
class Encoder {
 public:
  // Verifies the files' digests against the manifest when there is one.
  // Errors: not_found (names the path and the mend), corruption (digest differs), unsupported (no known output).
  static Result<std::unique_ptr<Encoder>> load(const EncoderOptions& options);
  ~Encoder();

  // One row of kSemanticDimension numbers with L2 norm 1 a text, row-major. An empty text has a vector too.
  // A few texts are a question that somebody waits for: they do not queue up behind a meeting's.
  // Errors: internal (ONNX Runtime refused), resource_exhausted; the budget's, which is asked before each text, by any
  // thread: what that throws is thrown here.
  Result<std::vector<float>> encode(const std::vector<std::string_view>& texts, const Budget& budget = {}) const;
  Result<std::vector<float>> encode(std::string_view text) const;

  struct Description {
    std::string name;       // "all-MiniLM-L6-v2"
    std::string precision;  // "fp32" or "int8"
    std::string digest;     // SHA-256 of the model file, hex
    std::size_t max_tokens = 0;
  };
  const Description& description() const;

 private:
  struct State;
  explicit Encoder(std::unique_ptr<State> state);
  std::unique_ptr<const State> state_;
};

// The store's memory of its encoder: fixed sentences and their vectors. Compatible when every cosine >= 0.95.
const std::vector<std::string_view>& probe_sentences();
Result<EncoderProbe> make_probe(const Encoder& encoder);
// Errors: conflict, naming both models, the least cosine and the mend.
Result<void> check_probe(const EncoderProbe& stored, const EncoderProbe& present);

}  // namespace hebb
