#include "server/fixed_replies.h"

#include <catch2/catch_test_macros.hpp>

using namespace hebb;
using namespace hebb::server;

TEST_CASE("the description of the interface is kept as it was sent, for each coding") {
  FixedReplies replies;
  const api::Request docs{.method = "GET", .path = "/docs"};
  CHECK_FALSE(replies.find(docs, Coding::br));
  replies.keep(docs, Coding::br, {.headers = {{"Content-Encoding", "br"}}, .body = "small"});
  const auto kept = replies.find(docs, Coding::br);
  REQUIRE(kept);
  CHECK(kept->body == "small");
  CHECK(kept->headers.at("Content-Encoding") == "br");
  CHECK_FALSE(replies.find(docs, Coding::gzip));
  CHECK(replies.find({.method = "HEAD", .path = "/docs"}, Coding::br));
}

TEST_CASE("nothing is kept that one request has and another has not") {
  FixedReplies replies;
  for (const api::Request& request :
       {api::Request{.method = "GET", .path = "/api/v2/stats"}, api::Request{.method = "POST", .path = "/docs"},
        api::Request{.method = "GET", .path = "/docs", .parameters = {{"x", "1"}}},
        api::Request{.method = "GET", .path = "/docs", .body = "{}"}}) {
    replies.keep(request, Coding::identity, {.body = "x"});
    CHECK_FALSE(replies.find(request, Coding::identity));
  }
  const api::Request described{.method = "GET", .path = "/openapi.json"};
  replies.keep(described, Coding::identity, {.status = 400, .body = "x"});
  CHECK_FALSE(replies.find(described, Coding::identity));
}
