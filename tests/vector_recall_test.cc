// The vector index on real sentences: what its graph finds of the true ten nearest, filtered, folded and erased.
#include <yyjson.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <print>
#include <random>
#include <set>
#include <sstream>

#include "embed/encoder.h"
#include "text/normalise.h"
#include "vector/hnsw_index.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kSentences = 1200;  // sanitizers make building graphs slow, and are after other things
#else
constexpr std::size_t kSentences = 6000;
#endif
constexpr std::size_t kSentencesOfOneMeeting = 200;
constexpr std::size_t kQuestions = 200;
constexpr std::size_t kLeastWords = 5;
constexpr double kLeastRecall = 0.98;

struct Texts {
  std::vector<std::string> sentences;
  std::vector<std::string> questions;
};

void take_texts(const fs::path& file, Texts& texts) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  const std::string json = bytes.str();
  const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(yyjson_read(json.data(), json.size(), 0),
                                                                         yyjson_doc_free);
  REQUIRE(document != nullptr);
  yyjson_val* root = yyjson_doc_get_root(document.get());
  std::size_t index = 0;
  std::size_t count = 0;
  yyjson_val* item = nullptr;
  std::size_t taken = 0;
  yyjson_arr_foreach(yyjson_obj_get(root, "meeting_transcripts"), index, count, item) {
    const std::string turn = clean_text(yyjson_get_str(yyjson_obj_get(item, "content")));
    for (const auto sentence : split_sentences(turn)) {
      if (taken == kSentencesOfOneMeeting || count_words(sentence) < kLeastWords) continue;
      texts.sentences.emplace_back(sentence);
      ++taken;
    }
  }
  yyjson_arr_foreach(yyjson_obj_get(root, "specific_query_list"), index, count, item) {
    texts.questions.emplace_back(yyjson_get_str(yyjson_obj_get(item, "query")));
  }
}

struct RealVectors {
  std::string missing;  // why there are none; empty otherwise
  std::vector<float> sentences;
  std::vector<float> questions;
};

std::vector<std::string_view> views_of(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

bool read_floats(const fs::path& file, std::vector<float>& floats, std::size_t count) {
  std::ifstream in(file, std::ios::binary);
  floats.resize(count);
  const auto bytes = static_cast<std::streamsize>(count * sizeof(float));
  return in.read(reinterpret_cast<char*>(floats.data()), bytes).gcount() == bytes;
}

void write_floats(const fs::path& file, const std::vector<float>& floats) {
  const fs::path part = file.string() + "." + std::to_string(std::random_device{}()) + ".part";
  std::ofstream(part, std::ios::binary)
      .write(reinterpret_cast<const char*>(floats.data()), static_cast<std::streamsize>(floats.size() * sizeof(float)));
  fs::rename(part, file);
}

// Encoding takes seconds, so the vectors are kept in the build folder, named by what they were made of.
std::vector<float> encoded(const Encoder& encoder, const std::vector<std::string>& texts) {
  Sha256 key;
  key.field(encoder.description().digest);
  for (const auto& text : texts) key.field(text);
  const fs::path folder = fs::path(HEBB_BINARY_DIR) / "vector_recall";
  fs::create_directories(folder);
  const fs::path file = folder / (to_hex(key.finish()).substr(0, 24) + ".f32");
  std::vector<float> vectors;
  if (read_floats(file, vectors, texts.size() * kSemanticDimension)) return vectors;
  auto made = encoder.encode(views_of(texts));
  REQUIRE(made.has_value());
  write_floats(file, *made);
  return std::move(*made);
}

RealVectors load_real_vectors() {
  const char* data = std::getenv("HEBB_DATA");
  const fs::path folder = fs::path(data != nullptr ? data : HEBB_SOURCE_DIR "/../shared") / "qmsum/val";
  if (!fs::is_directory(folder)) return {.missing = "HEBB_DATA: no folder qmsum/val"};
  const char* set = std::getenv("MODEL_PATH");
  const auto model = set != nullptr ? Result<fs::path>(set) : find_model();
  if (!model) return {.missing = "MODEL_PATH: " + model.error().message};
  const auto encoder = Encoder::load({.model = *model});
  if (!encoder) return {.missing = "MODEL_PATH: " + encoder.error().message};
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.insert(entry.path());
  }
  Texts texts;
  for (const auto& file : files) take_texts(file, texts);
  texts.sentences.resize(std::min(texts.sentences.size(), kSentences));
  texts.questions.resize(std::min(texts.questions.size(), kQuestions));
  return {.sentences = encoded(**encoder, texts.sentences), .questions = encoded(**encoder, texts.questions)};
}

