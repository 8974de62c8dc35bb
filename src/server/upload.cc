#include "server/upload.h"

#include <drogon/MultiPart.h>

#include <string_view>
#include <utility>

#include "server/http_text.h"

namespace hebb::server {
namespace {

// Given part by part what Drogon's own parse() finds at once: of two fields of one name that keeps the first, silently.
class Form : public drogon::MultiPartParser {
 public:
  explicit Form(const drogon::HttpRequestPtr& http) { requestPtr_ = http; }  // into whose body its files point

  // False: the part is malformed.
  bool add(std::string_view part, api::Request& request) {
    if (parseEntity(part.data(), part.data() + part.size()) != 0) return false;
    for (auto& [name, value] : std::exchange(parameters_, {})) {
      if (!request.parameters.insert_or_assign(name, std::move(value)).second) request.repeated.insert(name);
    }
    return true;
  }
};

}  // namespace

std::expected<api::Request, api::Problem> unpack_upload(const drogon::HttpRequestPtr& http, api::Request request) {
  const auto malformed = [] { return api::bad_request("the multipart/form-data body is malformed"); };
  const auto parts = parts_of_form(http->body(), boundary_of(request.content_type));
  if (!parts) return std::unexpected(malformed());
  Form form(http);
  for (const std::string_view part : *parts) {
    if (!form.add(part, request)) return std::unexpected(malformed());
  }
  const auto& files = form.getFiles();
  if (files.size() > 1) {
    return std::unexpected(api::bad_request("one file a request, please: each is a meeting of its own"));
  }
  request.content_type = "application/octet-stream";
  if (!files.empty()) {
    request.body = std::string(files.front().fileContent());
    request.file_name = files.front().getFileName();
    return request;
  }
  const auto transcript = request.parameters.extract("transcript");
  if (transcript.empty()) {
    return std::unexpected(api::invalid_fields({{"file", "is required: the transcript, as a file of the form"}}));
  }
  if (request.repeated.contains("transcript")) {
    return std::unexpected(api::invalid_fields({{"transcript", "is given twice"}}));
  }
  request.body = transcript.mapped();
  return request;
}

}  // namespace hebb::server
