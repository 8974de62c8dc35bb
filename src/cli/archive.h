// Archives on the command line: what `hebb export` writes and `hebb import` recognises. Private to cli/.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cli/client.h"

namespace hebb::cli {

bool is_archive(std::string_view bytes);

// The archive in parts of whole meetings, each an archive of at most `most_bytes` where its meetings let it, in which
// every line has the number that it has in the whole. `take` says whether to go on.
void each_part(std::string_view archive, std::size_t most_bytes, const std::function<bool(std::string part)>& take);

}  // namespace hebb::cli
