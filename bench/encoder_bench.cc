// Our Encoder against bare ONNX Runtime on the same tokens in the same run, and one text a run against padded batches.
//
//   hebb_encoder_bench [TEXTS]        (100; from QMSum val in HEBB_DATA, default ../shared, else from examples/)
//
// Ours includes tokenising, the bare one starts from token ids. Rounds alternate, each figure is the best of three. One
// thread is measured in its own processor time, so that other programs do not count; all cores by the clock.
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <print>
#include <random>
#include <regex>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "bench/must.h"
#include "embed/encoder.h"
#include "text/normalise.h"
#include "text/wordpiece.h"

namespace hebb::bench {
namespace {

namespace fs = std::filesystem;
using Ids = std::vector<std::int32_t>;
using Precision = EncoderOptions::Precision;

constexpr std::size_t kMaxTokens = 256;
constexpr int kRounds = 3;

double now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// ONNX Runtime as lean as it gets.
class Bare {
 public:
  explicit Bare(const fs::path& model) {
    Ort::SessionOptions options;
    options.SetIntraOpNumThreads(1).SetInterOpNumThreads(1).SetGraphOptimizationLevel(ORT_ENABLE_ALL);
    session_ = Ort::Session(environment_, model.c_str(), options);
  }

  // Texts of one batch, padded to the longest; a row of 384 numbers each.
  std::vector<float> run(std::span<const Ids* const> batch) const {
    const auto longest = std::ranges::max(batch, {}, [](const Ids* ids) { return ids->size(); })->size();
    std::vector<std::int64_t> ids(batch.size() * longest), mask(ids.size()), types(ids.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::ranges::copy(*batch[i], ids.begin() + static_cast<std::ptrdiff_t>(i * longest));
      std::fill_n(mask.begin() + static_cast<std::ptrdiff_t>(i * longest), batch[i]->size(), 1);
    }
    const std::array shape{static_cast<std::int64_t>(batch.size()), static_cast<std::int64_t>(longest)};
    const auto tensor = [&](std::vector<std::int64_t>& values) {
      return Ort::Value::CreateTensor<std::int64_t>(memory_, values.data(), values.size(), shape.data(), shape.size());
    };
    const std::array inputs{tensor(ids), tensor(mask), tensor(types)};
    constexpr std::array names{"input_ids", "attention_mask", "token_type_ids"};
    constexpr std::array outputs{"sentence_embedding"};
    Ort::Session& session = session_;
    const auto result = session.Run(Ort::RunOptions{nullptr}, names.data(), inputs.data(), inputs.size(),
                                    outputs.data(), outputs.size());
    const float* first = result.front().GetTensorData<float>();
    return {first, first + batch.size() * kSemanticDimension};
  }

  void run_all(std::span<const Ids* const> texts, std::size_t batch_size, std::size_t threads = 1) const {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (auto at = next.fetch_add(batch_size); at < texts.size(); at = next.fetch_add(batch_size)) {
        run(texts.subspan(at, std::min(batch_size, texts.size() - at)));
      }
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
    work();
  }

 private:
  Ort::Env environment_{ORT_LOGGING_LEVEL_FATAL, "bare"};
  mutable Ort::Session session_{nullptr};  // Run may be called concurrently, though it is not const
  Ort::MemoryInfo memory_{Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault)};
};

std::string read_bytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void add_sentences(std::string_view text, std::vector<std::string>& out) {
  const auto clean = clean_text(text);
  for (const auto sentence : split_sentences(clean)) {
    if (count_words(sentence) >= 3) out.emplace_back(sentence);
  }
}

// QMSum's "content" strings, unescaped only as far as a throughput measurement needs.
std::vector<std::string> sentences_of(const fs::path& folder) {
  std::vector<std::string> sentences;
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.insert(entry.path());
  static const std::regex content("\"content\": *\"((?:[^\"\\\\]|\\\\.)*)\"");
  for (const auto& file : files) {
    const auto bytes = read_bytes(file);
    const auto begin = std::sregex_iterator(bytes.begin(), bytes.end(), content);
    for (auto match = begin; match != std::sregex_iterator(); ++match) add_sentences((*match)[1].str(), sentences);
  }
  return sentences;
}

std::vector<std::string> sample_texts(std::size_t count) {
  const char* data = std::getenv("HEBB_DATA");
  const auto root = fs::path(HEBB_SOURCE_DIR);
  const auto meetings = (data != nullptr ? fs::path(data) : root / "../shared") / "qmsum/val";
  std::vector<std::string> all;
  if (fs::is_directory(meetings)) all = sentences_of(meetings);
  if (all.empty()) {
    for (const auto& file : fs::directory_iterator(root / "examples/meetings")) add_sentences(read_bytes(file), all);
  }
  std::mt19937 numbers(20260305);
  std::ranges::shuffle(all, numbers);
  all.resize(std::min(all.size(), count));
  return all;
}

struct Contest {
  std::string name;
  std::function<void()> run;
  clockid_t clock;
  double best = 1e9;
};

void measure(std::span<Contest> contests) {
  for (int round = 0; round < kRounds; ++round) {
    for (auto& contest : contests) {
      const double began = now(contest.clock);
      contest.run();
      contest.best = std::min(contest.best, now(contest.clock) - began);
    }
  }
}

// The least and mean cosine between a text's vector alone and in a batch of 16 with texts of like length.
std::pair<double, double> agreement(const Bare& bare, std::span<const Ids* const> by_length) {
  double least = 1, sum = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at + 16 <= std::min<std::size_t>(by_length.size(), 96); at += 16, count += 16) {
    const auto together = bare.run(by_length.subspan(at, 16));
    for (std::size_t i = 0; i < 16; ++i) {
      const auto alone = bare.run(by_length.subspan(at + i, 1));
      const double cosine = std::inner_product(alone.begin(), alone.end(),
                                               together.begin() + static_cast<std::ptrdiff_t>(i * alone.size()), 0.0);
      least = std::min(least, cosine);
      sum += cosine;
    }
  }
  return {least, count == 0 ? 1 : sum / static_cast<double>(count)};
}

