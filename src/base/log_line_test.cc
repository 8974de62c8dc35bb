#include "base/log_line.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {

TEST_CASE("a line with fields comes apart as it was put together", "[base]") {
  const std::vector<LogField> fields{{"route", "/a/{id}"}, {"status", std::int64_t{200}}, {"duration_ms", 1.25}};
  const std::string line = log_line("GET /a/{id} 200", fields);
  const LogParts parts = parts_of_log_line(line);
  CHECK(parts.message == "GET /a/{id} 200");
  CHECK(parts.fields == R"("route":"/a/{id}","status":200,"duration_ms":1.250)");
  CHECK(parts_of_log_line(log_line("none", {})).fields.empty());
}

TEST_CASE("any other text is a message, and none can forge a field", "[base]") {
  CHECK(parts_of_log_line("plain").message == "plain");
  CHECK(parts_of_log_line("http: \x1e\x1e\"status\":1").fields.empty());
  const std::vector<LogField> fields{{"name", "\"\x1e,\"status\":1"}};
  const std::string line = log_line("said \x1e\"status\":2", fields);
  CHECK(parts_of_log_line(line).message == "said \"status\":2");
  CHECK(parts_of_log_line(line).fields == R"("name":"\"\u001e,\"status\":1")");
  CHECK(json_string("a\nb\\") == R"("a\u000ab\\")");
}

}  // namespace hebb
