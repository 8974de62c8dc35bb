#include <format>
#include <optional>

#include "api/problem.h"
#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"

namespace hebb::api {
namespace {

// Percent-encodes what a URI's path may not hold: the path came decoded, perhaps not as UTF-8.
std::string encoded(std::string_view path) {
  std::string text;
  for (const char c : path.substr(0, 1000)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/:@!$&'()*+,;=").contains(c);
    text += plain ? std::string(1, c) : std::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

struct WireProblem {
  std::string type;
  std::string title;
  int status;
  std::string detail;
  std::string instance;
  std::string error;
  std::string request_id;
  std::optional<std::vector<FieldError>> errors;
};

}  // namespace

Reply reply_of(const Problem& problem, const Request& request) {
  WireProblem wire{.type = "urn:hebb:problem:" + std::string(problem.code),
                   .title = std::string(problem.title),
                   .status = problem.status,
                   .detail = problem.detail,
                   .instance = encoded(request.path),
                   .error = std::string(problem.error),
                   .request_id = request.request_id};
  if (!problem.errors.empty()) wire.errors = problem.errors;
  return {.status = problem.status,
          .content_type = "application/problem+json",
          .headers = problem.headers,
          .body = reply_text_of(wire)};
}

void describe_problem(JsonNode schema) {
  describe<WireProblem>(schema);
}

}  // namespace hebb::api
