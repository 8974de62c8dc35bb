// What answers the paths of consolidation. Private to api/; routes.cc names the paths.
#pragma once

#include "api/routes.h"

namespace hebb::api {

Parsed<Answer> list_patterns(const Call& call);
Parsed<Answer> consolidate(const Call& call);
Parsed<Answer> undo_consolidation(const Call& call);

}  // namespace hebb::api
