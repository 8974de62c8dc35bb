// The two indexes against the plainest way to the same answer, measured in the same run.
//
//   hebb_index_bench [--sizes 12000,100000] [--documents 100000] [--queries 100] [--graph-limit 100000]
//
// Vectors are drawn around centres (no transcripts are read), texts from a Zipf-like vocabulary; both seeded.
// Baselines: memcpy for adding, a plain loop over the same vectors for scanning, a scan of every document's terms for
// BM25. Graphs are built for sizes up to --graph-limit (0: none).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <limits>
#include <memory>
#include <print>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "lexical/lexical_index.h"
#include "text/normalise.h"
#include "vector/dot.h"
#include "vector/hnsw_index.h"

namespace hebb::bench {
namespace {

// The thread's own processor time: everything here runs on one thread, and other programs should not count.
struct Clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;
  static time_point now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
  }
};

double ms_since(Clock::time_point began) {
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

volatile double kept = 0;  // so that no baseline is optimised away

template <class F>
double median_ms(std::size_t times, F&& run) {
  std::vector<double> taken(times);
  for (std::size_t i = 0; i < times; ++i) {
    const auto began = Clock::now();
    run(i);
    taken[i] = ms_since(began);
  }
  std::ranges::nth_element(taken, taken.begin() + static_cast<std::ptrdiff_t>(times / 2));
  return taken[times / 2];
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::println(stderr, "hebb_index_bench: {}", result.error().message);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Arguments {
  std::vector<std::size_t> sizes{12'000, 100'000};
  std::size_t documents = 100'000;
  std::size_t queries = 100;
  std::size_t graph_limit = 100'000;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--documents") arguments.documents = std::stoul(value);
    if (name == "--queries") arguments.queries = std::stoul(value);
    if (name == "--graph-limit") arguments.graph_limit = std::stoul(value);
    if (name == "--sizes") {
      arguments.sizes.clear();
      std::istringstream list(value);
      for (std::string one; std::getline(list, one, ',');) arguments.sizes.push_back(std::stoul(one));
    }
  }
  return arguments;
}

// Unit vectors, row-major, about as hard to search as sentences: topics, a few dozen directions in which sentences of
// one topic differ, and a little of everything.
std::vector<float> vectors(std::size_t count, std::uint64_t seed) {
  constexpr std::size_t kTopics = 400, kDirections = 48;
  std::mt19937_64 random(seed);
  std::mt19937_64 shape(1);  // the same topics and directions for every call
  const auto draw = [](std::mt19937_64& from) {
    const std::uint64_t bits = from();  // about normal: four uniforms
    return static_cast<float>((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)) / 65536 -
           2;
  };
  std::vector<float> topics(kTopics * kSemanticDimension);
  for (float& x : topics) x = 0.6f * draw(shape);
  std::vector<float> directions(kDirections * kSemanticDimension);
  for (float& x : directions) x = draw(shape) / std::sqrt(static_cast<float>(kDirections));
  std::vector<float> out(count * kSemanticDimension);
  for (std::size_t i = 0; i < count; ++i) {
    float* row = out.data() + i * kSemanticDimension;
    const float* topic = topics.data() + random() % kTopics * kSemanticDimension;
    for (std::size_t j = 0; j < kSemanticDimension; ++j) row[j] = topic[j] + 0.3f * draw(random);
    for (std::size_t d = 0; d < kDirections; ++d) {
      const float amount = 2 * draw(random);
      for (std::size_t j = 0; j < kSemanticDimension; ++j) row[j] += amount * directions[d * kSemanticDimension + j];
    }
    double norm = 0;
    for (std::size_t j = 0; j < kSemanticDimension; ++j) norm += double{row[j]} * row[j];
    for (std::size_t j = 0; j < kSemanticDimension; ++j) row[j] /= static_cast<float>(std::sqrt(norm));
  }
  return out;
}

void add_all(VectorIndex& index, const std::vector<float>& rows) {
  constexpr std::size_t kMeeting = 350;
  const std::size_t count = rows.size() / kSemanticDimension;
  std::vector<VectorPoint> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back({.ordinal = static_cast<Ordinal>(i),
                      .vector = std::span(rows).subspan(i * kSemanticDimension, kSemanticDimension)});
    if (points.size() == kMeeting || i + 1 == count) {
      must(index.add(points));
      points.clear();
    }
  }
}

