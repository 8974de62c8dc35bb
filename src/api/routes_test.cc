#include "api/routes.h"

#include <array>
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
  CHECK(match("/api/v2/keys/{key}", "/api/v2/keys/team / ci") == "team / ci");
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

TEST_CASE("a path takes callers of its scope and above, and a key of some projects only where it is about projects") {
  const auto status = [](const Route& route, std::optional<Scope> scope, hebb::ProjectSet projects) {
    Request request{.method = std::string(route.method), .path = std::string(route.path)};
    request.caller = {.scope = scope, .projects = std::move(projects)};
    const auto refused = refuse_caller(request);
    return refused ? refused->status : 200;
  };
  constexpr auto kScopes = std::to_array<std::optional<Scope>>({{}, Scope::read, Scope::write, Scope::admin});
  for (const Route& route : routes()) {
    INFO(route.method << " " << route.path);
    for (const auto scope : kScopes) {
      const bool open = !route.access.scope;
      const int expected = open ? 200 : !scope ? 401 : *scope < *route.access.scope ? 403 : 200;
      CHECK(status(route, scope, {}) == expected);
      const bool for_some = open || !route.access.whole;
      CHECK(status(route, scope, hebb::ProjectSet({"p"})) == (expected == 200 && !for_some ? 403 : expected));
    }
  }
}

TEST_CASE("every scope has its name, and what changes things is no reader's") {
  for (const Scope scope : {Scope::read, Scope::write, Scope::admin})
    CHECK(hebb::access::parse_scope(to_string(scope)) == scope);
  CHECK_FALSE(hebb::access::parse_scope("Admin"));
  CHECK_FALSE(hebb::access::parse_scope(""));
  for (const Route& route : routes()) {
    INFO(route.method << " " << route.path);
    const bool asks =
        route.method == "GET" || route.path.starts_with("/api/v2/query") || route.path == "/api/v2/context";
    if (!asks) CHECK(route.access.scope.value_or(Scope::read) >= Scope::write);
  }
}

TEST_CASE("a stranger is not told which paths there are, but may ask what a path takes") {
  const auto refused = [](const char* method, const char* path) {
    return refuse_caller({.method = method, .path = path, .caller = {.scope = std::nullopt}});
  };
  const auto nowhere = refused("GET", "/nowhere");
  REQUIRE(nowhere);
  CHECK(nowhere->status == 401);
  CHECK(nowhere->headers.at("WWW-Authenticate").starts_with("Bearer"));
  CHECK_FALSE(refused("OPTIONS", "/api/v2/query"));
  CHECK_FALSE(refused("HEAD", "/livez"));
  CHECK(refused("HEAD", "/api/v2/stats"));
}
