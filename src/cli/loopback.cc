#include "cli/loopback.h"

#include <httplib.h>

#include <algorithm>
#include <format>
#include <thread>

#include "base/random.h"

namespace hebb::cli {
namespace {

constexpr auto kConnectTimeout = std::chrono::seconds(2);
constexpr std::size_t kPieceBytes = 8u << 20;
constexpr int kTries = 30;  // a second apart

std::string host_of(const std::string& listened) {
  if (listened == "0.0.0.0" || listened.empty()) return "127.0.0.1";
  return listened == "::" ? "::1" : listened;
}

std::string target_of(const api::Request& request) {
  std::string target;
  for (const char c : request.path) target += c == '/' ? "/" : percent_encoded(std::string_view(&c, 1));
  char separator = '?';
  for (const auto& [name, value] : request.parameters) {
    target += std::format("{}{}={}", separator, percent_encoded(name), percent_encoded(value));
    separator = '&';
  }
  return target;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    encoded += plain ? std::string(1, c) : std::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

namespace {

// `piece`: the header of a body that comes in several requests, or empty.
Result<api::Reply> send_one(const ServeNote& server, const api::Request& request, std::string_view body,
                            const std::string& piece, std::chrono::seconds timeout) {
  httplib::Client http(host_of(server.host), server.port);
  http.set_connection_timeout(kConnectTimeout);
  http.set_read_timeout(timeout);
  http.set_write_timeout(timeout);
  httplib::Request wire;
  wire.method = request.method;
  wire.path = target_of(request);
  wire.body = body;
  wire.headers = {{"Authorization", "Bearer " + server.token}, {"Accept-Encoding", "identity"}};
  if (!piece.empty()) wire.headers.emplace("Hebb-Piece", piece);
  if (!request.content_type.empty()) wire.headers.emplace("Content-Type", request.content_type);
  if (!request.request_id.empty()) wire.headers.emplace("X-Request-ID", request.request_id);
  if (!request.file_name.empty()) {
    wire.headers.emplace("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(request.file_name));
  }
  const auto answer = http.send(wire);
  if (!answer) {
    return fail(ErrorCode::unavailable, std::format("the server on port {} does not answer ({})", server.port,
                                                    httplib::to_string(answer.error())));
  }
  api::Reply reply{.status = answer->status, .content_type = answer->get_header_value("Content-Type")};
  reply.body = answer->body;
  for (const auto& [name, value] : answer->headers) reply.headers[name] = value;
  return reply;
}

}  // namespace

Result<api::Reply> send_over_loopback(const ServeNote& server, const api::Request& request,
                                      std::chrono::seconds timeout) {
  const std::string_view body = request.body;
  const std::size_t limit = server.max_body_bytes;
  if (limit == 0 || body.size() <= limit) return send_one(server, request, body, "", timeout);
  const auto id = random_bytes<16>();
  if (!id) return std::unexpected(id.error());
  const std::size_t size = std::min(limit, kPieceBytes);
  for (std::size_t offset = 0;; offset += size) {
    const auto bytes = body.substr(offset, size);
    const std::string piece = std::format("{} {} {}", to_hex(*id), offset, body.size());
    auto reply = send_one(server, request, bytes, piece, timeout);
    for (int tries = 0; offset == 0 && reply && reply->status == 503 && tries < kTries; ++tries) {  // others are sent
      std::this_thread::sleep_for(std::chrono::seconds(1));
      reply = send_one(server, request, bytes, piece, timeout);
    }
    if (!reply || reply->status != 202 || offset + bytes.size() == body.size()) return reply;
  }
}

}  // namespace hebb::cli