void compare(const fs::path& model, Precision precision, const std::vector<std::string_view>& texts,
             const std::vector<Ids>& ids) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const auto name = precision == Precision::int8 ? "int8" : "fp32";
  // Ours is loaded first: the first session in a process makes Debian's ONNX Runtime talk, and ours silences that.
  const auto load = [&](std::size_t threads) {
    return must(Encoder::load({.model = model, .precision = precision, .max_tokens = kMaxTokens, .threads = threads}));
  };
  const auto single = load(1), parallel = load(cores);
  const Bare bare(model / std::format("model-{}.onnx", name));

  std::vector<const Ids*> by_length;
  std::size_t tokens = 0;
  for (const auto& one : ids) {
    by_length.push_back(&one);
    tokens += one.size();
  }
  std::ranges::stable_sort(by_length, std::ranges::greater{}, [](const Ids* one) { return one->size(); });

  std::array contests{
      Contest{"bare, one text a run", [&] { bare.run_all(by_length, 1); }, CLOCK_THREAD_CPUTIME_ID},
      Contest{"Encoder", [&] { must(single->encode(texts)); }, CLOCK_THREAD_CPUTIME_ID},
      Contest{"bare, batches of 16", [&] { bare.run_all(by_length, 16); }, CLOCK_THREAD_CPUTIME_ID},
      Contest{"bare, batches of 32", [&] { bare.run_all(by_length, 32); }, CLOCK_THREAD_CPUTIME_ID},
      Contest{"bare, all cores", [&] { bare.run_all(by_length, 1, cores); }, CLOCK_MONOTONIC},
      Contest{"Encoder, all cores", [&] { must(parallel->encode(texts)); }, CLOCK_MONOTONIC},
  };
  measure(contests);
  std::println("{} ({} texts, {} tokens)", name, texts.size(), tokens);
  for (const auto& contest : contests) {
    const auto& baseline = contest.clock == CLOCK_MONOTONIC ? contests[4] : contests[0];
    std::println("  {:24} {:8.0f} tokens/s {:8.0f} texts/s   {:5.2f} of bare", contest.name,
                 static_cast<double>(tokens) / contest.best, static_cast<double>(texts.size()) / contest.best,
                 baseline.best / contest.best);
  }
  const auto [least, mean] = agreement(bare, by_length);
  std::println("  a text alone and in a batch of 16: cosine {:.6f} least, {:.6f} mean", least, mean);
}

int run(std::size_t count) {
  const char* given = std::getenv("MODEL_PATH");
  const fs::path model = given != nullptr ? fs::path(given) : must(find_model());
  const auto words = must(WordPiece::load(model / "vocab.txt"));
  const auto texts = sample_texts(count);
  std::vector<std::string_view> views(texts.begin(), texts.end());
  std::vector<Ids> ids;
  const double began = now(CLOCK_THREAD_CPUTIME_ID);
  for (const auto view : views) ids.push_back(words.encode(view, kMaxTokens));
  std::println("tokenising: {:.1f} us a text",
               (now(CLOCK_THREAD_CPUTIME_ID) - began) * 1e6 / static_cast<double>(ids.size()));
  for (const auto precision : {Precision::int8, Precision::fp32}) compare(model, precision, views, ids);
  return 0;
}

}  // namespace
}  // namespace hebb::bench

int main(int count, char** arguments) {
  return hebb::bench::run(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 100);
}
