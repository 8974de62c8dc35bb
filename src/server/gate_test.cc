#include "server/gate.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>

using namespace hebb;
using namespace hebb::server;

namespace {

const Instant kNow = *parse_rfc3339("2026-05-14T15:00:00Z");

int status_of(const Gate& gate, const RequestHead& head) {
  const auto caller = gate.admit(head, kNow);
  return caller ? 0 : caller.error().status;
}

RequestHead get(std::string host, std::string origin = "") {
  return {.method = "GET", .from_loopback = true, .host = std::move(host), .origin = std::move(origin)};
}

RequestHead post(std::string type, std::string origin = "") {
  return {.method = "POST",
          .from_loopback = true,
          .body_bytes = 10,
          .host = "localhost:8000",
          .origin = std::move(origin),
          .content_type = std::move(type)};
}

}  // namespace

TEST_CASE("a Host that is neither local nor configured is refused") {
  const Gate gate({.host = "10.1.2.3", .allowed_hosts = {"Hebb.example", "other.example:81"}});
  for (const auto* host : {"localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "10.1.2.3:8000",
                           "hebb.EXAMPLE", "hebb.example:8000", "other.example:81"}) {
    CAPTURE(host);
    CHECK(status_of(gate, get(host)) == 0);
  }
  for (const auto* host : {"evil.example", "hebb.example.evil.example", "other.example:82", "other.example", "10.1.2.4",
                           "localhost.evil.example", "evil.example:8000@localhost"}) {
    CAPTURE(host);
    CHECK(status_of(gate, get(host)) == 403);
  }
  CHECK(status_of(gate, get("")) == 400);
  RequestHead old = get("");
  old.http_1_1 = false;
  CHECK(status_of(gate, old) == 0);
  CHECK(status_of(Gate({.host = "0.0.0.0"}), get("0.0.0.0:8000")) == 403);
  CHECK(status_of(Gate({.allowed_hosts = {"*"}}), get("any.example")) == 0);
}

TEST_CASE("a Host that is the address which the connection was made to is let in") {
  const Gate gate({.host = "0.0.0.0"});
  const auto reached = [&](const char* host, const char* local) {
    RequestHead head = get(host);
    head.from_loopback = false;
    head.local_address = local;
    return status_of(gate, head);
  };
  CHECK(reached("10.244.1.7:8000", "10.244.1.7") == 0);
  CHECK(reached("[fd00::7]:8000", "fd00::7") == 0);
  CHECK(reached("[fd00:0::7]:8000", "fd00::7") == 0);
  CHECK(reached("10.244.1.8:8000", "10.244.1.7") == 403);
  CHECK(reached("evil.example", "10.244.1.7") == 403);
  CHECK(reached("10.244.1.7.evil.example", "10.244.1.7") == 403);
  CHECK(reached("evil.example", "") == 403);
  RequestHead page = get("192.0.2.2:18831");
  page.local_address = "192.0.2.2";
  page.origin = "http://192.0.2.2:18831";
  CHECK(status_of(gate, page) == 403);
  CHECK(status_of(Gate({.host = "0.0.0.0", .allowed_hosts = {"192.0.2.2"}}), page) == 0);
}

TEST_CASE("a probe of health is answered by whatever name it comes, but for pages of other origins") {
  const Gate gate({.host = "0.0.0.0"});
  RequestHead probe = get("hebb-0.hebb.default.svc:8000");
  probe.is_probe = true;
  CHECK(status_of(gate, probe) == 0);
  probe.origin = "http://evil.example";
  CHECK(status_of(gate, probe) == 403);
}

TEST_CASE("an Origin that is neither local nor configured is refused") {
  const Gate gate({.allowed_hosts = {"hebb.example"}, .cors_origins = {"https://App.example/"}});
  for (const auto* origin : {"http://localhost:3000", "http://127.0.0.1:8000", "http://[::1]:1", "https://app.example",
                             "https://hebb.example", "http://hebb.example:8000"}) {
    CAPTURE(origin);
    CHECK(status_of(gate, get("localhost", origin)) == 0);
    CHECK(gate.cors_headers(get("localhost", origin)).at("Access-Control-Allow-Origin") == origin);
  }
  for (const auto* origin : {"http://evil.example", "null", "http://app.example", "https://app.example.evil.example",
                             "file://", "ftp://localhost", "https://app.example:444"}) {
    CAPTURE(origin);
    CHECK(status_of(gate, get("localhost", origin)) == 403);
    CHECK(gate.cors_headers(get("localhost", origin)).empty());
  }
  CHECK(status_of(Gate({.cors_origins = {"*"}}), get("localhost", "https://any.example")) == 0);
  CHECK(status_of(Gate({.allowed_hosts = {"*"}}), get("localhost", "https://any.example")) == 403);
  CHECK(gate.cors_headers(get("localhost")).empty());
}

TEST_CASE("a preflight is told what it may send") {
  const Gate gate({});
  RequestHead preflight = get("localhost", "http://localhost:3000");
  preflight.method = "OPTIONS";
  CHECK_FALSE(gate.cors_headers(preflight).contains("Access-Control-Allow-Methods"));
  preflight.preflight_method = "PATCH";
  CHECK(gate.cors_headers(preflight).at("Access-Control-Allow-Methods").contains("PUT, PATCH"));
  CHECK(gate.cors_headers(preflight).at("Access-Control-Allow-Headers").contains("Authorization"));
  CHECK(gate.cors_headers(preflight).at("Access-Control-Allow-Headers").contains("X-API-Key"));
  CHECK(gate.cors_headers(preflight).at("Access-Control-Max-Age") == "3600");
}

