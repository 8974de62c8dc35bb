#include "server/upload.h"

#include <drogon/MultiPart.h>

namespace hebb::server {

std::expected<api::Request, api::Problem> unpack_upload(const drogon::HttpRequestPtr& http, api::Request request) {
  drogon::MultiPartParser parts;
  if (parts.parse(http) != 0) return std::unexpected(api::bad_request("the multipart/form-data body is malformed"));
  for (const auto& [name, value] : parts.getParameters()) {
    if (!request.parameters.insert_or_assign(name, value).second) request.repeated.insert(name);
  }
  const auto& files = parts.getFiles();
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
  request.body = transcript.mapped();
  return request;
}

}  // namespace hebb::server
