#include "api/openapi.h"

#include <yyjson.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>

#include "api/docs_page.h"
#include "api/route_docs.h"
#include "api/routes.h"
#include "api/schema_reader.h"

using namespace hebb;
using namespace hebb::api;

namespace {

// The schema that `read` describes.
template <class Read>
std::string schema_of(bool nullable, Read read) {
  JsonBuilder schema;
  SchemaReader fields(schema.root(), nullable);
  read(fields);
  return schema.text();
}

}  // namespace

TEST_CASE("every route has its row of prose, and every row its route") {
  std::set<std::string> routed, described, ids;
  for (const Route& route : routes()) routed.insert(std::string(route.method) + " " + std::string(route.path));
  for (const RouteDoc& doc : route_docs()) {
    described.insert(std::string(doc.method) + " " + std::string(doc.path));
    CHECK(ids.insert(std::string(doc.id)).second);
    CHECK_FALSE(doc.summary.empty());
    CHECK_FALSE(doc.tag.empty());
  }
  for (const auto& route : routed) {
    INFO("a route without a row in src/api/route_docs.cc; CONTRIBUTING.md says how it gets one: " << route);
    CHECK(described.contains(route));
  }
  for (const auto& route : described) {
    INFO("a row in src/api/route_docs.cc without a route: " << route);
    CHECK(routed.contains(route));
  }
}

TEST_CASE("every event that is sent is documented") {
  std::ifstream file(HEBB_SOURCE_DIR "/docs/api.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const auto begin = page.find("\n## What happened");
  REQUIRE(begin != std::string::npos);
  const std::string section = page.substr(begin, page.find("\n```", begin) - begin);
  const auto doc = std::ranges::find(route_docs(), std::string_view("/api/v2/events"), &RouteDoc::path);
  REQUIRE(doc != route_docs().end());
  REQUIRE_FALSE(event_names().empty());
  for (const auto name : event_names()) {
    INFO(name);
    CHECK(section.contains("`" + std::string(name) + "`"));
    CHECK(doc->summary.contains(name));
  }
}

TEST_CASE("a route that takes a body says which fields it has") {
  for (const Route& route : routes()) {
    for (const RouteDoc& doc : route_docs()) {
      if (doc.method != route.method || doc.path != route.path) continue;
      INFO(route.method << " " << route.path);
      CHECK((route.body == BodyKind::json || route.body == BodyKind::transcript) == (doc.body != nullptr));
      CHECK((doc.reply != nullptr || doc.reply_type != "application/json"));
    }
  }
}

TEST_CASE("a schema says what the reading functions ask for") {
  CHECK(schema_of(true,
                  [](SchemaReader& f) {
                    std::size_t limit = 20;
                    f.require("query");
                    f.text("query", {.min = 1, .max = 9});
                    f.integer_into("limit", 1, 100, limit);
                    f.refuse_unknown();
                  }) ==
        R"({"type":"object","properties":{"query":{"type":"string","minLength":1,"maxLength":9,)"
        R"("pattern":"\\S"},"limit":{"minimum":1,"maximum":100,"default":20,"type":["integer","null"]}},)"
        R"("additionalProperties":false,"required":["query"]})");
  CHECK(schema_of(false,
                  [](SchemaReader& f) {
                    f.objects("turns", 3, [](auto& item) {
                      item.boolean("loud");
                      item.refuse_unknown();
                    });
                    f.refuse_unknown();
                  }) ==
        R"({"type":"object","properties":{"turns":{"type":"array","maxItems":3,"items":{"type":"object",)"
        R"("properties":{"loud":{"type":"boolean"}},"additionalProperties":false}}},)"
        R"("additionalProperties":false})");
}

TEST_CASE("a field that may be two things is described as either") {
  CHECK(schema_of(true,
                  [](SchemaReader& f) {
                    f.text_or_items(
                        "x", [&] { f.boolean("x"); }, [&] { f.texts("x", 2, {.min = 0, .max = 5, .trim = false}); });
                    f.refuse_unknown();
                  }) ==
        R"({"type":"object","properties":{"x":{"anyOf":[{"type":"boolean"},{"type":"array","maxItems":2,)"
        R"("items":{"type":"string","maxLength":5}}]}},"additionalProperties":false})");
}

TEST_CASE("the document is JSON and names every route") {
  const std::string& text = openapi_json();
  const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(
      yyjson_read(text.data(), text.size(), YYJSON_READ_NOFLAG), &yyjson_doc_free);
  REQUIRE(document);
  yyjson_val* paths = yyjson_obj_get(yyjson_doc_get_root(document.get()), "paths");
  for (const Route& route : routes()) {
    std::string method;
    for (const char c : route.method) method += static_cast<char>(c - 'A' + 'a');
    yyjson_val* path = yyjson_obj_getn(paths, route.path.data(), route.path.size());
    INFO(route.method << " " << route.path);
    CHECK(yyjson_obj_get(path, method.c_str()) != nullptr);
  }
}

TEST_CASE("the page shows every route and loads nothing") {
  const std::string& page = docs_page();
  for (const RouteDoc& doc : route_docs()) {
    CHECK(page.contains(">" + std::string(doc.method) + " " + std::string(doc.path) + "<"));
    CHECK(page.contains("<section id=\"" + std::string(doc.id) + "\">"));
  }
  for (const auto* outside : {"<script", "<img", "<link", "src=", "url(", "http://", "https://", "@import"}) {
    INFO(outside);
    CHECK_FALSE(page.contains(outside));
  }
}
