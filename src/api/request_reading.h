// What every reader of a request begins and ends with. Private to api/.
#pragma once

#include <concepts>
#include <string>
#include <utility>
#include <vector>

#include "api/json_reader.h"
#include "api/parameter_reader.h"
#include "api/requests.h"
#include "engine/collection.h"

namespace hebb::api {

template <class T>
Parsed<T> unless(std::vector<FieldError>& errors, T value) {
  if (!errors.empty()) return std::unexpected(invalid_fields(std::move(errors)));
  return value;
}

inline Parsed<JsonDocument> parse_body(const Request& request) {
  auto document = JsonDocument::parse(request.body);
  if (!document) return std::unexpected(problem_of(document.error()));
  return std::move(*document);
}

inline void refuse_parameters(const Request& request, std::vector<FieldError>& errors) {
  ParameterReader(request, errors).refuse_unknown();
}

// The project of a request that names none: the default, or the only one of a key that is for another. Empty where a
// key is for several, and the request must say which.
inline std::string project_for(const Caller& caller) {
  if (caller.projects.contains(kDefaultProject)) return std::string(kDefaultProject);
  return caller.projects.names().size() == 1 ? caller.projects.names().front() : std::string();
}

// Requests that are about one project, and need not name it.
template <class T>
concept NamesProject = std::same_as<T, IngestRequest> || std::same_as<T, RenameRequest> || std::same_as<T, NoteRequest>;

// What a request has of its caller, before and after it is read.
template <class T>
void begin(T& out, const Caller& caller) {
  if constexpr (NamesProject<T>) out.project = project_for(caller);
}
template <class T>
void finish(T& out, const Caller& caller, std::vector<FieldError>& errors) {
  if constexpr (NamesProject<T>) {
    if (out.project.empty() && errors.empty()) {
      errors.push_back({"project", "is required: the key is for several projects"});
    }
  } else if constexpr (std::same_as<T, QueryRequest>) {
    out.filters.projects = caller.projects;
  } else if constexpr (std::same_as<T, std::vector<QueryRequest>>) {
    for (QueryRequest& query : out) query.filters.projects = caller.projects;
  } else if constexpr (std::same_as<T, ContextCall>) {
    out.request.filters.projects = caller.projects;
  }
}

// A body that is an object, and no parameters. `read` takes the reader and what is to be filled.
template <class T, class Read>
Parsed<T> read_object(const Request& request, const JsonDocument& document, Read read) {
  std::vector<FieldError> errors;
  T out;
  begin(out, request.caller);
  ObjectReader fields = ObjectReader::of(document, errors);
  read(fields, out);
  refuse_parameters(request, errors);
  finish(out, request.caller, errors);
  return unless(errors, std::move(out));
}

template <class T, class Read>
Parsed<T> read_json(const Request& request, Read read) {
  const auto document = parse_body(request);
  if (!document) return std::unexpected(document.error());
  return read_object<T>(request, *document, read);
}

template <class Read>
auto read_parameters(const Request& request, Read read) -> Parsed<decltype(read(std::declval<ParameterReader&>()))> {
  std::vector<FieldError> errors;
  ParameterReader fields(request, errors);
  auto out = read(fields);
  return unless(errors, std::move(out));
}

}  // namespace hebb::api
