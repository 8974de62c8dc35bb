// What /metrics says, in the text format of Prometheus: the requests of one server, and what its engine measures.
// Private to server/. Labels hold names of ours alone (templates of routes, stages, states), so that there are only so
// many series, and none says what was asked.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "engine/engine.h"

namespace hebb::server {

// Thread safety: thread-safe. Cost of `began` and `finished`: well below a microsecond, a short lock among it.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void began();
  // `route`: the template, which must live as long as the process; empty: a path that is none of ours, all of which
  // are one series.
  void finished(std::string_view method, std::string_view route, int status, std::chrono::duration<double> spent);
  // Asks the engine for its measures: off event loops.
  std::string text(const Engine& engine) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hebb::server
