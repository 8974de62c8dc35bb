// Sends a span of each request to a collector: OpenTelemetry, OTLP over HTTP. Private to server/.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "server/request_log.h"

namespace hebb::server {

// A span has what a line of the log has: route, status, ids and times, never what was asked or answered.
//
// Thread safety: thread-safe. `record` never waits; spans beyond 2,048 that are not sent yet are dropped. A collector
// that is away costs a warning in the log. The destructor sends what is left, four requests of two seconds at most.
class SpanExport {
 public:
  // `endpoint`: the collector's base address as OTEL_EXPORTER_OTLP_ENDPOINT has it, "http://127.0.0.1:4318"; spans go
  // to its /v1/traces. Headers, certificates and protocol are those of the standard's other variables
  // (OTEL_EXPORTER_OTLP_*).
  SpanExport(const std::string& endpoint, const std::string& version);
  ~SpanExport();
  SpanExport(const SpanExport&) = delete;
  SpanExport& operator=(const SpanExport&) = delete;

  // Requires: request.trace. One whose caller does not sample it is passed over.
  void record(const AnsweredRequest& request);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hebb::server
