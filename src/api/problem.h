// What a request is told when it fails: application/problem+json (RFC 9457) with the fields of spec/api.md. Private to
// api/, but for saturated() and the other replies that the server makes itself.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/api.h"
#include "base/error.h"

namespace hebb::api {

// One bad field: its path in the request ("filters.levels[2]") and what is wrong with it, never its value.
struct FieldError {
  std::string field;
  std::string message;

  friend bool operator==(const FieldError&, const FieldError&) = default;
};
inline constexpr std::size_t kFieldErrorLimit = 100;  // listed in one reply

struct Problem {
  int status = 500;
  std::string_view code;   // stable word: the last part of `type`
  std::string_view title;  // the same for every problem of one code
  std::string_view error;  // the specification's short text
  std::string detail;
  std::vector<FieldError> errors;
  std::map<std::string, std::string> headers;  // Allow, Retry-After …
};

// The one table of ErrorCode to status: see problem.cc and docs/api.md.
Problem problem_of(const Error& error);

Problem invalid_fields(std::vector<FieldError> errors);  // Requires: not empty
Problem no_such_path();
Problem method_not_allowed(std::string allow);
Problem unsupported_media_type(std::string detail);
Problem too_large(std::string detail);
Problem unauthorized(std::string detail);
Problem forbidden(std::string detail);
Problem bad_request(std::string detail);  // what is wrong is no field
Problem saturated(std::string detail);    // 503 with Retry-After
Problem our_bug();

Reply reply_of(const Problem& problem, const Request& request);

}  // namespace hebb::api
