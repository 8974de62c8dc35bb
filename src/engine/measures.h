// What the engine measures of itself while it works, for /metrics. Numbers alone: nothing of what was asked or said.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "base/histogram.h"
#include "engine/types.h"

namespace hebb {

// A state at one moment; counts are since the start. Cheap: asks no store for more than its seq, and of concepts says
// how many there were when a question or a count that must be right last needed them.
struct EngineMeasures {
  std::map<std::string, DurationHistogram> stages;  // of answering a question; names are those of `timings`
  DurationHistogram writes;                         // on the writer thread: store and indexes
  std::uint64_t failed_writes = 0;
  std::map<std::string, LaneStats> queues;  // probes, questions, imports, and the writer's
  std::array<std::uint64_t, kLevels> memories{};
  Seq seq = 0;
  Seq applied_seq = 0;
  std::uint64_t store_bytes = 0;  // the database's files; 0: not known
  std::size_t index_bytes = 0;
  std::size_t indexed = 0;
  bool folding = false;
  std::uint64_t background_errors = 0;
  AnswerCacheStats answers;
  QuestionVectorStats question_vectors;
  std::string version;
  std::string model;
  std::string precision;
};

}  // namespace hebb
