#include "server/span_export.h"

#include <opentelemetry/exporters/otlp/otlp_http_exporter_factory.h>
#include <opentelemetry/exporters/otlp/otlp_http_exporter_options.h>
#include <opentelemetry/sdk/common/global_log_handler.h>
#include <opentelemetry/sdk/instrumentationscope/instrumentation_scope.h>
#include <opentelemetry/sdk/resource/resource.h>
#include <opentelemetry/sdk/trace/batch_span_processor_factory.h>
#include <opentelemetry/sdk/trace/batch_span_processor_options.h>
#include <opentelemetry/sdk/trace/recordable.h>
#include <opentelemetry/trace/propagation/http_trace_context.h>
#include <opentelemetry/trace/span_context.h>
#include <spdlog/spdlog.h>

#include <cstdint>
#include <string_view>

namespace hebb::server {
namespace {

namespace otel = opentelemetry;
using W3C = otel::trace::propagation::HttpTraceContext;

constexpr auto kExportTime = std::chrono::seconds(2);  // with the collector, for one request

// The library's own words, which are of addresses and errors, go where ours go and not to standard output.
class ToOurLog : public otel::sdk::common::internal_log::LogHandler {
 public:
  void Handle(otel::sdk::common::internal_log::LogLevel level, const char*, int, const char* message,
              const otel::sdk::common::AttributeMap&) noexcept override {
    const bool bad = level == otel::sdk::common::internal_log::LogLevel::Error ||
                     level == otel::sdk::common::internal_log::LogLevel::Warning;
    spdlog::log(bad ? spdlog::level::warn : spdlog::level::debug, "sending traces: {}", message ? message : "");
  }
};

otel::nostd::string_view view_of(std::string_view text) {
  return {text.data(), text.size()};
}

std::unique_ptr<otel::sdk::trace::SpanExporter> exporter_to(const std::string& endpoint) {
  otel::exporter::otlp::OtlpHttpExporterOptions options;  // from the standard's variables
  options.url = endpoint + (endpoint.ends_with('/') ? "" : "/") + "v1/traces";
  options.timeout = kExportTime;
  return otel::exporter::otlp::OtlpHttpExporterFactory::Create(options);
}

}  // namespace

struct SpanExport::State {
  otel::sdk::resource::Resource resource;
  std::unique_ptr<otel::sdk::instrumentationscope::InstrumentationScope> scope;
  std::unique_ptr<otel::sdk::trace::SpanProcessor> processor;
};

SpanExport::SpanExport(const std::string& endpoint, const std::string& version) {
  otel::sdk::common::internal_log::GlobalLogHandler::SetLogHandler(
      otel::nostd::shared_ptr<otel::sdk::common::internal_log::LogHandler>(new ToOurLog));
  state_ = std::make_unique<State>(
      State{.resource = otel::sdk::resource::Resource::Create({{"service.name", "hebb"}, {"service.version", version}}),
            .scope = otel::sdk::instrumentationscope::InstrumentationScope::Create("hebb", version),
            .processor = otel::sdk::trace::BatchSpanProcessorFactory::Create(exporter_to(endpoint), {})});
}

SpanExport::~SpanExport() {
  state_->processor->Shutdown(kExportTime);
}

void SpanExport::record(const AnsweredRequest& request) {
  const TraceContext& trace = *request.trace;
  const auto flags = W3C::TraceFlagsFromHex(trace.flags);
  if (!flags.IsSampled()) return;
  auto span = state_->processor->MakeRecordable();
  if (!span) return;
  const auto spent = std::chrono::duration_cast<std::chrono::nanoseconds>(request.spent);
  const auto began = std::chrono::system_clock::now() - std::chrono::duration_cast<std::chrono::microseconds>(spent);
  span->SetIdentity(
      otel::trace::SpanContext(W3C::TraceIdFromHex(trace.trace_id), W3C::SpanIdFromHex(trace.span_id), flags, false),
      W3C::SpanIdFromHex(trace.parent_id));
  span->SetResource(state_->resource);
  span->SetInstrumentationScope(*state_->scope);
  span->SetSpanKind(otel::trace::SpanKind::kServer);
  // Named and described as the semantic conventions for HTTP have it.
  const std::string name =
      std::string(request.method) + (request.route.empty() ? "" : " ") + std::string(request.route);
  span->SetName(name);
  span->SetStartTime(otel::common::SystemTimestamp(began));
  span->SetDuration(spent);
  span->SetAttribute("http.request.method", view_of(request.method));
  if (!request.route.empty()) span->SetAttribute("http.route", view_of(request.route));
  span->SetAttribute("http.response.status_code", std::int64_t{request.status});
  span->SetAttribute("http.response.body.size", static_cast<std::int64_t>(request.bytes));
  span->SetAttribute("hebb.request_id", view_of(request.request_id));
  if (!request.key_id.empty()) span->SetAttribute("hebb.key_id", view_of(request.key_id));
  if (request.status >= 500) span->SetStatus(otel::trace::StatusCode::kError, "");
  state_->processor->OnEnd(std::move(span));
}

}  // namespace hebb::server
