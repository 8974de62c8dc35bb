// Requests with an Idempotency-Key: done once, answered as often as they are sent. Private to api/.
#pragma once

#include "api/routes.h"

namespace hebb::api {

// Answers by `answer`, or, where the same request came with this key before, as then. Keys of one caller are no
// other's. Problems: 400 (no key of 1 to 200 characters), 409 (with another request before, or still under way).
Parsed<Answer> once(const Call& call, Parsed<Answer> (*answer)(const Call& call));

}  // namespace hebb::api
