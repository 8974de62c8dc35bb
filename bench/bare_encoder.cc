#include "bench/bare_encoder.h"

#include <onnxruntime_cxx_api.h>

#include <array>
#include <atomic>
#include <thread>

namespace hebb::bench {

struct BareEncoder::State {
  Ort::Env env{ORT_LOGGING_LEVEL_FATAL, "bare"};
  Ort::Session session{nullptr};
};

BareEncoder::BareEncoder(const std::filesystem::path& model) : state_(std::make_unique<State>()) {
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(1);
  options.SetInterOpNumThreads(1);
  options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
  state_->session = Ort::Session(state_->env, model.c_str(), options);
}

BareEncoder::~BareEncoder() = default;

std::vector<float> BareEncoder::run(std::span<const std::int32_t> token_ids) const {
  std::vector<std::int64_t> ids(token_ids.begin(), token_ids.end()), mask(ids.size(), 1), types(ids.size(), 0);
  const std::array<std::int64_t, 2> shape{1, static_cast<std::int64_t>(ids.size())};
  const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  const auto tensor = [&](std::vector<std::int64_t>& values) {
    return Ort::Value::CreateTensor<std::int64_t>(memory, values.data(), values.size(), shape.data(), shape.size());
  };
  const std::array<Ort::Value, 3> inputs{tensor(ids), tensor(mask), tensor(types)};
  constexpr std::array names{"input_ids", "attention_mask", "token_type_ids"};
  constexpr std::array outputs{"sentence_embedding"};
  auto result = state_->session.Run(Ort::RunOptions{nullptr}, names.data(), inputs.data(), inputs.size(),
                                    outputs.data(), outputs.size());
  const float* first = result.front().GetTensorData<float>();
  return {first, first + result.front().GetTensorTypeAndShapeInfo().GetElementCount()};
}

void BareEncoder::run_all(std::span<const std::vector<std::int32_t>> texts, std::size_t threads) const {
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (std::size_t at = next++; at < texts.size(); at = next++) run(texts[at]);
    });
  }
}

}  // namespace hebb::bench
