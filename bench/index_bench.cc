// The two indexes against the plainest way to the same answer, measured in the same run, and what they keep in memory.
//
//   hebb_index_bench [--sizes 12000,100000] [--resident 100000] [--documents 100000] [--queries 100]
//                    [--graph-limit 100000]
//
// Vectors are drawn around centres (no transcripts are read), texts from a Zipf-like vocabulary; both seeded.
// Baselines: memcpy for adding, a plain loop over the same vectors as float32 for scanning, a scan of every document's
// terms for BM25. Graphs are built for sizes up to --graph-limit (0: none). --resident: sizes whose memory is measured,
// each in a process of its own that holds nothing else; by hand with 1000000 (some 10 minutes).
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <numeric>
#include <print>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "bench/must.h"
#include "bench/processor_clock.h"
#include "lexical/lexical_index.h"
#include "text/normalise.h"
#include "vector/dot.h"
#include "vector/hnsw_index.h"
#include "vector/quantise.h"

namespace hebb::bench {
namespace {

using Clock = ProcessorClock;  // everything here runs on one thread

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

struct Arguments {
  std::vector<std::size_t> sizes{12'000, 100'000};
  std::vector<std::size_t> resident{100'000};
  std::size_t documents = 100'000;
  std::size_t queries = 100;
  std::size_t graph_limit = 100'000;
};

std::vector<std::size_t> numbers(const std::string& list) {
  std::vector<std::size_t> out;
  std::istringstream in(list);
  for (std::string one; std::getline(in, one, ',');) out.push_back(std::stoul(one));
  return out;
}

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--documents") arguments.documents = std::stoul(value);
    if (name == "--queries") arguments.queries = std::stoul(value);
    if (name == "--graph-limit") arguments.graph_limit = std::stoul(value);
    if (name == "--sizes") arguments.sizes = numbers(value);
    if (name == "--resident") arguments.resident = numbers(value);
  }
  return arguments;
}

// Unit vectors one after another, about as hard to search as sentences: topics, a few dozen directions in which
// sentences of one topic differ, and a little of everything. The same for the same seed.
class VectorStream {
 public:
  explicit VectorStream(std::uint64_t seed) : random_(seed) {
    std::mt19937_64 shape(1);  // the same topics and directions for every stream
    topics_.resize(kTopics * kSemanticDimension);
    for (float& x : topics_) x = 0.6f * draw(shape);
    directions_.resize(kDirections * kSemanticDimension);
    for (float& x : directions_) x = draw(shape) / std::sqrt(static_cast<float>(kDirections));
  }

  void next(float* row) {
    const float* topic = topics_.data() + random_() % kTopics * kSemanticDimension;
    for (std::size_t j = 0; j < kSemanticDimension; ++j) row[j] = topic[j] + 0.3f * draw(random_);
    for (std::size_t d = 0; d < kDirections; ++d) {
      const float amount = 2 * draw(random_);
      for (std::size_t j = 0; j < kSemanticDimension; ++j) row[j] += amount * directions_[d * kSemanticDimension + j];
    }
    double norm = 0;
    for (std::size_t j = 0; j < kSemanticDimension; ++j) norm += double{row[j]} * row[j];
    for (std::size_t j = 0; j < kSemanticDimension; ++j) row[j] /= static_cast<float>(std::sqrt(norm));
  }

 private:
  static constexpr std::size_t kTopics = 400, kDirections = 48;

  static float draw(std::mt19937_64& from) {
    const std::uint64_t bits = from();  // about normal: four uniforms
    return static_cast<float>((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)) / 65536 -
           2;
  }

