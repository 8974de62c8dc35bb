// What answers the paths of fading. Private to api/; routes.cc names the paths.
#pragma once

#include "api/routes.h"

namespace hebb::api {

Parsed<Answer> fade(const Call& call);
Parsed<Answer> restore_faded(const Call& call);

}  // namespace hebb::api
