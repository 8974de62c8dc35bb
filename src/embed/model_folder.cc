#include "embed/model_folder.h"

#include <yyjson.h>

#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/digest.h"

#if defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace hebb {
namespace {

namespace fs = std::filesystem;
using Precision = EncoderOptions::Precision;

constexpr std::string_view kManifest = "manifest.json";
constexpr std::string_view kVocabulary = "vocab.txt";
constexpr std::string_view kMend = "delete the folder and run tool/model/prepare again";

struct Manifest {
  std::string name;
  std::size_t max_tokens = 0;
  std::map<std::string, std::string, std::less<>> digests;  // file name -> SHA-256, hex
};

std::unexpected<Error> damaged(const fs::path& file, std::string_view how) {
  return fail(ErrorCode::corruption,
              "the model file " + file.string() + " is damaged (" + std::string(how) + "): " + std::string(kMend));
}

std::unexpected<Error> missing(const fs::path& file) {
  return fail(ErrorCode::not_found,
              "no model at " + file.string() +
                  ": run tool/model/prepare, or point MODEL_PATH to a model's folder or .onnx file");
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

Result<Manifest> read_manifest(const fs::path& file) {
  yyjson_read_err problem;
  const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(
      yyjson_read_file(file.c_str(), 0, nullptr, &problem), &yyjson_doc_free);
  if (!document) return damaged(file, problem.msg);
  auto* root = yyjson_doc_get_root(document.get());
  const char* name = yyjson_get_str(yyjson_obj_get(root, "name"));
  auto* files = yyjson_obj_get(root, "files");
  if (name == nullptr || !yyjson_is_obj(files)) return damaged(file, "it names no model or no files");
  Manifest manifest{.name = name, .max_tokens = yyjson_get_uint(yyjson_obj_get(root, "max_tokens")), .digests = {}};
  yyjson_obj_iter entries = yyjson_obj_iter_with(files);
  while (auto* key = yyjson_obj_iter_next(&entries)) {
    const char* digest = yyjson_get_str(yyjson_obj_get(yyjson_obj_iter_get_val(key), "sha256"));
    if (digest == nullptr) return damaged(file, "a file has no sha256");
    manifest.digests.emplace(yyjson_get_str(key), digest);
  }
  return manifest;
}

// The folder's manifest; none when it has none.
Result<std::optional<Manifest>> manifest_of(const fs::path& folder) {
  const auto file = folder / kManifest;
  if (!is_file(file)) return std::nullopt;
  auto manifest = read_manifest(file);
  if (!manifest) return std::unexpected(manifest.error());
  return std::optional(std::move(*manifest));
}

// Digest of `file`, which must be the manifest's where that names it.
Result<std::string> checked_digest(const fs::path& file, const std::optional<Manifest>& manifest) {
  if (!is_file(file)) return missing(file);
  std::error_code unknown;
  if (fs::file_size(file, unknown) == 0) return damaged(file, "it is empty");
  const auto digest = sha256_of_file(file);
  if (!digest) return std::unexpected(digest.error());
  auto hex = to_hex(*digest);
  if (manifest) {
    const auto wanted = manifest->digests.find(file.filename().string());
    if (wanted != manifest->digests.end() && wanted->second != hex) {
      return damaged(file, "its SHA-256 is not the manifest's");
    }
  }
  return hex;
}

struct Candidate {
  std::string_view file;
  Precision precision;
};
constexpr std::array<Candidate, 4> kGraphs{{{"model-int8.onnx", Precision::int8},
                                            {"model-fp32.onnx", Precision::fp32},
                                            {"model.onnx", Precision::fp32},  // the official export's two places
                                            {"onnx/model.onnx", Precision::fp32}}};

// The folder's graph for the wished precision. Automatic takes the one that suits the CPU, else whichever is there.
std::optional<Candidate> choose_graph(const fs::path& folder, const std::optional<Manifest>& manifest,
                                      Precision wished) {
  const auto first = wished != Precision::automatic ? wished
                     : cpu_has_int8_dot_product()   ? Precision::int8
                                                    : Precision::fp32;
  std::optional<Candidate> other;
  for (const auto& graph : kGraphs) {
    if (!is_file(folder / graph.file) && !(manifest && manifest->digests.contains(graph.file))) continue;
    if (graph.precision == first) return graph;
    if (!other) other = graph;
  }
  return wished == Precision::automatic ? other : std::nullopt;
}

std::string_view precision_name(std::string_view graph_file) {  // "model_qint8_avx512.onnx", "model_quantized.onnx"
  const bool quantised = graph_file.contains("int8") || graph_file.contains("quantized");
  return quantised ? "int8" : "fp32";
}

Result<ModelFiles> describe(const fs::path& graph, const fs::path& folder, const std::optional<Manifest>& manifest) {
  ModelFiles files{.graph = graph, .vocabulary = folder / kVocabulary};
  if (!is_file(files.vocabulary)) {
    return fail(ErrorCode::not_found, "the model " + graph.string() + " has no " + std::string(kVocabulary) +
                                          " beside it: put the model's own there, or run tool/model/prepare");
  }
  auto digest = checked_digest(graph, manifest);
  if (!digest) return std::unexpected(digest.error());
  if (auto vocabulary = checked_digest(files.vocabulary, manifest); !vocabulary) {
    return std::unexpected(vocabulary.error());
  }
  files.digest = std::move(*digest);
  files.precision = precision_name(graph.filename().string());
  files.name = manifest ? manifest->name : graph.stem().string();
  files.max_tokens = manifest ? manifest->max_tokens : 0;
  return files;
}

Result<ModelFiles> in_folder(const fs::path& folder, Precision wished) {
  const auto manifest = manifest_of(folder);
  if (!manifest) return std::unexpected(manifest.error());
  const auto graph = choose_graph(folder, *manifest, wished);
  if (graph) return describe(folder / graph->file, folder, *manifest);
  return missing(folder / (wished == Precision::int8 ? "model-int8.onnx" : "model-fp32.onnx"));
}

Result<ModelFiles> of_graph(const fs::path& graph) {
  auto folder = graph.parent_path();
  if (!is_file(folder / kVocabulary) && is_file(folder.parent_path() / kVocabulary)) folder = folder.parent_path();
  const auto manifest = manifest_of(folder);
  if (!manifest) return std::unexpected(manifest.error());
  return describe(graph, folder, *manifest);
}

}  // namespace

bool cpu_has_int8_dot_product() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512vnni") || __builtin_cpu_supports("avxvnni");
#elif defined(__aarch64__)
  return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#else
  return false;
#endif
}

