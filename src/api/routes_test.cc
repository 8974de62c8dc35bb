#include "api/routes.h"

#include <catch2/catch_test_macros.hpp>

using namespace hebb::api;

TEST_CASE("a path fits its template whole") {
  CHECK(match("/api/v2/meetings", "/api/v2/meetings") == "");
  CHECK_FALSE(match("/api/v2/meetings", "/api/v2/meetings/"));
  CHECK_FALSE(match("/api/v2/meetings", "/api/v2/meeting"));
  CHECK(match("/api/v2/meetings/{id}", "/api/v2/meetings/7") == "7");
  CHECK_FALSE(match("/api/v2/meetings/{id}", "/api/v2/meetings/"));
  CHECK_FALSE(match("/api/v2/meetings/{id}", "/api/v2/meetings/7/transcript"));
  CHECK(match("/api/v2/meetings/{id}/transcript", "/api/v2/meetings/7/transcript") == "7");
  CHECK_FALSE(match("/api/v2/meetings/{id}/transcript", "/api/v2/meetings//transcript"));
  CHECK(match("/api/v2/projects/{name}", "/api/v2/projects/a/b c") == "a/b c");
}

TEST_CASE("the template of a request is known to logs, whatever its ids") {
  CHECK(route_of("GET", "/api/v2/meetings/7/transcript") == "/api/v2/meetings/{id}/transcript");
  CHECK(route_of("HEAD", "/health") == "/health");
  CHECK(route_of("DELETE", "/api/v2/projects/secret") == "/api/v2/projects/{name}");
  CHECK(route_of("OPTIONS", "/api/v2/query") == "/api/v2/query");
  CHECK(route_of("GET", "/api/v2/query").empty());
  CHECK(route_of("GET", "/etc/passwd").empty());
}

TEST_CASE("a media type is compared without case and parameters") {
  CHECK(media_type("Application/JSON ; charset=utf-8") == "application/json");
  CHECK(media_type("") == "");
}
