// What a request is to the engine: which of its threads it goes to, and how long it may take. Private to server/.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string_view>

#include "api/problem.h"
#include "engine/engine.h"

namespace hebb::server {

// By the route's template (api::route_of); empty for none.
Work work_of(std::string_view method, std::string_view route);

// X-Request-Timeout: seconds, with decimals. The shorter of it and `most`, which is for questions and batches of them
// alone (nothing: no limit): what is stored takes as long as it takes, unless its client says otherwise.
std::expected<std::optional<std::chrono::milliseconds>, api::Problem> time_given(
    std::string_view header, Work work, std::optional<std::chrono::milliseconds> most);

}  // namespace hebb::server