  std::mt19937_64 random_;
  std::vector<float> topics_;
  std::vector<float> directions_;
};

std::vector<float> vectors(std::size_t count, std::uint64_t seed) {
  VectorStream stream(seed);
  std::vector<float> out(count * kSemanticDimension);
  for (std::size_t i = 0; i < count; ++i) stream.next(out.data() + i * kSemanticDimension);
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

float plain_dot(const float* a, const float* b) {
  float sum = 0;
  for (std::size_t j = 0; j < kSemanticDimension; ++j) sum += a[j] * b[j];
  return sum;
}

// What one would write first: every dot product, then a partial sort.
[[gnu::noinline]] float naive_best(const float* query, const std::vector<float>& rows) {
  const std::size_t count = rows.size() / kSemanticDimension;
  std::vector<std::pair<float, std::size_t>> scores(count);
  for (std::size_t i = 0; i < count; ++i) scores[i] = {-plain_dot(query, rows.data() + i * kSemanticDimension), i};
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

// The ten best of each query by float32, whatever an index makes of the vectors.
class Truth {
 public:
  static constexpr std::size_t kBest = 10;

  explicit Truth(const std::vector<float>& queries) : queries_(queries), best_(queries.size() / kSemanticDimension) {}

  void offer(Ordinal ordinal, const float* row) {
    for (std::size_t q = 0; q < best_.size(); ++q) {
      const float score = lanes_dot(queries_.data() + q * kSemanticDimension, row);
      auto& best = best_[q];
      if (best.size() == kBest && score <= best.back().score) continue;
      const auto place = std::ranges::lower_bound(best, score, std::greater{}, &Hit::score);
      best.insert(place, {.ordinal = ordinal, .score = score});
      if (best.size() > kBest) best.pop_back();
    }
  }

  double recall(const std::vector<std::vector<Hit>>& found) const {
    std::size_t shared = 0;
    std::size_t all = 0;
    for (std::size_t i = 0; i < best_.size(); ++i) {
      for (const Hit& hit : best_[i]) shared += std::ranges::contains(found[i], hit.ordinal, &Hit::ordinal);
      all += best_[i].size();
    }
    return static_cast<double>(shared) / static_cast<double>(all);
  }

 private:
  // Sixteen sums side by side, so that a million rows take seconds.
  static float lanes_dot(const float* a, const float* b) {
    std::array<float, 16> sums{};
    for (std::size_t i = 0; i < kSemanticDimension; i += sums.size()) {
      for (std::size_t j = 0; j < sums.size(); ++j) sums[j] += a[i + j] * b[i + j];
    }
    return std::accumulate(sums.begin(), sums.end(), 0.0f);
  }

  const std::vector<float>& queries_;
  std::vector<std::vector<Hit>> best_;  // best first
};

Selection every(std::size_t step, std::size_t count) {
  Selection selection(count);
  for (std::size_t i = 0; i < count; i += step) selection.add(static_cast<Ordinal>(i));
  return selection;
}

// Each variant of the instructions over rows that the caches hold, and beyond them.
void bench_kernels(const std::vector<float>& rows, const float* vector) {
  const std::size_t count = rows.size() / kSemanticDimension;
  std::vector<std::uint8_t> quantised(rows.size());
  for (std::size_t i = 0; i < rows.size(); i += kSemanticDimension) {
    quantise_row(std::span(rows).subspan(i, kSemanticDimension), quantised.data() + i);
  }
  const auto query = quantise_query({vector, kSemanticDimension}).value();
  std::vector<std::int32_t> dots(count);
  for (std::size_t variant = 0; variant < kDotVariants; ++variant) {
    const DotKernels& kernels = dot_variant(variant);
    if (!kernels.supported) continue;
    constexpr std::size_t kFew = 1000, kRounds = 20;
    const double few = median_ms(9, [&](std::size_t) {
      for (std::size_t i = 0; i < kRounds; ++i) kernels.rows(query, quantised.data(), kFew, dots.data());
    });
    const double all = median_ms(9, [&](std::size_t) { kernels.rows(query, quantised.data(), count, dots.data()); });
    std::println("  {:10} {:6.1f} ns a row of {}, {:6.1f} of {}", kernels.instruction_set, few * 1e6 / kFew / kRounds,
                 kFew, all * 1e6 / static_cast<double>(count), count);
  }
}

void bench_vectors(std::size_t count, const Arguments& arguments) {
  const auto rows = vectors(count, 2);
  const auto queries = vectors(arguments.queries, 3);
  std::println("\n{} vectors ({:.0f} MB as float32), {}", count, static_cast<double>(rows.size() * sizeof(float)) / 1e6,
               dot_kernels().instruction_set);
  bench_kernels(rows, queries.data());

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
  std::println("  add in batches of 350   {:9.1f} ms   {:.1f} x a memcpy of float32 into fresh memory ({:.1f} ms)",
               added, added / copied, copied);

  const double naive =
      median_ms(3, [&](std::size_t i) { kept = naive_best(queries.data() + i * kSemanticDimension, rows); });
  const auto view = index->view();
  const auto scanned = search_all(*view, queries, nullptr);
  const auto gb_per_s = [](std::size_t vectors, double ms) {
    return static_cast<double>(vectors * kSemanticDimension) / ms / 1e6;
  };
  std::println("  scan, 10 best           {:9.3f} ms   {:.1f} x faster than a plain loop ({:.2f} ms), {:.1f} GB/s",
               scanned.ms, naive / scanned.ms, naive, gb_per_s(count, scanned.ms));

  const std::size_t scored = std::min<std::size_t>(count, 20'000);
  const auto query = std::span(queries).first(kSemanticDimension);
  std::vector<float> scores(scored);
  const auto end = static_cast<Ordinal>(scored);
  const double range =
      median_ms(30, [&](std::size_t) { must(view->score_range(query, Level::episode, {0, end}, scores)); });
  std::println("  score_range() of {:6} {:9.3f} ms   {:.1f} GB/s", scored, range, gb_per_s(scored, range));

  if (count > arguments.graph_limit) return;
  began = Clock::now();
  must(index->fold());
  std::println("  fold into a graph       {:9.0f} ms   {:.3f} ms a vector, one thread", ms_since(began),
               ms_since(began) / static_cast<double>(count));
  const auto graph = index->view();
  for (const std::size_t step : {1, 2, 4, 10, 100}) {
    const Selection selection = every(step, count);
    const Selection* selected = step == 1 ? nullptr : &selection;
    Truth truth(queries);
    for (std::size_t i = 0; i < count; i += step) {
      truth.offer(static_cast<Ordinal>(i), rows.data() + i * kSemanticDimension);
    }
    const auto by_scan = search_all(*view, queries, selected);
    const auto found = search_all(*graph, queries, selected);
    std::println(
        "  search, {:5.1f} % selected {:8.3f} ms   {:.1f} x faster than its scan ({:.3f} ms); recall@10 against "
        "float32 "
        "{:.3f}, the scan's {:.3f}",
        100.0 / static_cast<double>(step), found.ms, by_scan.ms / found.ms, by_scan.ms, truth.recall(found.hits),
        truth.recall(by_scan.hits));
  }
}

// Of this process, in bytes: "VmRSS" now, "VmHWM" at most since peak_reset().
double memory_of(std::string_view which) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(which)) return std::stod(line.substr(which.size() + 1)) * 1024;
  }
  return 0;
}

void peak_reset() {
  std::ofstream("/proc/self/clear_refs") << 5;
}

// Adds meetings as they would come, folds, adds the last tenth and folds again, and says what all that takes.
void bench_resident(std::size_t count, const Arguments& arguments) {
  const auto queries = vectors(arguments.queries, 3);
  Truth truth(queries);
  VectorStream stream(2);
  constexpr std::size_t kMeeting = 350;
  std::vector<float> meeting(kMeeting * kSemanticDimension);
  const auto index = make_hnsw_index({.flat_limit = 0});
  const double before = memory_of("VmRSS");
  const auto per_vector = [&](double bytes, std::size_t vectors) { return bytes / static_cast<double>(vectors); };
  std::println("\n{} vectors, bytes each of them takes (VmRSS; VmHWM at most meanwhile; the index's own count)", count);
  const auto report = [&](const char* what, std::size_t vectors, double ms) {
    std::println("  {:24}{:8.0f} {:8.0f} {:8.0f}   {:.3f} ms each", what,
                 per_vector(memory_of("VmRSS") - before, vectors), per_vector(memory_of("VmHWM") - before, vectors),
                 per_vector(static_cast<double>(index->view()->resident_bytes()), vectors), ms);
    peak_reset();
  };
  std::size_t added = 0;
  const auto add_up_to = [&](std::size_t end) {
    double taken = 0;
    while (added < end) {
      std::vector<VectorPoint> points;
      for (std::size_t i = 0; i < kMeeting && added < end; ++i, ++added) {
        float* row = meeting.data() + i * kSemanticDimension;
        stream.next(row);
        const auto ordinal = static_cast<Ordinal>(added);
        truth.offer(ordinal, row);
        points.push_back({.ordinal = ordinal, .vector = {row, kSemanticDimension}});
      }
      const auto began = Clock::now();
      must(index->add(points));
      taken += ms_since(began);
    }
    return taken;
  };
  const auto fold = [&] {
    const auto began = Clock::now();
    must(index->fold());
    return ms_since(began);
  };
  peak_reset();
  const std::size_t most = count / 10 * 9;
  report("nine tenths added", most, add_up_to(most) / static_cast<double>(most));
  report("folded", most, fold() / static_cast<double>(most));
  report("the rest added", count, add_up_to(count) / static_cast<double>(count - most));
  report("folded", count, fold() / static_cast<double>(count - most));
  const auto found = search_all(*index->view(), queries, nullptr);
  std::println("  search, 10 best {:.3f} ms, recall@10 against float32 {:.3f}", found.ms, truth.recall(found.hits));
}

// In a process of its own, so that memory freed by others does not count as there.
void apart(const std::function<void()>& run) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    run();
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) std::exit(1);
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
  const double taken =
      median_ms(arguments.queries, [&](std::size_t i) { view->matches(query_of(i), "project", Level::episode); });
  std::println("  all that matches        {:9.3f} ms   {:.0f} x faster than a scan ({:.1f} ms)", taken, naive / taken,
               naive);
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
  for (const std::size_t size : arguments.resident) {
    if (size > 0) hebb::bench::apart([&] { hebb::bench::bench_resident(size, arguments); });
  }
  for (const std::size_t size : arguments.sizes) {
    if (size > 0) hebb::bench::bench_vectors(size, arguments);
  }
  if (arguments.documents > 0) hebb::bench::bench_lexical(arguments);
}
