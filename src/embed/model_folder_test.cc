#include "embed/model_folder.h"

#include "embed/test_model.h"

namespace hebb {
namespace {

using Precision = EncoderOptions::Precision;

Error refusal(const EncoderOptions& options) {
  auto encoder = Encoder::load(options);
  REQUIRE_FALSE(encoder);
  return encoder.error();
}

// Links to the real model's files, save those named.
void link_all_but(const TemporaryFolder& folder, const std::vector<std::string>& left_out) {
  for (const auto& file : std::filesystem::directory_iterator(model_folder())) {
    if (std::ranges::find(left_out, file.path().filename().string()) == left_out.end()) folder.link(file.path());
  }
}

class Variable {  // an environment variable for the length of a test
 public:
  Variable(const char* name, const std::filesystem::path& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    value.empty() ? unsetenv(name) : setenv(name, value.c_str(), 1);
  }
  ~Variable() { before_.empty() ? unsetenv(name_) : setenv(name_, before_.c_str(), 1); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string before_;
};

}  // namespace

TEST_CASE("a missing model is named, with the mend") {
  const auto error = refusal({.model = "/nonexistent/model"});
  CHECK(error.code == ErrorCode::not_found);
  CHECK(error.message.contains("/nonexistent/model"));
  CHECK(error.message.contains("tool/model/prepare"));
  TemporaryFolder empty;
  CHECK(refusal({.model = empty.path()}).code == ErrorCode::not_found);
  CHECK(refusal({.model = {}}).code == ErrorCode::not_found);
}

TEST_CASE("a missing vocabulary is named") {
  TemporaryFolder folder;
  link_all_but(folder, {"vocab.txt"});
  const auto error = refusal({.model = folder.path()});
  CHECK(error.code == ErrorCode::not_found);
  CHECK(error.message.contains("vocab.txt"));
}

TEST_CASE("a model file with another digest than the manifest's is refused") {
  for (const auto* name : {"model-int8.onnx", "vocab.txt"}) {
    TemporaryFolder folder;
    link_all_but(folder, {name});
    auto bytes = read_bytes(model_folder() / name);
    bytes[bytes.size() / 2] ^= 1;
    folder.write(name, bytes);
    const auto error = refusal({.model = folder.path(), .precision = Precision::int8});
    CHECK(error.code == ErrorCode::corruption);
    CHECK(error.message.contains((folder.path() / name).string()));
    CHECK(error.message.contains("delete the folder and run tool/model/prepare again"));
  }
}

TEST_CASE("a manifest that is no manifest is refused") {
  for (const auto* content : {"", "{", "[]", "{\"name\": \"x\"}", "{\"name\": \"x\", \"files\": {\"vocab.txt\": 3}}"}) {
    TemporaryFolder folder;
    link_all_but(folder, {"manifest.json"});
    folder.write("manifest.json", content);
    const auto error = refusal({.model = folder.path()});
    CHECK(error.code == ErrorCode::corruption);
    CHECK(error.message.contains("manifest.json"));
  }
}

TEST_CASE("a graph that the manifest names and nobody has is missing") {
  TemporaryFolder folder;
  link_all_but(folder, {"model-int8.onnx", "model-fp32.onnx"});
  CHECK(refusal({.model = folder.path()}).code == ErrorCode::not_found);
}

TEST_CASE("a damaged graph without a manifest is refused by what it holds") {
  TemporaryFolder folder;
  folder.link(model_folder() / "vocab.txt");
  for (const auto& bytes : {std::string(), std::string("not a graph"),
                            read_bytes(model_folder() / "model-int8.onnx").substr(0, 1'000'000)}) {
    const auto error = refusal({.model = folder.write("model.onnx", bytes)});
    CHECK(error.code == ErrorCode::corruption);
    CHECK(error.message.contains("model.onnx"));
  }
}

TEST_CASE("a folder with one precision serves automatic, and the other is missing") {
  TemporaryFolder folder;
  folder.link(model_folder() / "vocab.txt");
  folder.link(model_folder() / "model-fp32.onnx");
  CHECK(load_encoder({.model = folder.path()})->description().precision == "fp32");
  const auto error = refusal({.model = folder.path(), .precision = Precision::int8});
  CHECK(error.code == ErrorCode::not_found);
  CHECK(error.message.contains("model-int8.onnx"));
}

TEST_CASE("automatic takes int8 where the CPU multiplies it quickly") {
  const auto found = find_model_files({.model = model_folder()});
  REQUIRE(found);
  CHECK(found->precision == (cpu_has_int8_dot_product() ? "int8" : "fp32"));
  CHECK(found->name == "all-MiniLM-L6-v2");
  CHECK(found->digest.size() == 64);
}

TEST_CASE("a graph may be given by its file") {
  const auto folder = model_folder();
  const auto by_file = load_encoder({.model = folder / "model-int8.onnx"});
  CHECK(by_file->description().precision == "int8");
  CHECK(by_file->description().name == "all-MiniLM-L6-v2");
  const auto by_folder = load_encoder({.model = folder, .precision = Precision::int8});
  CHECK(by_file->encode("We agreed.") == by_folder->encode("We agreed."));
}

TEST_CASE("max_tokens outside 2 to 512 is refused") {
  for (const std::size_t wrong : {0U, 1U, 513U}) {
    CHECK(refusal({.model = model_folder(), .max_tokens = wrong}).code == ErrorCode::invalid_argument);
  }
}

TEST_CASE("the model's default place is the newest folder with a manifest") {
  TemporaryFolder cache;
  const Variable cache_home("XDG_CACHE_HOME", cache.path());
  const auto none = find_model();
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::not_found);
  CHECK(none.error().message.contains((cache.path() / "hebb/models").string()));
  const auto make = [&](std::string_view version, std::string_view file, std::chrono::hours age) {
    const auto folder = cache.path() / "hebb/models/all-MiniLM-L6-v2" / version;
    std::filesystem::create_directories(folder);
    std::ofstream(folder / file) << "{}";
    std::filesystem::last_write_time(folder / file, std::filesystem::file_time_type::clock::now() - age);
    return folder;
  };
  make("0.1.0-3", "manifest.json", std::chrono::hours(5));
  const auto newest = make("0.1.0-2", "manifest.json", std::chrono::hours(1));
  make("0.1.0-4", "model-fp32.onnx", std::chrono::hours(0));  // unfinished
  CHECK(find_model() == newest);
}

TEST_CASE("without a home there is no default place, and none is guessed") {
  const Variable cache_home("XDG_CACHE_HOME", "not/absolute"), home("HOME", "");
  const auto none = find_model();
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::not_found);
  CHECK(none.error().message.contains("MODEL_PATH"));
}

}  // namespace hebb
