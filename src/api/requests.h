// The requests of spec/api.md as the engine takes them: what is absent or null gets the contract's default, everything
// else is checked for type and range. Private to api/.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "api/problem.h"
#include "engine/types.h"

namespace hebb::api {

template <class T>
using Parsed = std::expected<T, Problem>;

inline constexpr std::size_t kNameLimit = 200;   // characters of a speaker, project or participant
inline constexpr std::size_t kTitleLimit = 500;  // and of an external_id
inline constexpr std::size_t kQuestionLimit = 1000;
inline constexpr std::size_t kLanguageLeast = 2;
inline constexpr std::size_t kLanguageLimit = 35;

struct RenameRequest {
  std::string project{kDefaultProject};
  std::string from;
  std::string to;
  std::optional<bool> merge;
};

struct ContextCall {
  ContextRequest request;
  bool markdown = false;  // the reply holds the passages as Markdown too
};

struct TurnRange {
  std::uint32_t first = 0;
  std::uint32_t last = UINT32_MAX;
};

Parsed<QueryRequest> read_query(const Request& request);
Parsed<ContextCall> read_context(const Request& request);
// JSON of our own shape, or any transcript file with the rest in the query parameters.
Parsed<IngestRequest> read_ingest(const Request& request);
Parsed<RenameRequest> read_rename(const Request& request);

// Query parameters; those that are not named here are refused.
Parsed<MeetingQuery> read_meeting_query(const Request& request);
Parsed<TurnRange> read_turn_range(const Request& request);
Parsed<std::optional<std::string>> read_project_parameter(const Request& request);
Parsed<std::string> read_export(const Request& request);
Parsed<bool> read_dry_run(const Request& request);
Parsed<bool> read_no_parameters(const Request& request);
Parsed<bool> read_no_body(const Request& request);  // none, or an object without fields

// Of the path: not_found where it is none.
Parsed<MeetingId> read_id(std::string_view text);
Parsed<std::string> read_project(std::string_view text);

std::string media_type(std::string_view content_type);  // lower case, without parameters

}  // namespace hebb::api
