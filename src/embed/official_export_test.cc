// The official ONNX export gives last_hidden_state and leaves pooling to us; ours is edited to be like it.
#include <algorithm>

#include "embed/test_model.h"

namespace hebb {
namespace {

void export_like_official(const std::filesystem::path& out, const std::string& options = "") {
  const auto script = std::string(HEBB_SOURCE_DIR) + "/tool/golden/official_export.py";
  const auto command = "python3 '" + script + "' '" + (model_folder() / "model-fp32.onnx").string() + "' '" +
                       out.string() + "' " + options;
  REQUIRE(std::system(command.c_str()) == 0);
}

}  // namespace

TEST_CASE("the official export is taken as it is, pooled and normalised here") {
  TemporaryFolder folder;
  folder.link(model_folder() / "vocab.txt");
  const std::vector<std::string_view> texts{"We agreed to move the launch to March.", "", "Yes.",
                                            "Who tells the supplier that the price is too high, and when?"};
  const auto ours =
      load_encoder({.model = model_folder(), .precision = EncoderOptions::Precision::fp32})->encode(texts);
  REQUIRE(ours);
  std::filesystem::create_directory(folder.path() / "onnx");  // where the official repository has it
  const auto graph = folder.path() / "onnx/model.onnx";
  const auto check = [&](const std::filesystem::path& model) {
    const auto encoder = load_encoder({.model = model});
    CHECK(encoder->description().precision == "fp32");
    const auto vectors = encoder->encode(texts);
    REQUIRE(vectors);
    for (std::size_t i = 0; i < texts.size(); ++i) CHECK(dot(row_of(*vectors, i), row_of(*ours, i)) > 0.999999);
  };
  export_like_official(graph);
  check(folder.path());
  export_like_official(graph, "--without-token-types");
  check(graph);
}

TEST_CASE("a graph without a known output is unsupported") {
  TemporaryFolder folder;
  folder.link(model_folder() / "vocab.txt");
  export_like_official(folder.path() / "model.onnx", "--output logits");
  const auto encoder = Encoder::load({.model = folder.path()});
  REQUIRE_FALSE(encoder);
  CHECK(encoder.error().code == ErrorCode::unsupported);
  CHECK(encoder.error().message.contains("last_hidden_state"));
}

}  // namespace hebb
