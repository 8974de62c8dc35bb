#include "api/openapi.h"

#include <algorithm>
#include <array>
#include <format>
#include <set>
#include <string_view>

#include "api/replies.h"
#include "api/request_fields.h"
#include "api/route_docs.h"
#include "api/routes.h"

namespace hebb::api {
namespace {

struct StatusDoc {
  int status;
  std::string_view says;
};
constexpr auto kStatuses = std::to_array<StatusDoc>({
    {200, "It is done, or this is it."},
    {400, "The request is invalid, or asks for what is not supported."},
    {401, "No key, or one that is not valid here."},
    {403, "Host or Origin is neither local nor configured, or the key may not do this."},
    {404, "There is no such thing, or none that the key may see."},
    {409, "It contradicts what is stored."},
    {413, "The body is too large."},
    {415, "The path does not take this content type."},
    {429, "Too many requests; Retry-After says when to try again."},
    {431, "Path and headers are too large."},
    {500, "A bug of ours, or damaged data; the log has it under the request id."},
    {503, "Saturated, stopping, or the database is away; Retry-After says when to try again."},
    {507, "Out of space."},
});

std::string_view says(int status) {
  const auto row = std::ranges::find(kStatuses, status, &StatusDoc::status);
  HEBB_CHECK(row != kStatuses.end());
  return row->says;
}

const RouteDoc& doc_of(const Route& route) {
  for (const RouteDoc& doc : route_docs()) {
    if (doc.method == route.method && doc.path == route.path) return doc;
  }
  throw ContractViolation(std::string(route.method) + " " + std::string(route.path) + " has no row in route_docs.cc");
}

// Those that a request to this route can be answered with.
std::set<int> statuses_of(const Route& route, const RouteDoc& doc) {
  std::set<int> all{200, 400, 401, 403, 429, 431, 500, 503};
  if (route.path.contains('{')) all.insert(404);
  if (route.body != BodyKind::none) all.insert({413, 415});
  if (route.method != "GET") all.insert(507);
  for (const int status : doc.statuses) {
    if (status != 0) all.insert(status);
  }
  return all;
}

void add_path_parameter(JsonNode operation, std::string_view path) {
  const auto open = path.find('{');
  if (open == std::string_view::npos) return;
  const std::string_view name = path.substr(open + 1, path.find('}') - open - 1);
  JsonNode parameter = operation.array("parameters").add_object();
  parameter.set("name", name);
  parameter.set("in", "path");
  parameter.set("required", true);
  JsonBuilder schema;
  SchemaReader fields(schema.root(), false);
  if (name == "id") {
    fields.id<MeetingId>(name);
  } else {
    fields.text(name, kNameRule);
  }
  parameter.object("schema").take_from(schema.root().object("properties").object(name));
}

void add_query_parameters(JsonNode operation, void (*read)(SchemaReader&)) {
  if (read == nullptr) return;
  JsonBuilder schema;
  SchemaReader fields(schema.root(), false);
  read(fields);
  for (const auto& [name, one] : schema.root().object("properties").members()) {
    JsonNode parameter = operation.array("parameters").add_object();
    parameter.set("name", name);
    parameter.set("in", "query");
    if (fields.requires_field(name)) parameter.set("required", true);
    parameter.object("schema").take_from(one);
  }
}

void add_form(JsonNode content, void (*read)(SchemaReader&)) {
  JsonNode schema = content.object("multipart/form-data").object("schema");
  SchemaReader fields(schema, false);
  read(fields);
  schema.object("properties").object("file").set("type", "string");
  schema.object("properties").object("file").set("contentMediaType", "application/octet-stream");
  schema.array("required").add("file");
}

void add_body(JsonNode operation, const Route& route, const RouteDoc& doc) {
  if (route.body == BodyKind::none) return;
  JsonNode body = operation.object("requestBody");
  body.set("required", true);
  JsonNode content = body.object("content");
  if (route.body == BodyKind::archive) {
    content.object("application/jsonl").object("schema").set("type", "string");
    return;
  }
  SchemaReader fields(content.object("application/json").object("schema"), true);
  doc.body(fields);
  if (route.body != BodyKind::transcript) return;
  body.set("description",
           "A JSON object; or a transcript file in any known format (also JSON of other programs), with the query "
           "parameters in place of the object's fields; or a form with the file.");
  for (const auto type : transcript_media_types()) {
    if (type != "application/json") content.object(type).object("schema").set("type", "string");
  }
  add_form(content, doc.parameters);
}

void add_responses(JsonNode operation, const Route& route, const RouteDoc& doc) {
  JsonNode responses = operation.object("responses");
  for (const int status : statuses_of(route, doc)) {
    JsonNode response = responses.object(std::to_string(status));
    response.set("description", says(status));
    response.object("headers").object("X-Request-ID").set("$ref", "#/components/headers/RequestId");
    if (status == 429 || status == 503) {
      response.object("headers").object("Retry-After").set("$ref", "#/components/headers/RetryAfter");
    }
    if (status == 200 || (status == 503 && doc.reply_when_unavailable)) {
      JsonNode schema = response.object("content").object(doc.reply_type).object("schema");
      if (doc.reply != nullptr) {
        doc.reply(schema);
      } else if (doc.reply_type !=
                 "text/event-stream") {  // of which a schema may be meant of the whole, or of each event
        schema.set("type", "string");
      }
    }
    if (status != 200) {
      JsonNode schema = response.object("content").object("application/problem+json").object("schema");
      schema.set("$ref", "#/components/schemas/Problem");
    }
  }
}

void add_components(JsonNode document) {
  JsonNode components = document.object("components");
  describe_problem(components.object("schemas").object("Problem"));
  JsonNode request_id = components.object("headers").object("RequestId");
  request_id.set("description", "The caller's X-Request-ID, if it is sane, or a new one.");
  request_id.object("schema").set("type", "string");
  JsonNode retry_after = components.object("headers").object("RetryAfter");
  retry_after.set("description", "Seconds.");
  retry_after.object("schema").set("type", "integer");
  JsonNode bearer = components.object("securitySchemes").object("bearer");
  bearer.set("type", "http");
  bearer.set("scheme", "bearer");
  bearer.set("description", "A key. A server that listens on this machine alone asks for none by default.");
}

}  // namespace

void build_openapi(JsonNode document) {
  document.set("openapi", "3.1.0");
  JsonNode info = document.object("info");
  info.set("title", "Hebb");
  info.set("version", HEBB_VERSION);
  info.set("summary", "A cognitive memory for meetings");
  info.object("license").set("name", "Apache-2.0");
  info.object("license").set("identifier", "Apache-2.0");
  document.array("servers").add_object().set("url", "/");
  JsonNode security = document.array("security");
  security.add_object();  // none, on loopback
  security.add_object().array("bearer");
  for (const Route& route : routes()) {
    const RouteDoc& doc = doc_of(route);
    std::string method(route.method);
    std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    JsonNode operation = document.object("paths").object(route.path).object(method);
    operation.set("operationId", doc.id);
    operation.set("summary", doc.summary);
    operation.array("tags").add(doc.tag);
    if (!route.access.scope) {
      operation.array("security").add_object();  // open to all
    } else {
      operation.set("description",
                    std::format("Where keys are asked for: one of scope {} or more{}.", to_string(*route.access.scope),
                                route.access.whole ? ", not bound to projects" : ""));
    }
    add_path_parameter(operation, route.path);
    add_query_parameters(operation, doc.parameters);
    add_body(operation, route, doc);
    add_responses(operation, route, doc);
  }
  add_components(document);
}

const std::string& openapi_json() {
  static const std::string text = [] {
    JsonBuilder document;
    build_openapi(document.root());
    return document.text();
  }();
  return text;
}

}  // namespace hebb::api
