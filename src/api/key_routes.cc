#include "api/key_routes.h"

#include <array>
#include <chrono>

#include "access/key_ring.h"
#include "api/json_reader.h"
#include "api/parameter_reader.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/request_fields.h"
#include "api/route_answers.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

constexpr std::size_t kProjectsOfKey = 100;

struct KeyWire {
  std::string id;
  std::string name;
  Scope scope;
  OrNull<std::vector<std::string>> projects;  // null: all
  std::string state;
  Instant created_at;
  OrNull<Instant> expires_at;
  OrNull<Instant> revoked_at;
  OrNull<Instant> last_used_at;
  std::optional<std::string> key;  // when it is made, and never again
};

struct KeyList {
  std::vector<KeyWire> keys;
};

std::unexpected<Problem> failed(const Error& error) {
  return std::unexpected(problem_of(error));
}

KeyWire wire_of(const access::ApiKey& key) {
  KeyWire wire{.id = key.id,
               .name = key.name,
               .scope = key.scope,
               .state = key.revoked_at        ? "revoked"
                        : key.valid_at(now()) ? "active"
                                              : "expired",
               .created_at = key.created_at,
               .expires_at = key.expires_at,
               .revoked_at = key.revoked_at,
               .last_used_at = key.last_used_at};
  if (!key.projects.all())
    wire.projects = std::vector<std::string>(key.projects.names().begin(), key.projects.names().end());
  return wire;
}

template <class Reader>
void read_new_key_fields(Reader& fields, access::NewKey& out) {
  fields.require("name");
  out.name = fields.text("name", kNameRule).value_or("");
  constexpr auto kScopes = std::to_array<std::string_view>({"read", "write", "admin"});
  if (const auto scope = fields.choice("scope", kScopes)) out.scope = access::parse_scope(*scope).value_or(Scope::read);
  const bool bound = fields.has("projects");
  auto projects = fields.texts("projects", kProjectsOfKey, kNameRule);
  if (bound && projects.empty()) fields.complain("projects", "must name one at least; leave it out for a key of all");
  if (bound) out.projects = ProjectSet(std::move(projects));
  out.expires_at = fields.instant("expires_at");
  if (out.expires_at && *out.expires_at <= now()) fields.complain("expires_at", "must be in the future");
  fields.refuse_unknown();
}

Parsed<access::NewKey> read_new_key(const Request& request) {
  const auto document = JsonDocument::parse(request.body);
  if (!document) return failed(document.error());
  std::vector<FieldError> errors;
  access::NewKey out;
  ObjectReader fields = ObjectReader::of(*document, errors);
  read_new_key_fields(fields, out);
  ParameterReader(request, errors).refuse_unknown();
  if (!errors.empty()) return std::unexpected(invalid_fields(std::move(errors)));
  return out;
}

}  // namespace

Parsed<Answer> list_keys(access::KeyRing& keys, const Request& request) {
  if (const auto none = read_no_parameters(request); !none) return std::unexpected(none.error());
  KeyList list;
  for (const auto& key : keys.keys()) list.keys.push_back(wire_of(key));
  return Answer{reply_text_of(list)};
}

Parsed<Answer> create_key(access::KeyRing& keys, const Request& request) {
  const auto wanted = read_new_key(request);
  if (!wanted) return std::unexpected(wanted.error());
  const auto created = keys.create(*wanted, now());
  if (!created) return failed(created.error());
  KeyWire wire = wire_of(created->key);
  wire.key = created->secret;
  return Answer{reply_text_of(wire)};
}

Parsed<Answer> revoke_key(access::KeyRing& keys, const Request& request, std::string_view id_or_name) {
  if (const auto none = read_no_parameters(request); !none) return std::unexpected(none.error());
  const auto revoked = keys.revoke(id_or_name, now());
  if (!revoked) return failed(revoked.error());
  return Answer{reply_text_of(wire_of(*revoked))};
}

Reply handle_keys(access::KeyRing& keys, const Request& request) {
  constexpr std::string_view kPath = "/api/v2/keys";
  const auto id = match("/api/v2/keys/{key}", request.path);
  Parsed<Answer> answer = std::unexpected(no_such_path());
  if (request.path == kPath && request.method == "GET") answer = list_keys(keys, request);
  if (request.path == kPath && request.method == "POST") answer = create_key(keys, request);
  if (id && request.method == "DELETE") answer = revoke_key(keys, request, *id);
  if (!answer) return reply_of(answer.error(), request);
  return {.status = answer->status, .body = std::move(answer->body)};
}

void describe_new_key(SchemaReader& fields) {
  access::NewKey unread;
  read_new_key_fields(fields, unread);
}
void describe_key(JsonNode schema) {
  describe<KeyWire>(schema);
}
void describe_keys(JsonNode schema) {
  describe<KeyList>(schema);
}

}  // namespace hebb::api
