// Which paths there are and what they take. Private to api/.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/json_builder.h"
#include "api/requests.h"

namespace hebb::api {

struct Call {
  Engine& engine;
  const Request& request;
  std::string_view argument;  // what stands for the {placeholder} of the path
  access::KeyRing* keys = nullptr;
};

struct Answer {
  std::string body;
  int status = 200;
  std::string content_type = "application/json";
  std::map<std::string, std::string> headers;
  std::shared_ptr<BodyParts> parts;  // as Reply::parts
  bool wait = false;                 // as Reply::wait
};

enum class BodyKind : std::uint8_t { none, json, transcript, archive };

// What a caller must have. `whole`: the path is about all of the server, so not for a key of some projects.
struct Access {
  std::optional<Scope> scope;  // nothing: open to all
  bool whole = false;
};
inline constexpr Access kOpen{};
inline constexpr Access kRead{.scope = Scope::read};
inline constexpr Access kWrite{.scope = Scope::write};
inline constexpr Access kAdmin{.scope = Scope::admin};
inline constexpr Access kWatch{.scope = Scope::read, .whole = true};
inline constexpr Access kOperate{.scope = Scope::admin, .whole = true};

struct Route {
  std::string_view method;
  std::string_view path;  // with at most one {placeholder}; {name} or {key} at the end takes the rest, slashes and all
  BodyKind body;
  Access access;  // checked by refuse_caller(). What the caller's projects hide, the answer itself must not show.
  Parsed<Answer> (*answer)(const Call& call);
};

// Every path: the property test of projects (tests/http_projects_test.py) fails for one that it does not try.
std::span<const Route> routes();

// Of archive_routes.cc.
Parsed<Answer> export_project(const Call& call);
Parsed<Answer> import_archive(const Call& call);
Parsed<Answer> events(const Call& call);
std::span<const std::string_view> event_names();  // that those of changes have, beside ready
void describe_imported(JsonNode schema);

// What a route with BodyKind::transcript takes as its body, beside multipart/form-data.
std::span<const std::string_view> transcript_media_types();

// The placeholder's text when `path` fits the template.
std::optional<std::string_view> match(std::string_view path_template, std::string_view path);

}  // namespace hebb::api
