// GET /docs: the OpenAPI document as a page for people, which loads nothing and runs no script. Private to api/.
#pragma once

#include <string>
#include <string_view>

namespace hebb::api {

// The page's one style sheet stands in it; a test compares its hash.
inline constexpr std::string_view kDocsPolicy =
    "default-src 'none'; style-src 'sha256-JHIon6BnOQfm0bh7xyGujaQ3tT3+imt0p3uEjUdvK+g='; base-uri 'none'; form-action "
    "'none'; frame-ancestors 'none'";

const std::string& docs_page();  // the same bytes at every call

}  // namespace hebb::api
