#include "server/upload.h"

#include <drogon/MultiPart.h>

#include <set>
#include <string>
#include <string_view>

#include "server/http_text.h"

namespace hebb::server {
std::expected<api::Request, api::Problem> unpack_upload(const drogon::HttpRequestPtr& http, api::Request request) {
  const auto malformed = [] { return api::bad_request("the multipart/form-data body is malformed"); };
  const auto parts = parts_of_form(http->body(), boundary_of(request.content_type));
  drogon::MultiPartParser form;
  if (!parts || form.parse(http) != 0) return std::unexpected(malformed());
  for (const auto& [name, value] : form.getParameters()) {
    if (!request.parameters.insert_or_assign(name, value).second) request.repeated.insert(name);
  }
  std::set<std::string> names;  // Drogon keeps one of two of a name, silently
  for (const std::string_view part : *parts) {
    const std::string name = field_of_part(part);
    if (!names.insert(name).second) request.repeated.insert(name);
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
