// A database that is named by a link: what belongs to it lies beside the file itself.
#pragma once

#include "app/config.h"

namespace hebb::app {

// Before links were followed, the record of erasures and the index were kept beside the link. Where the file has no
// record of its own, that one becomes it; the index, which is derived and may hold what was erased since, is removed.
// Requires: the hold of the database. Errors: conflict (the record has to be moved by hand; says so), unavailable,
// internal.
Result<void> settle_link(const Config::Data& data);

}  // namespace hebb::app
