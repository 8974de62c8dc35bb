#include "embed/onnx_session.h"

#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "embed/quiet_stderr.h"

namespace hebb {
namespace {

constexpr std::array<std::string_view, 3> kInputs{"input_ids", "attention_mask", "token_type_ids"};
constexpr std::string_view kPooled = "sentence_embedding";  // [batch, 384]
constexpr std::string_view kHidden = "last_hidden_state";   // [batch, tokens, 384]: the official export

// Debian's ONNX Runtime registers its schemas twice and prints some 1,100 lines on it when a first session is made.
constexpr std::string_view kNoise = "Schema error: ";

Ort::SessionOptions session_options() {
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(1);  // texts run side by side instead
  options.SetInterOpNumThreads(1);
  options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
  options.SetLogSeverityLevel(ORT_LOGGING_LEVEL_FATAL);
  return options;
}

bool scale_to_norm_1(std::span<float, kSemanticDimension> vector) {
  double squares = 0;
  for (const float x : vector) squares += static_cast<double>(x) * static_cast<double>(x);
  const double norm = std::sqrt(squares);
  if (!std::isfinite(norm) || norm == 0) return false;
  for (float& x : vector) x = static_cast<float>(static_cast<double>(x) / norm);
  return true;
}

std::unexpected<Error> refused(const std::filesystem::path& graph, const Ort::Exception& problem) {
  if (problem.GetOrtErrorCode() == ORT_INVALID_PROTOBUF || problem.GetOrtErrorCode() == ORT_NO_MODEL) {
    return fail(ErrorCode::corruption,
                "the model file " + graph.string() +
                    " is no ONNX model or is damaged: fetch it again, or run tool/model/prepare");
  }
  return fail(ErrorCode::unsupported, "ONNX Runtime cannot load " + graph.string() + ": " + problem.what());
}

}  // namespace

struct OnnxSession::State {
  Ort::Env environment{ORT_LOGGING_LEVEL_FATAL, "hebb"};
  Ort::Session session{nullptr};
  Ort::MemoryInfo memory{Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault)};
  std::vector<const char*> inputs;  // of kInputs, those that the graph has, in its order
  const char* output = nullptr;
  bool pooled = false;

  Result<void> bind(const std::filesystem::path& graph);
  Result<void> bind_inputs(const std::filesystem::path& graph);
};

Result<void> OnnxSession::State::bind_inputs(const std::filesystem::path& graph) {
  Ort::AllocatorWithDefaultOptions allocator;
  for (std::size_t i = 0; i < session.GetInputCount(); ++i) {
    const auto name = session.GetInputNameAllocated(i, allocator);
    const auto known = std::ranges::find(kInputs, std::string_view(name.get()));
    const auto type = session.GetInputTypeInfo(i).GetTensorTypeAndShapeInfo().GetElementType();
    if (known == kInputs.end() || type != ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64) {
      return fail(ErrorCode::unsupported, graph.string() + " wants an input \"" + name.get() +
                                              "\" that a BERT sentence encoder's ONNX export does not have");
    }
    inputs.push_back(known->data());
  }
  if (std::ranges::find(inputs, kInputs[0].data()) != inputs.end()) return {};
  return fail(ErrorCode::unsupported, graph.string() + " has no input \"input_ids\"");
}

Result<void> OnnxSession::State::bind(const std::filesystem::path& graph) {
  if (auto bound = bind_inputs(graph); !bound) return bound;
  Ort::AllocatorWithDefaultOptions allocator;
  for (std::size_t i = 0; i < session.GetOutputCount(); ++i) {
    const auto name = session.GetOutputNameAllocated(i, allocator);
    const auto shape = session.GetOutputTypeInfo(i).GetTensorTypeAndShapeInfo().GetShape();
    const bool wide_enough = !shape.empty() && (shape.back() == kSemanticDimension || shape.back() < 0);
    if (name.get() == kPooled && wide_enough) {
      output = kPooled.data();
      pooled = true;
      return {};
    }
    if (name.get() == kHidden && wide_enough) output = kHidden.data();
  }
  if (output != nullptr) return {};
  return fail(ErrorCode::unsupported, graph.string() + " has neither an output \"sentence_embedding\" nor one " +
                                          "\"last_hidden_state\" of 384 numbers: it is no export of all-MiniLM-L6-v2");
}

OnnxSession::OnnxSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
OnnxSession::~OnnxSession() = default;

Result<std::unique_ptr<OnnxSession>> OnnxSession::open(const std::filesystem::path& graph) {
  const QuietStderr quiet(kNoise);
  try {
    auto state = std::make_unique<State>();
    state->session = Ort::Session(state->environment, graph.c_str(), session_options());
    if (auto bound = state->bind(graph); !bound) return std::unexpected(bound.error());
    return std::unique_ptr<OnnxSession>(new OnnxSession(std::move(state)));
  } catch (const Ort::Exception& problem) {
    return refused(graph, problem);
  }
}

Result<void> OnnxSession::run(std::span<const std::int32_t> ids, std::span<float, kSemanticDimension> vector) const {
  HEBB_CHECK(!ids.empty());
  try {
    std::vector<std::int64_t> tokens(ids.begin(), ids.end()), mask(ids.size(), 1), types(ids.size(), 0);
    const std::array<std::int64_t, 2> shape{1, static_cast<std::int64_t>(ids.size())};
    std::vector<Ort::Value> values;
    for (const auto* name : state_->inputs) {
      auto& numbers = name == kInputs[0] ? tokens : name == kInputs[1] ? mask : types;
      values.push_back(Ort::Value::CreateTensor<std::int64_t>(state_->memory, numbers.data(), numbers.size(),
                                                              shape.data(), shape.size()));
    }
    const auto result = state_->session.Run(Ort::RunOptions{nullptr}, state_->inputs.data(), values.data(),
                                            values.size(), &state_->output, 1);
    const std::size_t rows = state_->pooled ? 1 : ids.size();
    if (result.front().GetTensorTypeAndShapeInfo().GetElementCount() != rows * kSemanticDimension) {
      return fail(ErrorCode::internal, "the model gave a vector of an unexpected size");
    }
    const float* row = result.front().GetTensorData<float>();
    std::ranges::fill(vector, 0.0F);
    for (std::size_t i = 0; i < rows; ++i, row += kSemanticDimension) {  // the mean's direction is the sum's
      for (std::size_t k = 0; k < kSemanticDimension; ++k) vector[k] += row[k];
    }
  } catch (const Ort::Exception& problem) {
    return fail(ErrorCode::internal, std::string("ONNX Runtime failed to run the model: ") + problem.what());
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::resource_exhausted, "not enough memory to run the model");
  }
  if (!scale_to_norm_1(vector)) return fail(ErrorCode::internal, "the model gave a vector that is no direction");
  return {};
}

}  // namespace hebb
