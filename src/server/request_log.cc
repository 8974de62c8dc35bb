#include "server/request_log.h"

#include <spdlog/spdlog.h>

#include <format>
#include <vector>

#include "base/log_line.h"

namespace hebb::server {

void log_request(const AnsweredRequest& request) {
  if (!spdlog::should_log(spdlog::level::info)) return;
  const std::string_view route = request.route.empty() ? "(no route)" : request.route;
  std::vector<LogField> fields{{"event", "request"},
                               {"request_id", request.request_id},
                               {"method", request.method},
                               {"route", route},
                               {"status", std::int64_t{request.status}},
                               {"duration_ms", request.spent.count()},
                               {"bytes", static_cast<std::int64_t>(request.bytes)}};
  if (!request.key_id.empty()) fields.push_back({"key_id", request.key_id});
  if (request.trace) {
    fields.push_back({"trace_id", request.trace->trace_id});
    fields.push_back({"span_id", request.trace->span_id});
  }
  const auto message =
      std::format("{} {} {} {:.1f} ms {} bytes {}{}{}", request.method, route, request.status, request.spent.count(),
                  request.bytes, request.key_id.empty() ? "" : "key ", request.key_id,
                  (request.key_id.empty() ? "" : " ") + std::string(request.request_id));
  spdlog::info("{}", log_line(message, fields));
}

}  // namespace hebb::server
