#include "api/problem.h"

#include <array>
#include <format>

namespace hebb::api {
namespace {

constexpr std::string_view kRetrySeconds = "1";
constexpr std::string_view kInvalid = "Invalid request";

struct Row {
  ErrorCode code;
  int status;
  std::string_view title;
  std::string_view error;
  bool retry = false;
};

// resource_exhausted is 507, not 503: a full disk does not pass by waiting a second.
constexpr auto kTable = std::to_array<Row>({
    {ErrorCode::invalid_argument, 400, "The request is invalid", kInvalid},
    {ErrorCode::unsupported, 400, "The request asks for what is not supported", kInvalid},
    {ErrorCode::not_found, 404, "There is no such thing", "Not found"},
    {ErrorCode::conflict, 409, "The request contradicts what is stored", "Conflict"},
    {ErrorCode::internal, 500, "An error of ours", "Internal error"},
    {ErrorCode::corruption, 500, "Stored data is damaged", "Storage corrupt"},
    {ErrorCode::unavailable, 503, "Try again in a moment", "Storage service unavailable", true},
    {ErrorCode::cancelled, 503, "The request was cancelled", "Service unavailable", true},
    {ErrorCode::deadline_exceeded, 503, "The request took too long", "Service unavailable", true},
    {ErrorCode::resource_exhausted, 507, "Out of space", "Insufficient storage"},
});

const Row& row_of(ErrorCode code) {
  for (const Row& row : kTable) {
    if (row.code == code) return row;
  }
  return kTable[4];
}

}  // namespace

Problem problem_of(const Error& error) {
  const Row& row = row_of(error.code);
  Problem problem{.status = row.status,
                  .code = to_string(error.code),
                  .title = row.title,
                  .error = row.error,
                  .detail = error.message};
  if (row.retry) problem.headers["Retry-After"] = kRetrySeconds;
  return problem;
}

Problem invalid_fields(std::vector<FieldError> errors) {
  HEBB_CHECK(!errors.empty());
  const FieldError& first = errors.front();  // of the whole body where it names no field
  Problem problem = bad_request(errors.size() > 1     ? std::format("{} fields are invalid", errors.size())
                                : first.field.empty() ? first.message
                                                      : first.field + ": " + first.message);
  if (errors.size() > kFieldErrorLimit) errors.resize(kFieldErrorLimit);
  problem.errors = std::move(errors);
  return problem;
}

Problem bad_request(std::string detail) {
  return problem_of({ErrorCode::invalid_argument, std::move(detail)});
}

Problem no_such_path() {
  return problem_of({ErrorCode::not_found, "no such path; docs/api.md lists them"});
}

Problem method_not_allowed(std::string allow) {
  Problem problem{.status = 405,
                  .code = "method_not_allowed",
                  .title = "The path does not take this method",
                  .error = "Method not allowed",
                  .detail = "this path takes " + allow};
  problem.headers["Allow"] = std::move(allow);
  return problem;
}

Problem unsupported_media_type(std::string detail) {
  return {.status = 415,
          .code = "unsupported_media_type",
          .title = "The body is of a type that the path does not take",
          .error = "Unsupported media type",
          .detail = std::move(detail)};
}

Problem too_large(std::string detail) {
  return {.status = 413,
          .code = "too_large",
          .title = "The body is too large",
          .error = "Request too large",
          .detail = std::move(detail)};
}

Problem unauthorized(std::string detail) {
  return {.status = 401,
          .code = "unauthorized",
          .title = "A valid key is needed",
          .error = "Unauthorized",
          .detail = std::move(detail),
          .headers = {{"WWW-Authenticate", "Bearer realm=\"hebb\""}}};
}

Problem forbidden(std::string detail) {
  return {.status = 403,
          .code = "forbidden",
          .title = "The request is not allowed",
          .error = "Forbidden",
          .detail = std::move(detail)};
}

Problem saturated(std::string detail) {
  Problem problem = problem_of({ErrorCode::unavailable, std::move(detail)});
  problem.error = "Service unavailable";
  return problem;
}

Problem our_bug() {
  return problem_of({ErrorCode::internal, "an error of ours; the server's log has it under this request id"});
}

}  // namespace hebb::api
