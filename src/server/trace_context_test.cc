#include "server/trace_context.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

namespace hebb::server {

TEST_CASE("a traceparent is read as the standard has it") {
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const std::string good = "00-" + trace + "-b7ad6b7169203331-01";
  const auto read = parse_traceparent(good);
  REQUIRE(read);
  CHECK(read->trace_id == trace);
  CHECK(read->span_id == "b7ad6b7169203331");
  CHECK(read->flags == "01");
  CHECK(read->traceparent() == good);
  CHECK(parse_traceparent("cc-" + trace + "-b7ad6b7169203331-01-what-the-future-brings"));
  for (const std::string& bad : std::vector<std::string>{
           std::string(),
           std::string("00"),
           good + "-x",
           good + "0",
           "ff-" + trace + "-b7ad6b7169203331-01",
           "cc-" + trace + "-b7ad6b7169203331-01x",
           "00-" + trace + "-0000000000000000-01",
           "00-00000000000000000000000000000000-b7ad6b7169203331-01",
           "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
           "00-" + trace + "-b7ad6b716920333g-01",
           "00-" + trace + "_b7ad6b7169203331-01",
           "00-" + trace + "-b7ad6b7169203331-0",
       }) {
    INFO(bad);
    CHECK_FALSE(parse_traceparent(bad));
  }
}

TEST_CASE("what we do is a span of the caller's trace") {
  const auto caller = parse_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
  REQUIRE(caller);
  const auto ours = span_within(*caller);
  CHECK(ours.trace_id == caller->trace_id);
  CHECK(ours.flags == "00");
  CHECK(ours.span_id != caller->span_id);
  CHECK(parse_traceparent(ours.traceparent()));
  CHECK(span_within(*caller).span_id != ours.span_id);
}

}  // namespace hebb::server