TEST_CASE("credentials are allowed to origins that were named, not to any") {
  const Gate named({.cors_origins = {"https://app.example"}}), any({.cors_origins = {"*"}});
  const auto allows = [](const Gate& gate, const char* origin) {
    return gate.cors_headers(get("localhost", origin)).contains("Access-Control-Allow-Credentials");
  };
  CHECK(allows(named, "https://app.example"));
  CHECK(allows(any, "http://localhost:3000"));
  CHECK_FALSE(allows(any, "https://app.example"));
  CHECK(any.cors_headers(get("localhost", "https://app.example")).at("Access-Control-Allow-Origin") ==
        "https://app.example");
}

TEST_CASE("what a web form can send needs a key when a browser may be behind it") {
  const Gate gate({.token = "secret"});
  const std::string page = "http://localhost:3000";
  CHECK(status_of(gate, post("application/json", page)) == 0);
  CHECK(status_of(gate, post("application/x-www-form-urlencoded")) == 415);
  CHECK(status_of(gate, post("Application/X-WWW-Form-Urlencoded; charset=utf-8", page)) == 415);
  CHECK(status_of(gate, post("text/plain")) == 0);
  CHECK(status_of(gate, post("text/plain; charset=utf-8", page)) == 403);
  CHECK(status_of(gate, post("text/plain ;charset=utf-8", page)) == 403);
  CHECK(status_of(gate, post("application/x-www-form-urlencoded\t ;charset=utf-8", page)) == 415);
  CHECK(status_of(gate, post("multipart/form-data ; boundary=x", page)) == 403);
  CHECK(status_of(gate, post("", page)) == 403);
  CHECK(status_of(gate, post("")) == 0);
  CHECK(status_of(gate, post("multipart/form-data; boundary=x")) == 0);
  CHECK(status_of(gate, post("multipart/form-data; boundary=x", page)) == 403);
  RequestHead far = post("multipart/form-data; boundary=x");
  far.from_loopback = false;
  CHECK(status_of(gate, far) == 403);
  far.authorization = "Bearer secret";
  CHECK(status_of(gate, far) == 0);
  RequestHead marked = post("text/plain");
  marked.fetch_site = "cross-site";
  CHECK(status_of(gate, marked) == 403);
  RequestHead keyed = post("text/plain", page);
  keyed.authorization = "bearer secret";
  CHECK(status_of(gate, keyed) == 0);
}

TEST_CASE("a wrong token is refused, none and one that nobody asked for are not") {
  const Gate gate({.token = "secret"});
  RequestHead head = get("localhost");
  CHECK(status_of(gate, head) == 0);
  for (const auto* bad :
       {"Bearer wrong", "Bearer secre", "Bearer secret2", "Bearer", "Bearer ", "Basic secret", "secret"}) {
    CAPTURE(bad);
    head.authorization = bad;
    CHECK(status_of(gate, head) == 401);
  }
  CHECK(gate.admit(head, kNow).error().headers.at("WWW-Authenticate").starts_with("Bearer"));
  CHECK(status_of(Gate({}), head) == 0);
}

TEST_CASE("a body that is too large or compressed is refused") {
  const Gate gate({.max_body_bytes = 10});
  RequestHead head = post("application/json");
  CHECK(status_of(gate, head) == 0);
  head.content_encoding = "identity";
  CHECK(status_of(gate, head) == 0);
  head.content_encoding = "gzip";
  CHECK(status_of(gate, head) == 415);
  head.body_bytes = 11;
  CHECK(status_of(gate, head) == 413);
}

TEST_CASE("a key says who asks, by either header, and where keys are required nobody is someone without one") {
  const std::string folder = std::filesystem::temp_directory_path() / "hebb-gate-XXXXXX";
  std::string made = folder;
  REQUIRE(::mkdtemp(made.data()) != nullptr);
  {
    const auto ring = access::KeyRing::open(std::filesystem::path(made) / "keys.json");
    REQUIRE(ring);
    const auto key = (*ring)->create({.name = "a", .projects = ProjectSet({"p"})}, kNow);
    const auto gone = (*ring)->create({.name = "b"}, kNow);
    REQUIRE(key);
    REQUIRE(gone);
    REQUIRE((*ring)->revoke("b", kNow));
    const ServerOptions open{.token = "local", .keys = ring->get()};
    ServerOptions closed = open;
    closed.keys_required = true;
    for (const ServerOptions* options : std::array<const ServerOptions*, 2>{&open, &closed}) {
      const Gate gate(*options);
      for (const bool own_header : {false, true}) {
        const auto with = [&](const std::string& secret) {
          RequestHead head = get("localhost");
          (own_header ? head.api_key : head.authorization) = own_header ? secret : "Bearer " + secret;
          return gate.admit(head, kNow);
        };
        CHECK(with(key->secret)->key_id == key->key.id);
        CHECK(with(key->secret)->scope == access::Scope::read);
        CHECK(with(key->secret)->projects == ProjectSet({"p"}));
        CHECK(with("local")->scope == access::Scope::admin);
        for (const auto& bad : {gone->secret, key->secret + "0", key->key.id}) CHECK(with(bad).error().status == 401);
      }
      RequestHead both = get("localhost");
      both.authorization = "Basic dXNlcjpwYXNz";  // the proxy's own
      both.api_key = key->secret;
      CHECK(gate.admit(both, kNow)->key_id == key->key.id);
      both.api_key = gone->secret;
      both.authorization = "Bearer local";
      CHECK(gate.admit(both, kNow).error().status == 401);
      const auto nobody = gate.admit(get("localhost"), kNow);
      REQUIRE(nobody);
      CHECK(nobody->scope.has_value() == (options == &open));
    }
  }
  std::filesystem::remove_all(made);
}