// What one would write first: every dot product, then a partial sort.
[[gnu::noinline]] float naive_best(const float* query, const std::vector<float>& rows) {
  const std::size_t count = rows.size() / kSemanticDimension;
  std::vector<std::pair<float, std::size_t>> scores(count);
  for (std::size_t i = 0; i < count; ++i) {
    float sum = 0;
    for (std::size_t j = 0; j < kSemanticDimension; ++j) sum += query[j] * rows[i * kSemanticDimension + j];
    scores[i] = {-sum, i};
  }
  std::partial_sort(scores.begin(), scores.begin() + 10, scores.end());
  return scores[9].first;
}

struct Searches {
  double ms = 0;
  std::vector<std::vector<Hit>> hits;
};

Searches search_all(const VectorView& view, const std::vector<float>& queries, const Selection* selected) {
  Searches searches;
  searches.ms = median_ms(queries.size() / kSemanticDimension, [&](std::size_t i) {
    searches.hits.push_back(
        must(view.search({.vector = std::span(queries).subspan(i * kSemanticDimension, kSemanticDimension),
                          .k = 10,
                          .selected = selected})));
  });
  return searches;
}

double recall(const Searches& found, const Searches& truth) {
  std::size_t shared = 0;
  std::size_t all = 0;
  for (std::size_t i = 0; i < truth.hits.size(); ++i) {
    for (const Hit& hit : truth.hits[i]) shared += std::ranges::contains(found.hits[i], hit.ordinal, &Hit::ordinal);
    all += truth.hits[i].size();
  }
  return static_cast<double>(shared) / static_cast<double>(all);
}

Selection every(std::size_t step, std::size_t count) {
  Selection selection(count);
  for (std::size_t i = 0; i < count; i += step) selection.add(static_cast<Ordinal>(i));
  return selection;
}

