// ONNX Runtime alone, as lean as it gets: token ids in, vectors out. The baseline that our encoder is measured against.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace hebb::bench {

// One session, one intra-op thread a Run, one text a Run. Thread safety: thread-safe. Failure ends the program.
class BareEncoder {
 public:
  explicit BareEncoder(const std::filesystem::path& model);
  ~BareEncoder();

  std::vector<float> run(std::span<const std::int32_t> token_ids) const;
  // Every text once, on so many threads.
  void run_all(std::span<const std::vector<std::int32_t>> texts, std::size_t threads) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hebb::bench
