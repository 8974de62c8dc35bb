#include "server/engine_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

namespace hebb::server {
namespace {

using Family = prometheus::MetricFamily;
using prometheus::ClientMetric;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

class Families {
 public:
  Families& gauge(std::string name, std::string help) {
    return begin(std::move(name), std::move(help), MetricType::Gauge);
  }
  Families& counter(std::string name, std::string help) {
    return begin(std::move(name), std::move(help), MetricType::Counter);
  }
  Families& histogram(std::string name, std::string help) {
    return begin(std::move(name), std::move(help), MetricType::Histogram);
  }
  template <class Number>
  Families& value(Number number, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    const auto value = static_cast<double>(number);
    if (all_.back().type == MetricType::Gauge) {
      metric.gauge.value = value;
    } else {
      metric.counter.value = value;
    }
    all_.back().metric.push_back(std::move(metric));
    return *this;
  }
  Families& value(const DurationHistogram& durations, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < DurationHistogram::kBounds.size(); ++i) {
      sum += durations.counts()[i];
      metric.histogram.bucket.push_back({.cumulative_count = sum, .upper_bound = DurationHistogram::kBounds[i]});
    }
    metric.histogram.sample_count = sum + durations.counts().back();
    metric.histogram.sample_sum = durations.seconds();
    all_.back().metric.push_back(std::move(metric));
    return *this;
  }
  std::vector<Family> take() { return std::move(all_); }

 private:
  Families& begin(std::string name, std::string help, MetricType type) {
    all_.push_back({.name = std::move(name), .help = std::move(help), .type = type, .metric = {}});
    return *this;
  }

  std::vector<Family> all_;
};

void add_memories(Families& out, const EngineMeasures& measures) {
  out.gauge("memory_count_by_level", "Memories: 0 concepts, as last needed, 1 contexts, 2 episodes.");
  for (std::size_t i = 0; i < kLevels; ++i) out.value(measures.memories[i], {{"level", std::to_string(i)}});
}

void add_queues(Families& out, const EngineMeasures& measures) {
  const auto each = [&](auto pick) {
    for (const auto& [name, queue] : measures.queues) out.value(pick(queue), {{"queue", name}});
  };
  out.gauge("hebb_queue_depth", "Tasks that wait for a thread.");
  each([](const LaneStats& queue) { return queue.waiting; });
  out.gauge("hebb_queue_limit", "Tasks that may wait; what comes beyond them is refused.");
  each([](const LaneStats& queue) { return queue.queue_limit; });
  out.counter("hebb_queue_refusals_total", "Tasks refused because the queue was full, or stopping.");
  each([](const LaneStats& queue) { return queue.refused; });
  out.gauge("hebb_threads", "Threads that serve a queue.");
  each([](const LaneStats& queue) { return queue.threads; });
}

void add_cache(Families& out, const AnswerCacheStats& answers, const QuestionVectorStats& vectors) {
  const auto both = [&](auto of_answers, auto of_vectors) {
    out.value(of_answers, {{"cache", "answers"}});
    out.value(of_vectors, {{"cache", "question_vectors"}});
  };
  out.counter("hebb_cache_hits_total", "Looked for and found.");
  both(answers.hits, vectors.hits);
  out.counter("hebb_cache_misses_total", "Looked for, not found, and made.");
  both(answers.misses, vectors.misses);
  out.gauge("hebb_cache_entries", "What is kept.");
  both(answers.entries, vectors.entries);
  out.gauge("hebb_cache_bytes", "Memory that what is kept takes.");
  both(answers.bytes, vectors.bytes);
  out.counter("hebb_cache_evictions_total",
              "Answers dropped: for want of room, for age, or because a project changed.");
  out.value(answers.evictions, {{"reason", "room"}});
  out.value(answers.expirations, {{"reason", "age"}});
  out.value(answers.outdated, {{"reason", "change"}});
}

void add_store(Families& out, const EngineMeasures& measures) {
  out.gauge("hebb_store_seq", "Number of the last change of the database.").value(measures.seq);
  out.gauge("hebb_store_bytes", "Size of the database file and its log.").value(measures.store_bytes);
  out.histogram("hebb_store_write_duration_seconds", "Of writes: the transaction, and the indexes after it.");
  out.value(measures.writes);
  out.counter("hebb_store_write_failures_total", "Writes that failed.").value(measures.failed_writes);
}

void add_index(Families& out, const EngineMeasures& measures) {
  out.gauge("hebb_index_memories", "Memories in the vector index.").value(measures.indexed);
  out.gauge("hebb_index_bytes", "Memory that the vector and the lexical index take.").value(measures.index_bytes);
  out.gauge("hebb_index_folding", "1 while the vector index is folded in the background.").value(measures.folding);
  out.gauge("hebb_index_applied_seq", "Number of the last change that the indexes have.").value(measures.applied_seq);
  out.counter("hebb_background_errors_total", "Failures of work that nobody waits for; /health says degraded.");
  out.value(measures.background_errors);
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Seconds since 1970: the kernel's time of boot and this process's start after it.
double start_seconds() {
  static const double started = [] {
    const auto now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    std::ifstream stat("/proc/self/stat");
    std::string text;
    std::getline(stat, text);
    std::ifstream uptime_file("/proc/uptime");
    double uptime = 0;
    const auto name_end = text.rfind(')');  // the name before it may hold anything
    if (name_end == std::string::npos || !(uptime_file >> uptime)) return 0.0;
    std::istringstream fields(text.substr(name_end + 1));
    std::string field;
    for (int i = 0; i < 20; ++i) fields >> field;  // the 22nd of all, in ticks
    const double after_boot = std::stod(field.empty() ? "0" : field) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    return now - uptime + after_boot;
  }();
  return started;
}

}  // namespace

std::vector<Family> engine_metrics(const EngineMeasures& measures) {
  Families out;
  add_memories(out, measures);
  out.histogram("hebb_query_stage_duration_seconds", "Of answering a question, by stage; answers kept have none.");
  for (const auto& [stage, durations] : measures.stages) out.value(durations, {{"stage", stage}});
  add_queues(out, measures);
  add_cache(out, measures.answers, measures.question_vectors);
  add_store(out, measures);
  add_index(out, measures);
  out.gauge("hebb_build_info", "1; what runs.");
  out.value(1, {{"version", measures.version}});
  out.gauge("hebb_model_info", "1; the model that encodes.");
  out.value(1, {{"model", measures.model}, {"precision", measures.precision}});
  return out.take();
}

std::vector<Family> process_metrics() {
  Families out;
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) == 0) {
    out.counter("process_cpu_seconds_total", "Processor time, in seconds.");
    out.value(seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
  }
  std::size_t pages = 0, resident = 0;
  if (std::ifstream("/proc/self/statm") >> pages >> resident) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    out.gauge("process_resident_memory_bytes", "Resident memory.").value(resident * page);
  }
  std::error_code error;
  std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (!error) out.gauge("process_open_fds", "Open file descriptors.").value(std::distance(begin(files), end(files)));
  if (start_seconds() > 0) {
    out.gauge("process_start_time_seconds", "When the process began, in seconds since 1970.").value(start_seconds());
  }
  return out.take();
}

}  // namespace hebb::server
