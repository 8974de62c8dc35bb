// What the engine and the process measure, as series of Prometheus. Private to server/.
#pragma once

#include <prometheus/metric_family.h>

#include <vector>

#include "engine/measures.h"

namespace hebb::server {

std::vector<prometheus::MetricFamily> engine_metrics(const EngineMeasures& measures);
// Memory, files, processor time and start of this process, by the names that every client library gives them. What
// the system does not tell is left out.
std::vector<prometheus::MetricFamily> process_metrics();

}  // namespace hebb::server
