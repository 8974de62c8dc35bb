// Replies that are alike for everybody, the description of the interface, each made and compressed once. Private to
// server/.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/api.h"
#include "base/published.h"
#include "server/http_text.h"

namespace hebb::server {

// /docs and /openapi.json, which need no key.
bool describes_interface(std::string_view path);

// Thread safety: thread-safe; `find` and `keep` only copy.
class FixedReplies {
 public:
  // Nothing: it is not made yet, or the request asks for something of its own.
  std::optional<api::Reply> find(const api::Request& request, Coding coding) const;
  // `reply` is as it is sent, in that coding. Keeps nothing that may differ from one request to the next.
  void keep(const api::Request& request, Coding coding, const api::Reply& reply);

 private:
  Guarded<std::map<std::pair<std::string, Coding>, api::Reply>> replies_;
};

}  // namespace hebb::server
