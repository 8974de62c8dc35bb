// What the paths of API keys answer. Private to api/. They need no engine (api.h: handle_keys).
#pragma once

#include "api/json_builder.h"
#include "api/routes.h"
#include "api/schema_reader.h"

namespace hebb::api {

Parsed<Answer> list_keys(access::KeyRing& keys, const Request& request);
Parsed<Answer> create_key(access::KeyRing& keys, const Request& request);
Parsed<Answer> revoke_key(access::KeyRing& keys, const Request& request, std::string_view id_or_name);

// For OpenAPI, as the others in replies.h and request_fields.h.
void describe_new_key(SchemaReader& fields);
void describe_key(JsonNode schema);
void describe_keys(JsonNode schema);

}  // namespace hebb::api
