// The product's own figures on real meetings: import against the bare encoder, a query by stage against the bare
// encoding of its text, cold start and resident memory, and the specification's limits as checks. One run, one table.
//
//   hebb_product_bench [--data DIR] [--meetings N] [--sizes 12000,100000] [--work DIR]
//
// Method: QMSum val is imported through the engine into an SQLite store on disk (synchronous=FULL), as `hebb import`
// does. Larger stores are copies of those meetings under new ids, each vector perturbed by seeded noise and normalised
// again. Baselines are measured in this run: ONNX Runtime alone on the same token ids (bench/bare_encoder.h).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <print>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "bench/bare_encoder.h"
#include "bench/grown_store.h"
#include "bench/must.h"
#include "engine/engine.h"
#include "store/sqlite/sqlite_store.h"
#include "text/wordpiece.h"
#include "vector/hnsw_index.h"

namespace hebb::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

std::string file_bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

struct Arguments {
  fs::path data = [] {
    const char* set = std::getenv("HEBB_DATA");
    return fs::path(set != nullptr ? set : HEBB_SOURCE_DIR "/../shared") / "qmsum/val";
  }();
  fs::path work = fs::temp_directory_path() / "hebb-product-bench";
  std::size_t meetings = 1000;
  std::vector<std::size_t> sizes{12'000, 100'000};
  fs::path open;  // the child's mode
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i], value = argv[i + 1];
    if (name == "--data") arguments.data = value;
    if (name == "--work") arguments.work = value;
    if (name == "--open") arguments.open = value;
    if (name == "--meetings") arguments.meetings = std::strtoul(argv[i + 1], nullptr, 10);
    if (name == "--sizes") {
      arguments.sizes.clear();
      std::istringstream list{std::string(value)};
      for (std::string one; std::getline(list, one, ',');) arguments.sizes.push_back(std::stoul(one));
    }
  }
  return arguments;
}

std::unique_ptr<Encoder> load_encoder() {
  EncoderOptions options;
  const char* set = std::getenv("MODEL_PATH");
  options.model = set != nullptr ? fs::path(set) : must(find_model(), "model");
  return must(Encoder::load(options), "model");
}

std::unique_ptr<Engine> open_engine(const fs::path& database) {
  auto store = must(open_sqlite_store({.file = database}), "store");
  return must(Engine::open(std::move(store), [] { return Result<std::unique_ptr<VectorIndex>>(make_hnsw_index()); },
                           load_encoder(), {.snapshot = {.file = snapshot_file_of(database)}}),
              "engine");
}

// The questions of QMSum's files stand in lines `"query": "…"`; read as text, since the bench needs no more of them.
std::vector<std::string> questions_of(const std::vector<fs::path>& files) {
  std::vector<std::string> questions;
  for (const fs::path& file : files) {
    const std::string bytes = file_bytes(file);
    for (std::size_t at = bytes.find("\"query\""); at != std::string::npos; at = bytes.find("\"query\"", at + 1)) {
      const auto begin = bytes.find('"', at + 8) + 1;
      const auto end = bytes.find('"', begin);
      if (begin == 0 || end == std::string::npos) break;
      if (end > begin) questions.push_back(bytes.substr(begin, std::min<std::size_t>(end - begin, 1000)));
    }
  }
  return questions;
}

struct MemoryUse {
  double resident_mb = 0, peak_mb = 0;
};

MemoryUse memory_use() {
  MemoryUse use;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) use.resident_mb = std::stod(line.substr(6)) / 1024;
    if (line.starts_with("VmHWM:")) use.peak_mb = std::stod(line.substr(6)) / 1024;
  }
  return use;
}

// A fresh process: from its start to its first answer, and what it then holds.
int measure_start(const fs::path& database) {
  const auto began = Clock::now();
  auto encoder_only = load_encoder();
  const double model_s = seconds_since(began);
  encoder_only.reset();
  const auto opened = Clock::now();
  const auto engine = open_engine(database);
  const double open_s = seconds_since(opened);
  must(engine->query({.query = "What did we decide about the budget?"}), "query");
  const double answer_s = seconds_since(opened);
  const auto before = memory_use();
  must(engine->fold(), "fold");
  const auto after = memory_use();
  std::println("{} {} {} {} {} {}", model_s, open_s, answer_s, before.resident_mb, after.resident_mb, after.peak_mb);
  return 0;
}

struct Check {
  std::string name;
  double limit_ms, measured_ms;
};