const RealVectors& real_vectors() {
  static const RealVectors vectors = load_real_vectors();
  return vectors;
}

// The exact scan, by a plain loop: of each question, its cosine with every sentence.
const std::vector<std::vector<float>>& true_scores() {
  static const auto scores = [] {
    const RealVectors& vectors = real_vectors();
    std::vector<std::vector<float>> all;
    for (auto question = vectors.questions.begin(); question != vectors.questions.end();
         question += kSemanticDimension) {
      auto& of_one = all.emplace_back();
      for (auto row = vectors.sentences.begin(); row != vectors.sentences.end(); row += kSemanticDimension) {
        of_one.push_back(std::inner_product(row, row + kSemanticDimension, question, 0.0f));
      }
    }
    return all;
  }();
  return scores;
}

// An index over the real sentences, and which of them it should hold.
class Searched {
 public:
  Searched(const RealVectors& vectors, const HnswOptions& options)
      : vectors_(vectors), index_(make_hnsw_index(options)), live_(vectors.sentences.size() / kSemanticDimension) {}

  std::size_t end() const { return live_.size(); }
  VectorIndex& index() { return *index_; }

  void add(std::size_t count) {
    std::vector<VectorPoint> points;
    for (; count > 0; --count, ++next_) {
      points.push_back({.ordinal = next_, .vector = row(next_)});
      live_.at(next_) = true;
    }
    REQUIRE(index_->add(points).has_value());
  }

  void erase(double chance) {
    std::vector<Ordinal> erased;
    for (Ordinal ordinal = 0; ordinal < next_; ++ordinal) {
      if (std::bernoulli_distribution(chance)(random_)) erased.push_back(ordinal);
    }
    REQUIRE(index_->erase(erased).has_value());
    for (const Ordinal ordinal : erased) live_[ordinal] = false;
  }

  // recall@10 over the questions; `part` of the sentences are selected.
  double recall(double part) {
    constexpr std::size_t kWanted = 10;
    Selection selection(end());
    for (Ordinal ordinal = 0; ordinal < end(); ++ordinal) {
      if (std::bernoulli_distribution(part)(random_)) selection.add(ordinal);
    }
    const Selection* selected = part < 1 ? &selection : nullptr;
    const auto view = index_->view();
    double found = 0;
    double all = 0;
    for (std::size_t q = 0; q < vectors_.questions.size() / kSemanticDimension; ++q) {
      const auto question = std::span(vectors_.questions).subspan(q * kSemanticDimension, kSemanticDimension);
      const auto hits = view->search({.vector = question, .k = kWanted, .selected = selected});
      REQUIRE(hits.has_value());
      const auto truth = best_scores(true_scores()[q], selected, kWanted);
      REQUIRE(hits->size() == truth.size());
      // One that ties with the tenth is as good as it: meetings repeat sentences to the word. By the true score: the
      // index's own is of quantised rows.
      for (const Hit& hit : *hits) {
        REQUIRE((live_[hit.ordinal] && (selected == nullptr || selected->contains(hit.ordinal))));
        found += true_scores()[q][hit.ordinal] >= truth.back() - 1e-6f;
      }
      all += static_cast<double>(truth.size());
    }
    return all > 0 ? found / all : 1;  // of a few sentences chance may select none
  }

 private:
  std::span<const float> row(std::size_t i) const {
    return std::span(vectors_.sentences).subspan(i * kSemanticDimension, kSemanticDimension);
  }

