#include "server/time_given.h"

#include <catch2/catch_test_macros.hpp>

#include "api/api.h"

namespace hebb::server {
namespace {

using namespace std::chrono_literals;

TEST_CASE("health is a probe, what takes long is bulk, what waits for the writer a change", "[server]") {
  CHECK(work_of("GET", "/readyz") == Work::probe);
  CHECK(work_of("GET", "/docs") == Work::probe);
  CHECK(work_of("HEAD", "/openapi.json") == Work::probe);
  CHECK(work_of("POST", "/ingest") == Work::bulk);
  CHECK(work_of("POST", "/api/v2/meetings/{id}/reextract") == Work::bulk);
  CHECK(work_of("PATCH", "/api/v2/meetings/{id}") == Work::change);
  CHECK(work_of("PATCH", "/api/v2/memories/{id}") == Work::change);
  CHECK(work_of("POST", "/api/v2/memories") == Work::change);
  CHECK(work_of("PUT", "/api/v2/declaration") == Work::change);
  CHECK(work_of("POST", "/api/v2/query/batch") == Work::batch);
  CHECK(work_of("POST", "/api/v2/context") == Work::question);
  CHECK(work_of("POST", "/api/v2/ingest") == Work::bulk);
  CHECK(work_of("DELETE", "/api/v2/meetings/{id}") == Work::change);
  CHECK(work_of("DELETE", api::route_of("DELETE", "/api/v2/speakers/Ada")) == Work::erasure);
  CHECK(work_of("DELETE", api::route_of("DELETE", "/api/v2/memories/0123")) == Work::erasure);
  CHECK(work_of("PATCH", api::route_of("PATCH", "/api/v2/memories/0123")) == Work::change);
  CHECK(work_of("DELETE", "/api/v2/fade") == Work::bulk);
  CHECK(work_of("GET", "/api/v2/meetings/{id}") == Work::question);
  CHECK(work_of("POST", "/api/v2/query") == Work::question);
  CHECK(work_of("GET", "") == Work::question);
}

TEST_CASE("keys are made, listed and revoked without a wait for imports or questions", "[server]") {
  CHECK(work_of("DELETE", api::route_of("DELETE", "/api/v2/keys/key_0123")) == Work::probe);
  CHECK(work_of("POST", api::route_of("POST", "/api/v2/keys")) == Work::probe);
  CHECK(work_of("GET", api::route_of("GET", "/api/v2/keys")) == Work::probe);
}

TEST_CASE("a client may ask for less time, never for more", "[server]") {
  CHECK(time_given("", Work::question, 30s) == 30s);
  CHECK(time_given("2.5", Work::question, 30s) == 2500ms);
  CHECK(time_given("60", Work::question, 30s) == 30s);
  CHECK(time_given("60", Work::question, std::nullopt) == 60s);
  CHECK(time_given("0.0001", Work::question, 30s) == 1ms);
  CHECK(time_given("", Work::bulk, 30s)->has_value() == false);
  CHECK(time_given("60", Work::bulk, 30s) == 60s);
  CHECK(time_given("", Work::change, 30s)->has_value() == false);
  CHECK(time_given("", Work::batch, 30s) == 30s);
  for (const auto bad : {"0", "-1", "x", "1s", " 1", "1e9", "nan", "inf"}) {
    const auto refused = time_given(bad, Work::question, 30s);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == 400);
  }
}

}  // namespace
}  // namespace hebb::server
