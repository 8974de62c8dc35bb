// What answers the paths of what is declared of projects. Private to api/; routes.cc names the paths. The project is a
// parameter and no part of the path, where DELETE /api/v2/projects/{name} takes a name with slashes.
#pragma once

#include "api/routes.h"

namespace hebb::api {

Parsed<Answer> get_declaration(const Call& call);
Parsed<Answer> put_declaration(const Call& call);
Parsed<Answer> patch_declaration(const Call& call);
Parsed<Answer> delete_declaration(const Call& call);
Parsed<Answer> list_mentions(const Call& call);

}  // namespace hebb::api