Result<ModelFiles> find_model_files(const EncoderOptions& options) {
  std::error_code problem;
  const auto kind = fs::status(options.model, problem).type();
  if (kind == fs::file_type::directory) return in_folder(options.model, options.precision);
  if (kind == fs::file_type::regular) return of_graph(fs::absolute(options.model));
  return missing(options.model);
}

Result<fs::path> find_model() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  fs::path base = cache != nullptr ? cache : "";
  if (!base.is_absolute()) base = home != nullptr ? fs::path(home) / ".cache" : fs::path();  // as XDG wants
  if (base.empty()) {
    return fail(ErrorCode::not_found,
                "neither HOME nor XDG_CACHE_HOME is set, so there is no place to look for the model: "
                "point MODEL_PATH to a model's folder or .onnx file");
  }
  const auto models = base / "hebb" / "models";
  std::optional<std::pair<fs::file_time_type, fs::path>> newest;
  std::error_code problem;
  for (const auto& model : fs::directory_iterator(models, problem)) {
    std::error_code skipped;
    for (const auto& version : fs::directory_iterator(model.path(), skipped)) {
      std::error_code absent;
      const auto time = fs::last_write_time(version.path() / kManifest, absent);
      if (absent) continue;
      const auto found = std::pair(time, version.path());
      if (!newest || found > *newest) newest = found;
    }
  }
  if (!newest) return missing(models);
  return newest->second;
}

}  // namespace hebb
