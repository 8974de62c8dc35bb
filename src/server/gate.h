// Decides from a request's headers who may come in: Host and Origin (DNS rebinding), content types that a web form can
// send, the key, sizes. What a key may do is the contract's (api/). Private to server/; knows no Drogon.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/problem.h"
#include "base/time.h"
#include "server/server.h"

namespace hebb::server {

inline constexpr std::string_view kLocalKeyId = "local";  // of the token in serve.json

struct RequestHead {
  std::string method;
  bool http_1_1 = true;
  bool from_loopback = false;
  std::size_t body_bytes = 0;
  bool is_probe = false;      // of health: says nothing of what is stored
  std::string local_address;  // to which the connection was made
  std::string host;
  std::string origin;
  std::string fetch_site;  // Sec-Fetch-Site, which browsers set
  std::string content_type;
  std::string content_encoding;
  std::string authorization;
  std::string api_key;           // X-API-Key
  std::string preflight_method;  // Access-Control-Request-Method
};

// Thread safety: immutable after construction.
class Gate {
 public:
  explicit Gate(const ServerOptions& options);

  // Who asks, or why it may not come in. Where keys are required, one without is let in as a caller without a scope.
  std::expected<api::Caller, api::Problem> admit(const RequestHead& head, Instant now) const;
  // What a browser on an allowed Origin needs to read the reply; for a preflight, what it may send.
  std::map<std::string, std::string> cors_headers(const RequestHead& head) const;

 private:
  bool host_allowed(const RequestHead& head) const;
  bool origin_allowed(std::string_view origin) const;
  bool origin_named(std::string_view origin) const;  // allowed, and not by "*"
  std::optional<api::Problem> refuse_body(const RequestHead& head, bool authenticated) const;
  std::optional<api::Caller> caller_of(std::string_view key, Instant now) const;

  std::size_t max_body_bytes_;
  std::vector<std::string> hosts_;    // lower case, with or without port
  std::vector<std::string> origins_;  // lower case
  std::optional<std::string> token_;
  const access::KeyRing* keys_;
  bool keys_required_;
};

}  // namespace hebb::server
