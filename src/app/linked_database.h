// A database that is named by a link: what belongs to it lies beside the file itself.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "app/config.h"

namespace hebb::app {

using Warn = std::function<void(std::string_view)>;

// Before links were followed, the record of erasures and the index were kept beside the link. Where the file has no
// record of its own, that one becomes it; the index, which is derived and may hold what was erased since, is removed.
// Returns the ledger to go by: empty, the one beside the file; else that beside the link, which cannot be moved, and
// then a warning was given. Requires: the hold of the database. Errors: as ErasureLedger::open.
Result<std::filesystem::path> settle_link(const Config::Data& data, const Warn& warn);

// For what goes by the ledger beside the file alone. Errors: as above; unavailable (the other cannot be moved there),
// conflict (there are two, and that beside the link records more).
Result<void> settle_link_for_restore(const Config::Data& data, const Warn& warn);

}  // namespace hebb::app
