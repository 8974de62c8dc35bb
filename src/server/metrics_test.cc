#include "server/metrics.h"

#include <prometheus/text_serializer.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "server/engine_metrics.h"

namespace hebb::server {
namespace {

std::string text_of(const std::vector<prometheus::MetricFamily>& families) {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

EngineMeasures some_measures() {
  EngineMeasures measures;
  measures.stages["encode"].observe(std::chrono::milliseconds(3));
  measures.stages["encode"].observe(std::chrono::seconds(60));
  measures.writes.observe(std::chrono::milliseconds(3));
  measures.failed_writes = 1;
  measures.queues["questions"] = {.threads = 4, .queue_limit = 256, .waiting = 2, .refused = 3};
  measures.queues["writer"] = {.threads = 1, .queue_limit = 256, .waiting = 0, .refused = 0};
  measures.memories = {5, 6, 7};
  measures.seq = 8;
  measures.applied_seq = 7;
  measures.store_bytes = 4096;
  measures.index_bytes = 1024;
  measures.indexed = 13;
  measures.folding = true;
  measures.background_errors = 1;
  measures.answers = {
      .hits = 3, .misses = 1, .evictions = 4, .expirations = 5, .outdated = 6, .entries = 7, .bytes = 8};
  measures.question_vectors = {.hits = 11, .misses = 12, .entries = 13, .bytes = 14};
  measures.version = "0.1.0";
  measures.model = "all-MiniLM-L6-v2";
  measures.precision = "int8";
  return measures;
}

}  // namespace

TEST_CASE("the engine's series, in full") {
  std::ifstream file(std::string(HEBB_SOURCE_DIR) + "/tests/golden/engine_metrics.txt");
  REQUIRE(file);
  const std::string expected(std::istreambuf_iterator<char>(file), {});
  CHECK(text_of(engine_metrics(some_measures())) == expected);
}

TEST_CASE("every series of the process is there") {
  const std::string text = text_of(process_metrics());
  for (const char* name : {"process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds",
                           "process_start_time_seconds"}) {
    std::smatch found;
    REQUIRE(std::regex_search(text, found, std::regex(std::string("\n") + name + " ([0-9.e+]+)\n")));
    CHECK(std::stod(found[1]) >= 0);
  }
}

}  // namespace hebb::server