void bench_vectors(std::size_t count, const Arguments& arguments) {
  const auto rows = vectors(count, 2);
  const auto queries = vectors(arguments.queries, 3);
  std::println("\n{} vectors ({:.0f} MB), {}", count, static_cast<double>(rows.size() * sizeof(float)) / 1e6,
               dot_kernels().instruction_set);

  auto began = Clock::now();
  {
    const auto copy = std::make_unique_for_overwrite<float[]>(rows.size());
    std::memcpy(copy.get(), rows.data(), rows.size() * sizeof(float));
    kept = copy[rows.size() / 2];
  }
  const double copied = ms_since(began);
  HnswOptions options;
  options.flat_limit = 0;
  const auto index = make_hnsw_index(options);
  began = Clock::now();
  add_all(*index, rows);
  const double added = ms_since(began);
  std::println("  add in batches of 350   {:9.1f} ms   {:.1f} x a memcpy into fresh memory ({:.1f} ms)", added,
               added / copied, copied);

  const double naive =
      median_ms(3, [&](std::size_t i) { kept = naive_best(queries.data() + i * kSemanticDimension, rows); });
  const auto exact = search_all(*index->view(), queries, nullptr);
  std::println("  exact scan, 10 best     {:9.3f} ms   {:.1f} x faster than a plain loop ({:.2f} ms), {:.1f} GB/s",
               exact.ms, naive / exact.ms, naive, static_cast<double>(rows.size() * sizeof(float)) / exact.ms / 1e6);

  const std::size_t scored = std::min<std::size_t>(count, 20'000);
  std::vector<Ordinal> ordinals(scored);
  for (std::size_t i = 0; i < scored; ++i) ordinals[i] = static_cast<Ordinal>(i);
  const auto query = std::span(queries).first(kSemanticDimension);
  const auto view = index->view();
  const double scoring = median_ms(30, [&](std::size_t) { must(view->score(query, Level::episode, ordinals)); });
  std::println("  score() of {:6}       {:9.3f} ms   {:.1f} GB/s", scored, scoring,
               static_cast<double>(scored * kSemanticDimension * sizeof(float)) / scoring / 1e6);

  if (count > arguments.graph_limit) return;
  const std::size_t flat_bytes = view->resident_bytes();
  began = Clock::now();
  must(index->fold());
  std::println("  fold into a graph       {:9.0f} ms   {:.3f} ms a vector, one thread", ms_since(began),
               ms_since(began) / static_cast<double>(count));
  const auto graph = index->view();
  const std::size_t bytes = graph->resident_bytes();
  std::println("  resident                {:9.1f} MB   {:.2f} x the vectors alone; {} bytes a vector for the graph",
               static_cast<double>(bytes) / 1e6,
               static_cast<double>(bytes) / static_cast<double>(rows.size() * sizeof(float)),
               (bytes - flat_bytes) / count);
  for (const std::size_t step : {1, 2, 4, 10, 100}) {
    const Selection selection = every(step, count);
    const Selection* selected = step == 1 ? nullptr : &selection;
    const auto truth = search_all(*view, queries, selected);
    const auto found = search_all(*graph, queries, selected);
    std::println(
        "  search, {:5.1f} % selected {:8.3f} ms   {:.1f} x faster than its scan ({:.3f} ms), recall@10 {:.3f}",
        100.0 / static_cast<double>(step), found.ms, truth.ms / found.ms, truth.ms, recall(found, truth));
  }
}

std::vector<std::string> texts(std::size_t count) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<> uniform(0, 1);
  std::vector<std::string> out(count);
  for (std::string& text : out) {
    for (std::size_t words = 4 + random() % 40; words > 0; --words) {
      const double u = uniform(random);
      text += "word" + std::to_string(static_cast<int>(20'000 * u * u * u)) + " ";
    }
  }
  return out;
}

// Every document's terms against the query's, with the statistics given for free.
std::size_t naive_bm25(const std::vector<std::vector<std::string>>& documents, const std::vector<std::string>& terms) {
  std::size_t scored = 0;
  for (const auto& document : documents) {
    double score = 0;
    for (const auto& term : terms) {
      const auto tf = static_cast<double>(std::ranges::count(document, term));
      score += tf / (tf + 0.5 + 0.05 * static_cast<double>(document.size()));
    }
    scored += score > 0;
  }
  return scored;
}

void bench_lexical(const Arguments& arguments) {
  const auto all = texts(arguments.documents);
  auto began = Clock::now();
  std::vector<std::vector<std::string>> terms;
  for (const auto& text : all) terms.push_back(index_terms(text));
  const double analysed = ms_since(began);

  LexicalIndex index;
  began = Clock::now();
  std::vector<LexicalDocument> batch;
  for (std::size_t i = 0; i < all.size(); ++i) {
    batch.push_back({.ordinal = static_cast<Ordinal>(i), .text = all[i]});
    if (batch.size() == 350 || i + 1 == all.size()) {
      index.add("project", batch);
      batch.clear();
    }
  }
  const double added = ms_since(began);
  const auto view = index.view();
  std::println("\n{} documents, {:.1f} MB of index", all.size(), static_cast<double>(view->resident_bytes()) / 1e6);
  std::println("  add in batches of 350   {:9.1f} ms   {:.2f} x index_terms() alone ({:.1f} ms)", added,
               added / analysed, analysed);
  const auto query_of = [&](std::size_t i) { return index_terms(all[i * 37 % all.size()].substr(0, 70)); };
  const double naive = median_ms(5, [&](std::size_t i) { kept = static_cast<double>(naive_bm25(terms, query_of(i))); });
  for (const std::size_t k : {std::size_t{10}, std::numeric_limits<std::size_t>::max()}) {
    const double taken = median_ms(
        arguments.queries, [&](std::size_t i) { view->search({.terms = query_of(i), .project = "project", .k = k}); });
    std::println("  query, {:15} {:9.3f} ms   {:.0f} x faster than a scan ({:.1f} ms)", k == 10 ? "10 best" : "all",
                 taken, naive / taken, naive);
  }
  std::vector<Ordinal> meeting(350);
  for (std::size_t i = 0; i < meeting.size(); ++i) meeting[i] = static_cast<Ordinal>(i);
  began = Clock::now();
  index.erase("project", meeting);
  index.view();
  std::println("  erase of 350            {:9.1f} ms   {:.2f} of adding everything", ms_since(began),
               ms_since(began) / added);
}

}  // namespace
}  // namespace hebb::bench

int main(int argc, char** argv) {
  const auto arguments = hebb::bench::parse(argc, argv);
  for (const std::size_t size : arguments.sizes) {
    if (size > 0) hebb::bench::bench_vectors(size, arguments);
  }
  if (arguments.documents > 0) hebb::bench::bench_lexical(arguments);
}