class Bench {
 public:
  explicit Bench(Arguments arguments) : arguments_(std::move(arguments)), encoder_(load_encoder()) {
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(arguments_.data, missing)) {
      if (entry.path().extension() == ".json") files_.push_back(entry.path());
    }
    std::ranges::sort(files_);
    if (files_.size() > arguments_.meetings) files_.resize(arguments_.meetings);
    questions_ = questions_of(files_);
    if (files_.empty() || questions_.empty()) {
      std::println(stderr, "no meetings in {}; set HEBB_DATA", arguments_.data.string());
      std::exit(1);
    }
    fs::create_directories(arguments_.work);
  }

  int run(const char* program) {
    import();
    for (const std::size_t size : arguments_.sizes) {
      const fs::path database = grown_store(size);
      queries(database, size);
      starts(program, database, size);
    }
    return checks();
  }

 private:
  fs::path base() const { return arguments_.work / "base.db"; }

  void import() {
    remove_store(base());
    std::size_t turns = 0, memories = 0;
    double spent = 0;
    {
      const auto engine = open_engine(base());
      const auto began = Clock::now();
      for (const fs::path& file : files_) {
        const auto reply =
            must(engine->ingest({.transcript = file_bytes(file), .file_name = file.filename().string()}, {}), "ingest");
        turns += reply.turns;
        memories += reply.memories[2];
      }
      spent = seconds_since(began);
    }
    std::vector<std::vector<std::int32_t>> ids;
    std::size_t tokens = 0;
    const auto vocabulary = must(WordPiece::load(model_folder() / "vocab.txt"), "vocabulary");
    const auto store = must(open_sqlite_store({.file = base()}), "store");
    must(store->scan({.vectors = false, .connections = false},
                     [&](StoredMeeting&& stored) -> Result<void> {
                       for (const Memory& memory : stored.memories) {
                         if (memory.level != Level::episode) continue;
                         ids.push_back(vocabulary.encode(memory.text, 256));
                         tokens += ids.back().size();
                       }
                       return {};
                     }),
         "scan");
    BareEncoder bare(model_file());
    const auto began = Clock::now();
    bare.run_all(ids, std::max(1u, std::thread::hardware_concurrency()));
    const double bare_s = seconds_since(began);
    std::println("import      {} meetings, {} turns, {} memories, {} tokens", files_.size(), turns, memories, tokens);
    std::println(
        "            {:.0f} memories/s; bare encoder on the same token ids {:.0f}/s; ratio {:.2f} (wanted >= 0.70)",
        static_cast<double>(memories) / spent, static_cast<double>(memories) / bare_s, bare_s / spent);
    import_ratio_ = bare_s / spent;
    store_limit(*store);
  }

  // One meeting's worth of memories stored, as the specification's "vector storage" limit asks.
  void store_limit(const MemoryStore& store) {
    MeetingRecord record;
    must(store.scan({},
                    [&](StoredMeeting&& stored) -> Result<void> {
                      if (record.memories.empty())
                        record = {.meeting = stored.summary.meeting, .memories = std::move(stored.memories)};
                      return {};
                    }),
         "scan");
    record.turns = must(store.turns(record.meeting.id, 0, UINT32_MAX), "turns");
    const fs::path file = arguments_.work / "limit.db";
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
      remove_store(file);
      const auto fresh = must(open_sqlite_store({.file = file}), "store");
      const auto began = Clock::now();
      must(fresh->put_meeting(record, {}), "put");
      times.push_back(seconds_since(began) * 1000);
    }
    remove_store(file);
    std::println("store       one meeting of {} memories, durable: {:.1f} ms", record.memories.size(), median(times));
    checks_.push_back({"storing a meeting", 50, median(times)});
  }

  fs::path grown_store(std::size_t size) {
    fs::path file = arguments_.work / (std::to_string(size) + ".db");
    grow_store(base(), file, size);
    return file;
  }

  void queries(const fs::path& database, std::size_t size) {
    const auto engine = open_engine(database);
    must(engine->fold(), "fold");
    const auto vocabulary = must(WordPiece::load(model_folder() / "vocab.txt"), "vocabulary");
    BareEncoder bare(model_file());
    std::vector<double> query_ms, bare_ms, question_ms, rest_ms;
    std::map<std::string, std::vector<double>> stages;
    const std::size_t count = std::min<std::size_t>(questions_.size(), 300);
    for (std::size_t i = 0; i < count; ++i) {
      auto began = Clock::now();
      const auto reply = must(engine->query({.query = questions_[i], .explain = true}), "query");
      query_ms.push_back(seconds_since(began) * 1000);
      rest_ms.push_back(query_ms.back() - static_cast<double>(reply.timings.at("encode")) / 1000);
      // What the question needs encoded: itself and its focus.
      const auto question = vocabulary.encode(questions_[i], 256);
      const auto focus = vocabulary.encode(reply.focus.value_or(questions_[i]), 256);
      began = Clock::now();
      bare.run(question);
      question_ms.push_back(seconds_since(began) * 1000);
      bare.run(focus);
      bare_ms.push_back(seconds_since(began) * 1000);
      for (const auto& [stage, spent] : reply.timings) stages[stage].push_back(static_cast<double>(spent) / 1000);
    }
    const double ratio = median(rest_ms) / median(bare_ms);
    const double wanted = size >= 100'000 ? 1.5 : 1;
    std::println("query       {} memories, {} questions, one thread: median {:.2f} ms, all lists and bridges on", size,
                 count, median(query_ms));
    std::println("            bare encoding of question and focus {:.2f} ms (the question alone {:.2f} ms)",
                 median(bare_ms), median(question_ms));
    std::println(
        "            all but encoding {:.2f} ms; ratio {:.2f} (wanted <= {:.1f}); the whole over bare encoding {:.2f}",
        median(rest_ms), ratio, wanted, median(query_ms) / median(bare_ms));
    std::print("            by stage, median ms:");
    for (auto& [stage, values] : stages) std::print("  {} {:.2f}", stage, median(values));
    std::println("");
    std::ranges::sort(query_ms);
    const double p95 = query_ms[query_ms.size() * 95 / 100];
    query_ratios_.emplace_back(ratio, wanted);
    if (size >= 10'000 && size < 20'000) {
      for (const auto& [name, limit] : {std::pair{"simple search", 500.0},
                                        {"with activation", 1000.0},
                                        {"with bridges", 1500.0},
                                        {"complex query", 2000.0}}) {
        checks_.push_back({std::string(name) + ", p95", limit, p95});
      }
      checks_.push_back({"embedding one text", 100, median(stages["encode"])});
    }
  }

  // From the store, then from the snapshot that the first one leaves; the files are in the page cache.
  void starts(const char* program, const fs::path& database, std::size_t size) {
    std::error_code ignored;
    fs::remove(snapshot_file_of(database), ignored);
    start(program, database, size, "indexes made from the store");
    const double answer_s = start(program, database, size, "indexes from their snapshot");
    if (size >= 100'000) checks_.push_back({"start at 100k memories", 1000, answer_s * 1000});
  }

  double start(const char* program, const fs::path& database, std::size_t size, std::string_view how) {
    const std::string command = std::string(program) + " --open " + database.string();
    std::FILE* child = popen(command.c_str(), "r");
    double model = 0, open = 0, answer = 0, resident = 0, folded = 0, peak = 0;
    const int read = child != nullptr ? std::fscanf(child, "%lf %lf %lf %lf %lf %lf", &model, &open, &answer, &resident,
                                                    &folded, &peak)
                                      : 0;
    if (child == nullptr || pclose(child) != 0 || read != 6) {
      std::println(stderr, "the child that measures the start failed");
      std::exit(1);
    }
    std::println(
        "start       {} memories, {}: open {:.2f} s, first answer {:.2f} s; the model alone {:.2f} s; ratio {:.1f}",
        size, how, open, answer, model, answer / model);
    std::println("            resident {:.0f} MB, after folding {:.0f} MB, peak while folding {:.0f} MB", resident,
                 folded, peak);
    return answer;
  }

  int checks() {
    int failed = 0;
    std::println("limits      (the specification's, and the issue's)");
    for (const Check& check : checks_) {
      const bool holds = check.measured_ms < check.limit_ms;
      failed += !holds;
      std::println("            {:<28} {:8.2f} ms of {:.0f} ms  {}", check.name, check.measured_ms, check.limit_ms,
                   holds ? "holds" : "DOES NOT HOLD");
    }
    if (import_ratio_ < 0.70)
      std::println("            import ratio {:.2f} < 0.70  DOES NOT HOLD", import_ratio_), ++failed;
    for (const auto& [ratio, wanted] : query_ratios_) {
      if (ratio > wanted)
        std::println("            query ratio {:.2f} > {:.1f}  DOES NOT HOLD", ratio, wanted), ++failed;
    }
    return failed == 0 ? 0 : 1;
  }

  fs::path model_folder() const {
    const char* set = std::getenv("MODEL_PATH");
    return set != nullptr ? fs::path(set) : must(find_model(), "model");
  }
  fs::path model_file() const { return model_folder() / ("model-" + encoder_->description().precision + ".onnx"); }

  Arguments arguments_;
  std::unique_ptr<Encoder> encoder_;
  std::vector<fs::path> files_;
  std::vector<std::string> questions_;
  std::vector<Check> checks_;
  double import_ratio_ = 1;
  std::vector<std::pair<double, double>> query_ratios_;  // measured, wanted
};

}  // namespace
}  // namespace hebb::bench

int main(int argc, char** argv) {
  const auto arguments = hebb::bench::parse(argc, argv);
  if (!arguments.open.empty()) return hebb::bench::measure_start(arguments.open);
  return hebb::bench::Bench(arguments).run(argv[0]);
}
