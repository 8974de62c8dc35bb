// Bodies of replies made smaller. Private to server/.
#pragma once

#include <string>
#include <string_view>

#include "server/http_text.h"

namespace hebb::server {

// By gzip (RFC 1952) or Brotli (RFC 7932), at the effort that suits what is compressed once and sent once. Requires:
// coding is not identity.
std::string compressed(std::string_view body, Coding coding);

}  // namespace hebb::server
