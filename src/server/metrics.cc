#include "server/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <mutex>
#include <sstream>
#include <utility>

#include "server/engine_metrics.h"

namespace hebb::server {
namespace {

// Others get a bare 405 from Drogon, or are one series.
std::string_view known(std::string_view method) {
  constexpr std::array<std::string_view, 7> kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  const auto found = std::ranges::find(kMethods, method);
  return found == kMethods.end() ? std::string_view("other") : *found;
}

using Route = std::pair<std::string_view, std::string_view>;  // method, template

struct OfRoute {
  prometheus::Histogram* duration = nullptr;
  std::map<int, prometheus::Counter*> requests;  // by status
};

}  // namespace

// Its series are the specification's, by name and label.
struct Metrics::State {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("api_requests_total").Help("Requests answered.").Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("api_request_duration_seconds")
          .Help("From a request's arrival to its reply, the wait for a thread included.")
          .Register(registry);
  prometheus::Gauge& active = prometheus::BuildGauge()
                                  .Name("api_active_requests")
                                  .Help("Requests that have no reply yet.")
                                  .Register(registry)
                                  .Add({});
  std::mutex mutex;
  std::map<Route, OfRoute> routes;  // guarded by mutex; what it points to are the registry's, which never go
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::began() {
  state_->active.Increment();
}

void Metrics::finished(std::string_view method, std::string_view route, int status,
                       std::chrono::duration<double> spent) {
  state_->active.Decrement();
  const Route key(known(method), route.empty() ? std::string_view("(unknown)") : route);
  prometheus::Histogram* duration = nullptr;
  prometheus::Counter* requests = nullptr;
  {
    std::lock_guard lock(state_->mutex);
    OfRoute& of_route = state_->routes[key];
    const prometheus::Labels labels{{"method", std::string(key.first)}, {"endpoint", std::string(key.second)}};
    if (of_route.duration == nullptr) {
      const auto& bounds = DurationHistogram::kBounds;
      of_route.duration =
          &state_->durations.Add(labels, prometheus::Histogram::BucketBoundaries(bounds.begin(), bounds.end()));
    }
    prometheus::Counter*& of_status = of_route.requests[status];
    if (of_status == nullptr) {
      auto with_status = labels;
      with_status["status"] = std::to_string(status);
      of_status = &state_->requests.Add(with_status);
    }
    duration = of_route.duration;
    requests = of_status;
  }
  duration->Observe(spent.count());
  requests->Increment();
}

std::string Metrics::text(const Engine& engine) const {
  auto families = state_->registry.Collect();
  std::ranges::move(engine_metrics(engine.measures()), std::back_inserter(families));
  std::ranges::move(process_metrics(), std::back_inserter(families));
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

}  // namespace hebb::server