  std::vector<float> best_scores(const std::vector<float>& of_all, const Selection* selected, std::size_t k) const {
    std::vector<float> scores;
    for (Ordinal ordinal = 0; ordinal < next_; ++ordinal) {
      if (live_[ordinal] && (selected == nullptr || selected->contains(ordinal))) scores.push_back(of_all[ordinal]);
    }
    const auto end = scores.begin() + static_cast<std::ptrdiff_t>(std::min(k, scores.size()));
    std::ranges::partial_sort(scores, end, std::greater{});
    scores.erase(end, scores.end());
    return scores;
  }

  const RealVectors& vectors_;
  std::unique_ptr<VectorIndex> index_;
  std::vector<bool> live_;
  Ordinal next_ = 0;
  std::mt19937_64 random_{17};
};

void check_recall(Searched& searched, const char* when) {
  for (const double part : {1.0, 0.5, 0.2, 0.05, 0.01, 0.001}) {
    const double recall = searched.recall(part);
    std::println("recall@10 {}, {:5.1f} % selected: {:.4f}", when, 100 * part, recall);
    CAPTURE(when, part);
    CHECK(recall >= kLeastRecall);
  }
}

TEST_CASE("the graph finds the nearest real sentences: added, folded, erased, filtered") {
  const RealVectors& vectors = real_vectors();
  if (!vectors.missing.empty()) SKIP(vectors.missing);
  REQUIRE(vectors.sentences.size() == kSentences * kSemanticDimension);
  // The graph wherever there is one, so that the test is not of the scan.
  Searched searched(vectors, {.flat_limit = 0, .scan_row_cost = 1e9});
  searched.add(kSentences / 2);
  REQUIRE(searched.index().fold().has_value());
  searched.add(kSentences / 4);
  REQUIRE(searched.index().fold().has_value());  // extends the graph
  searched.add(kSentences / 4);
  check_recall(searched, "after two folds, a quarter behind the graph");
  searched.erase(0.3);
  check_recall(searched, "with 30 % erased");
  REQUIRE(searched.index().fold().has_value());  // builds it anew
  check_recall(searched, "after folding them away");
}

TEST_CASE("quantised rows score real sentences as float32 does, and rank the nearest the same") {
  const RealVectors& vectors = real_vectors();
  if (!vectors.missing.empty()) SKIP(vectors.missing);
  HnswOptions options;
  options.flat_limit = kSentences + 1;  // scans only: what is lost is lost by quantising
  Searched searched(vectors, options);
  searched.add(kSentences);
  const auto view = searched.index().view();
  double sum = 0;
  double largest = 0;
  std::size_t compared = 0;
  std::vector<float> scores(kSentences);
  for (std::size_t q = 0; q < true_scores().size(); ++q) {
    const auto question = std::span(vectors.questions).subspan(q * kSemanticDimension, kSemanticDimension);
    REQUIRE(view->score_range(question, Level::episode, {0, kSentences}, scores).has_value());
    for (std::size_t i = 0; i < kSentences; ++i) {
      const double error = std::abs(double{scores[i]} - true_scores()[q][i]);
      sum += error;
      largest = std::max(largest, error);
      ++compared;
    }
  }
  const double mean = sum / static_cast<double>(compared);
  const double recall = searched.recall(1);
  std::println("quantised: error of the cosine {:.5f} on average, {:.5f} at most; recall@10 of a scan {:.4f}", mean,
               largest, recall);
  CHECK(mean < 0.0005);
  CHECK(largest < 0.003);
  CHECK(recall >= 0.985);
}

TEST_CASE("with the default options every search is as good") {
  const RealVectors& vectors = real_vectors();
  if (!vectors.missing.empty()) SKIP(vectors.missing);
  HnswOptions options;
  options.flat_limit = kSentences / 6;
  Searched searched(vectors, options);
  searched.add(kSentences / 2);
  REQUIRE(searched.index().fold().has_value());
  searched.add(kSentences / 2);
  check_recall(searched, "with scan or graph, whichever is cheaper");
}

}  // namespace
}  // namespace hebb
